"""A zone of one's own in the app, without a browser: what it sets, what goes with it, what every view shows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from app_runs import TERM, WORLDS, marks_up, no_trouble, numbers, started, visit_of
from zones import WORKED, in_zone

from app import look, overview, own_zone, saved, saving, summary, wording
from app.charts import crowding
from app.charts.chart import Pair
from app.charts.series import window
from app.compare import chosen, levers
from app.evidence import limits
from app.look import LIGHT
from app.results import Asked
from app.views import VIEWS
from app.visit import BROUGHT, HISTORY, Visit
from model import ensemble, link
from model.command_line import main
from model.comparison import run_with_twin
from model.contributions import measure, prepare
from model.metrics import until_horizon
from model.parameters import BASELINE, replaced, with_zone
from model.parameters.zone import FundRow, Zone
from model.results import Result, provenance_of
from model.scenario import Scenario
from model.zone import files

OLD = Zone("Old", (), (), (FundRow("venture", 100.0, 12.5, 15.0, 0.2),))
FEW = {"settings.replications": WORLDS}


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Any:
    monkeypatch.setenv("SCENARIO_FOLDER", str(tmp_path))
    saved._entries.cache_clear()
    yield
    saved._entries.cache_clear()


# what is set


def test_a_zone_is_one_step_that_can_be_taken_back() -> None:
    visit = Visit({TERM: 12.0})
    visit.use_zone(WORKED)
    assert visit.parameters().zone is WORKED and visit.changes == {TERM: 12.0} and len(visit.past) == 1
    visit.change(TERM, 14.0)
    visit.undo()
    assert visit.zone is WORKED
    visit.undo()
    assert visit.zone is None and visit.parameters() == replaced(BASELINE, {TERM: 12.0})
    visit.redo()
    assert visit.zone is WORKED
    visit.use_zone(None)
    visit.use_zone(None)
    assert len(visit.past) == 2


def test_older_funds_bring_a_longer_history_with_them_and_say_so() -> None:
    visit = Visit()
    own_zone.use(visit, OLD)
    assert visit.changes == {HISTORY: 13} and "now 13 years" in visit.said
    visit.undo()
    assert visit.changes == {} and visit.zone is None


def test_the_way_back_brings_the_history_of_before_back_and_says_so() -> None:
    visit = Visit({HISTORY: 11})
    own_zone.use(visit, OLD)
    own_zone.use(visit, WORKED)
    assert visit.changes == {HISTORY: 11} and "11 years again" in visit.said
    own_zone.use(visit, replace(OLD, name="Other"))
    visit.change(TERM, 12.0)
    own_zone.use(visit, None)
    assert visit.changes == {HISTORY: 11, TERM: 12.0} and "11 years again" in visit.said
    visit.undo()
    assert visit.changes == {HISTORY: 13, TERM: 12.0}
    own_zone.use(visit, None)
    assert visit.changes == {HISTORY: 11, TERM: 12.0}


def test_a_history_that_was_chosen_stays() -> None:
    visit = Visit()
    own_zone.use(visit, OLD)
    visit.change(HISTORY, 15)
    own_zone.use(visit, None)
    assert visit.changes == {HISTORY: 15} and visit.said == ""
    sent = Scenario("Sent", parameters=replaced(with_zone(BASELINE, OLD), {HISTORY: 13}))
    saving.bring(visit, sent.to_json().encode())
    own_zone.use(visit, None)
    assert visit.changes == {HISTORY: 13}


def test_what_is_compared_with_it_has_the_same_zone() -> None:
    visit = Visit({TERM: 12.0})
    visit.use_zone(WORKED)
    assert visit.reference(visit.parameters()) == with_zone(BASELINE, WORKED)


def test_shipped_scenarios_stay_in_the_zone_and_others_bring_their_own() -> None:
    visit = Visit()
    visit.use_zone(WORKED)
    visit.choose("patient_guide")
    assert visit.zone is WORKED and not visit.differs_from_scenario()
    saving.bring(visit, Scenario("Sent").to_json().encode())
    assert visit.scenario == BROUGHT and visit.zone is None and not visit.differs_from_scenario()
    visit.use_zone(OLD)
    assert visit.differs_from_scenario()
    visit.choose(BROUGHT)
    assert visit.zone is None


def test_a_saved_scenario_keeps_the_zone() -> None:
    visit = Visit()
    visit.use_zone(WORKED)
    saving.save_new(visit, replace(saving.described(visit), title="Ours"))
    visit.use_zone(None)
    assert visit.differs_from_scenario()
    visit.choose(visit.scenario)
    assert visit.zone == WORKED


def test_the_limits_name_what_no_file_of_a_zone_knows() -> None:
    assert any("A zone of your own" in sentence for sentence in limits.sentences())


# Compare


def test_compare_says_which_zone_each_scenario_has() -> None:
    visit = Visit()
    saving.save_new(visit, replace(saving.described(visit), title="Simulated"))
    visit.use_zone(WORKED)
    found = chosen.candidates(visit)
    assert found["baseline"].parameters.zone is WORKED and found["saved:simulated"].parameters.zone is None
    table = levers.table([found["baseline"], found["saved:simulated"]])
    assert table.to_dict("records") == [{
        "Group": "Zone at year 0", "What differs": "Firms and funds at year 0", "Baseline": "own zone “Worked”",
        "Simulated": "simulated"}]
    assert levers.table([found["baseline"], found["patient_guide"]])["Group"].ne("Zone at year 0").all()


def test_the_zone_is_a_part_of_why_two_scenarios_differ() -> None:
    short = {**FEW, "settings.horizon_years": 10, "settings.run_off_years": 3}
    plan = prepare(replaced(BASELINE, short), with_zone(replaced(BASELINE, {**short, TERM: 12.0}), WORKED))
    assert [part.groups for part in plan.parts] == [("patience",), ("zone",)]
    found = measure(plan)
    parts = found.contributions("social_irr")
    assert sum(share.mean for _part, share in parts) == pytest.approx(found.gap("social_irr").mean)
    assert wording.group_title("zone") == "Zone at year 0"


# what is shown


@pytest.fixture(scope="module")
def pairs() -> dict[str, Pair]:
    """Two inputs in the zone, and one in the zone beside the simulated one."""
    settings = {"settings.replications": 4}
    results: dict[str, Result] = {name: run_with_twin(given) for name, given in {
        "zone": with_zone(replaced(BASELINE, settings), WORKED),
        "patient": with_zone(replaced(BASELINE, {**settings, TERM: 12.0}), WORKED),
        "simulated": replaced(BASELINE, settings)}.items()}
    return {"within": Pair(results["patient"], results["zone"]), "same": Pair(results["zone"], results["zone"]),
            "across": Pair(results["zone"], results["simulated"])}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("which", ["within", "same", "across"])
def test_every_chart_can_be_drawn_and_shows_no_past(pairs: dict[str, Pair], which: str, view: str) -> None:
    for make in (VIEWS[view].large, *VIEWS[view].small):
        chart = make(pairs[which], look.palette("light"))
        text = json.dumps(chart.figure.plain(), allow_nan=False)
        assert "nan" not in chart.answer.lower().split() and text and chart.csv


def test_there_is_nothing_before_year_0(pairs: dict[str, Pair]) -> None:
    for name, first in (("firms_angel", 0.0), ("called_social", 1.0)):
        years, values = window(pairs["within"].current, name)
        shown = years[np.isfinite(values).all(0)]
        assert shown[0] == first and shown[-1] == 20 and (np.diff(shown) == 0.25).all()
        _years, simulated = window(pairs["across"].baseline, name)
        assert np.isfinite(simulated).all() and simulated.shape[1] == values.shape[1]


def test_the_first_full_year_of_a_zone_is_the_first_of_its_social_share(pairs: dict[str, Pair]) -> None:
    for name in ("within", "same"):
        assert crowding.social_share(pairs[name], LIGHT).answer.startswith("The share is ")
        layers = crowding.calls(pairs[name], LIGHT).figure.data[:4]
        paid = [until_horizon(pairs[name].current, series).any() for series in crowding.CALLED]
        assert [layer["visible"] for layer in layers] == paid


def test_tiles_can_be_drawn(pairs: dict[str, Pair]) -> None:
    for tile in overview.tiles(pairs["across"], VIEWS.values()):
        assert np.isfinite([*tile.now, *tile.base]).all() and len(tile.now) > 5


def test_the_summary_names_the_zone(pairs: dict[str, Pair]) -> None:
    assert "your zone “Worked”" in marks_up(summary.of(pairs["same"]))


# the pages


def test_the_page_shows_the_numbers_of_the_zone_and_says_so() -> None:
    app = started()
    simulated = numbers(app)
    visit_of(app).use_zone(WORKED)
    app.run()
    no_trouble(app)
    assert numbers(app) != simulated
    assert "Year 0: your zone “Worked”" in " ".join(marks_up(each.value) for each in app.markdown)
    (result, _reference) = Asked((visit_of(app).parameters(), visit_of(app).reference(visit_of(app).parameters()))
                                 ).at(WORLDS) or []
    again = run_with_twin(in_zone(WORKED, settings__replications=WORLDS))
    assert (result.headlines["social_irr"] == again.headlines["social_irr"]).all()
    app.button(key="zone-back").click().run()
    no_trouble(app)
    assert numbers(app) == simulated and visit_of(app).zone is None


def test_a_name_that_is_markup_is_shown_as_it_is() -> None:
    app = started()
    name = "<b>a</b> [x](http://y) $z$"
    visit_of(app).use_zone(replace(WORKED, name=name))
    app.run()
    no_trouble(app)
    assert name in " ".join(marks_up(each.value) for each in app.markdown)
    assert name not in " ".join(each.value for each in app.markdown)


# the command line


def test_file_link_and_command_line_give_the_same_numbers(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Worked.xlsx").write_bytes(files.write(WORKED, "xlsx"))
    scenario = Scenario("In our zone", parameters=in_zone(WORKED, settings__replications=3))
    (tmp_path / "ours.json").write_text(scenario.to_json(), encoding="utf-8")
    assert main(["run", str(tmp_path / "ours.json"), "--out", str(tmp_path / "file")]) == 0
    assert main(["run", link.encode(scenario), "--out", str(tmp_path / "link")]) == 0
    assert main(["run", "--zone", str(tmp_path / "Worked.xlsx"), "--replications", "3", "--out",
                 str(tmp_path / "flag")]) == 0
    assert capsys.readouterr().out.count("zone of its own at year 0: Worked") == 3
    name = provenance_of(scenario.parameters)["fingerprint"]
    written = []
    for way in ("file", "link", "flag"):
        assert name in (tmp_path / way / "manifest.json").read_text(encoding="utf-8")
        table = pd.read_csv(tmp_path / way / "headline.csv")
        written.append(table.drop(columns="scenario"))
    assert len(written[0]) > 30 and written[0].equals(written[1]) and written[0].equals(written[2])


def test_compare_takes_a_zone_for_all_scenarios(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Worked.csv").write_bytes(files.write(WORKED, "csv"))
    assert main(["compare", "baseline", "patient_guide", "--zone", str(tmp_path / "Worked.csv"), "--replications",
                 "2", "--years", "10"]) == 0
    assert capsys.readouterr().out.count("zone of its own at year 0: Worked") == 2


def test_the_command_writes_the_template_and_checks_files(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for ending in files.ENDINGS:
        path = str(tmp_path / f"zone.{ending}")
        assert main(["zone", "template", path]) == 0 and main(["zone", "check", path]) == 0
        said = capsys.readouterr()
        assert "Firms: 26" in said.out and said.err == ""
        assert main(["zone", "template", path]) == 2
        assert "is there already" in capsys.readouterr().err
    (tmp_path / "bad.csv").write_text("sheet,industry,stage,count\nfirms,hydrogen_storage,angel,two\n")
    assert main(["zone", "check", str(tmp_path / "bad.csv"), str(tmp_path / "none.csv")]) == 2
    told = capsys.readouterr().err
    assert 'bad.csv: Row 2, column count: The cell must hold a whole number from 1 to 500, not "two".' in told
    assert "none.csv: There is no such file." in told
    assert main(["zone", "template", str(tmp_path / "zone.txt")]) == 2
    assert main(["run", "--zone", str(tmp_path / "bad.csv"), "--seed", "x"]) == 2
    told = capsys.readouterr().err
    assert "Row 2, column count" in told and "--seed must be" in told and not list(tmp_path.glob("*.json"))


def test_a_zone_whose_funds_are_too_old_for_the_settings_is_told_on_the_command_line(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.csv").write_bytes(files.write(OLD, "csv"))
    assert main(["run", "--zone", str(tmp_path / "old.csv")]) == 2
    assert "To mend it: settings.opening_history_years = 13." in capsys.readouterr().err
    assert ensemble.run(replaced(with_zone(BASELINE, OLD), {HISTORY: 13, "settings.replications": 1})).replications == 1
