"""Does a zone's data lead to exactly those firms and funds in year 0, with every yuan accounted for?"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import digest, random_parameters
from zones import SHORT, WORKED, in_zone, zones

from model import engine, ensemble
from model.comparison import without_policy
from model.jit import entry_point
from model.outputs import INDUSTRY_NAMES
from model.parameters import BASELINE, contradictions, replaced, status_quo, with_zone
from model.parameters.zone import FUNDS, STAGES, FirmRow, FundRow, IndustryRow, Zone
from model.record import to_record
from model.results import Result
from model.state import FUND_KINDS, allocate
from model.uncertainty import measure

WORLDS = 3


@pytest.fixture(scope="module")
def result() -> Result:
    return ensemble.run(in_zone(WORKED, settings__replications=WORLDS), detail=WORLDS)


def table(result: Result, name: str, world: int = 0) -> Any:
    frame = result.tables[name]
    return frame[frame["replication"] == world]


def test_the_words_of_the_declarations_are_those_of_the_model() -> None:
    from model.outputs import STAGES as MODEL_STAGES

    assert tuple(STAGES) == MODEL_STAGES and list(FUNDS.values()) == ["Angel", "Venture", "M&A"]
    assert [name.lower() for name in FUNDS.values()] == [name.lower() for name in FUND_KINDS]


@pytest.mark.parametrize("world", range(WORLDS))
def test_each_row_of_firms_leads_to_those_firms(result: Result, world: int) -> None:
    firms = table(result, "firms", world)
    old = firms[firms["founded_quarter"] < 0].set_index("firm")
    before = table(result, "firm_quarters", world).query("quarter == -1").set_index("firm")
    assert list(before.index) == list(old.index) and len(old) == 13
    for row, names in {
        WORKED.firms[0]: ["hydrogen_storage-0"], WORKED.firms[1]: ["hydrogen_storage-1", "hydrogen_storage-2"],
        WORKED.firms[2]: ["synthetic_biology-0"], WORKED.firms[3]: [f"synthetic_biology-{k}" for k in range(1, 6)],
        WORKED.firms[4]: [f"deep_sea_aerospace-{k}" for k in range(3)],
    }.items():
        assert (before.loc[names, "stage"] == row.stage).all()
        assert before.loc[names, "cash_myuan"].tolist() == [row.cash_myuan] * row.count
        assert (old.loc[names, "founded_quarter"] == -4 * row.age_years).all()
        assert before.loc[names, "revenue_myuan"].to_numpy() == pytest.approx((row.revenue_myuan_per_year or 0) / 4)
        rounds = table(result, "rounds", world).query("quarter < 0")
        for name in names:
            own = rounds[rounds["firm"] == name]
            assert own["amount_myuan"].sum() == pytest.approx(row.raised_myuan or 0, abs=1e-6)
            stages = ["seed", "A", "B"][: list(STAGES).index(row.stage)]
            assert list(dict.fromkeys(own["stage"])) == stages
            assert own["share_sold"].sum() == pytest.approx(0.2 * len(stages))
            assert own["quarter"].is_monotonic_increasing
            assert (own["quarter"] >= old.at[name, "founded_quarter"]).all()
    assert old["is_pioneer"].all()


def test_what_is_not_known_of_a_firm_follows_from_the_declared_work_and_rounds(result: Result) -> None:
    p = BASELINE.firms
    trait = BASELINE.industries.quantum_information
    firm = table(result, "firms").set_index("firm").loc["quantum_information-0"]
    work = (p.concept_work_years + p.prototype_work_years + p.pilot_work_years / 2) * trait.work_multiple
    assert firm["founded_quarter"] == -round(4 * work)
    rounds = table(result, "rounds").query("firm == 'quantum_information-0' and quarter < 0")
    tickets = [BASELINE.rounds.seed_ticket_myuan, BASELINE.rounds.a_ticket_myuan]
    assert rounds.groupby("stage", sort=False)["amount_myuan"].sum().tolist() == pytest.approx(
        [ticket * trait.capital_intensity for ticket in tickets])
    burn = p.pilot_burn_myuan_per_year * trait.capital_intensity
    before = table(result, "firm_quarters").query("firm == 'quantum_information-0' and quarter == -1")
    cash = before["cash_myuan"].item()
    ahead = BASELINE.rounds.seek_ahead_years
    assert burn * ahead < cash < burn * (ahead + p.pilot_work_years * trait.work_multiple)


@pytest.mark.parametrize("world", range(WORLDS))
def test_each_row_of_funds_leads_to_that_fund(result: Result, world: int) -> None:
    funds = table(result, "funds", world)
    old = funds[funds["vintage_quarter"] < 0].reset_index(drop=True)
    assert len(old) == len(WORKED.funds)
    books = table(result, "fund_quarters", world)
    for row, (_k, fund) in zip(WORKED.funds, old.iterrows(), strict=True):
        assert fund["stage"].lower() == {"ma": "m&a"}.get(row.kind, row.kind)
        assert fund["committed_myuan"] == row.size_myuan and fund["guide_share"] == row.guide_share
        assert fund["government_share"] == pytest.approx(row.guide_share + row.state_share)
        assert fund["vintage_quarter"] == -max(1, 4 * row.vintage_years)
        assert fund["term_quarters"] == 4 * row.term_years
        assert fund["industry"] == (row.industry or "pooled")
        assert math.isnan(fund["irr"])
        own = books[(books["fund"] == fund["fund"]) & (books["quarter"] < 0)]
        if row.called_share is not None:
            assert own["call_myuan"].sum() == pytest.approx(row.called_share * row.size_myuan)
        assert own["distribution_myuan"].sum() == pytest.approx(row.dpi * own["call_myuan"].sum())
        stakes = table(result, "rounds", world).query("quarter < 0")
        assert stakes[stakes["fund"] == fund["fund"]]["amount_myuan"].sum() <= own["call_myuan"].sum() + 1e-6


def test_funds_of_the_zone_finance_its_firms_and_the_guide_is_behind_some(result: Result) -> None:
    rounds = table(result, "rounds").query("quarter < 0")
    by = rounds.groupby("fund")["amount_myuan"].sum()
    assert {"outside", "angel-5-0-pooled", "venture-3-0-pooled"} <= set(by.index)
    terms = {"angel": ["seed"], "venture": ["A", "B"]}
    for kind, stages in terms.items():
        assert rounds[rounds["fund"].str.startswith(kind)]["stage"].isin(stages).all()
    assert table(result, "lives")["is_guide_backed"].head(13).any()


def test_the_ledger_gives_the_balances_of_year_0(result: Result) -> None:
    """The run checks itself each quarter; here the cash of all firms is added up from the transfers alone."""
    ledger = table(result, "ledger").query("quarter < 0")
    cash = table(result, "firm_quarters").query("quarter == -1").set_index("firm")["cash_myuan"]
    for firm, amount in cash.items():
        got = ledger.loc[ledger["to"] == firm, "amount_fen"].sum()
        gave = ledger.loc[ledger["from"] == firm, "amount_fen"].sum()
        assert got - gave == round(amount * 1e8)
    social = ledger.loc[ledger["to"] == "social LPs", "amount_fen"].sum() - ledger.loc[
        ledger["from"] == "social LPs", "amount_fen"].sum()
    promised = sum(row.size_myuan * (1 - row.guide_share - row.state_share) for row in WORKED.funds)
    pool = BASELINE.investors.social_pool_myuan + 10 * BASELINE.investors.social_inflow_myuan_per_year
    back = ledger.loc[(ledger["to"] == "social LPs") & (ledger["kind"] == "distribution"), "amount_fen"].sum()
    kept = back * BASELINE.investors.recommitted_share / 1e8
    free = float(result.series_all["social_pool"][0, 39])
    assert free == pytest.approx(pool + kept - promised, abs=0.01)
    assert social / 1e8 >= free


def test_industries_are_as_the_data_say(result: Result) -> None:
    at = 39
    assert result.series_all["readiness_in.hydrogen_storage"][0, at] == pytest.approx(0.4)
    known = {name: result.series_all[f"readiness_in.{name}"][0, at] for name in INDUSTRY_NAMES}
    opened = BASELINE.spillovers.readiness_at_opening
    assert all(value > opened for name, value in known.items() if name != "deep_sea_aerospace")
    bare = ensemble.run(in_zone(Zone("Bare", (), (), WORKED.funds), settings__replications=1))
    assert bare.series_all["readiness_in.deep_sea_aerospace"][0, at] == pytest.approx(opened)
    full = ensemble.run(in_zone(Zone("Full", (IndustryRow("quantum_information", 1.0, 0.99),), (), WORKED.funds),
                                settings__replications=1))
    gap = full.series_all["knowledge"][0, at] - bare.series_all["knowledge"][0, at]
    assert 0.9 / 6 < gap < 1 / 6


def test_market_and_luck_are_those_of_the_simulated_zone(result: Result) -> None:
    simulated = ensemble.run(replaced(BASELINE, {"settings.replications": WORLDS}), detail=1)
    assert (result.series["market_level"] == simulated.series["market_level"]).all()
    mine, theirs = (table(each, "lives").set_index("firm")["quality"] for each in (result, simulated))
    later = [name for name in mine.index.intersection(theirs.index) if name.startswith("cell_gene")]
    assert later and (mine[later] == theirs[later]).all()


def test_a_firm_that_has_passed_tests_is_better_than_one_that_has_not() -> None:
    zone = Zone("Sorted", (), (FirmRow("hydrogen_storage", "concept", 150), FirmRow("hydrogen_storage", "mature", 150)))
    lives = ensemble.run(in_zone(zone, **{k.replace(".", "__"): v for k, v in SHORT.items()}), detail=1).tables["lives"]
    mature, concept = lives["quality"][:150], lives["quality"][150:300]
    assert mature.mean() > 0.4 and abs(concept.mean()) < 0.3
    # twelve dozen draws of a normal: the mean is off by less than four standard errors
    sd = BASELINE.firms.quality_sd
    assert abs(concept.std() - sd) < 4 * sd / math.sqrt(300)


@entry_point
def open_zone(world: Any, p: Any) -> None:
    engine.open_zone(world[0], p[0])


def test_the_lock_up_of_a_fund_is_that_of_its_own_term() -> None:
    zone = Zone("Terms", (), (), tuple(FundRow("venture", 300.0, 1.0, years, 0.0) for years in (6.0, 8.0, 12.0, 16.0)))
    world, record = allocate(), to_record(in_zone(zone))
    engine.start_world(world, record, ensemble.world_key(1, 0), np.int64(0), np.int64(0))
    open_zone(world, record)
    expected = world[0]["funds"][:4]["lock_up"] / 4
    assert 6.0 < expected[0] < 7.2 and (np.diff(expected) > 0.1).all()  # an extension of 2 years comes in 60 %
    # two and four years more of a long term are hardly needed any more
    assert np.diff(expected)[2] < np.diff(expected)[1]


def test_funds_go_on_as_their_contracts_say(result: Result) -> None:
    funds = table(result, "funds").query("vintage_quarter < 0").reset_index(drop=True)
    calls = table(result, "fund_quarters").query("quarter >= 0 and call_myuan > 0")
    young = funds.loc[2, "fund"]
    assert (calls["fund"] == young).any()
    ends = funds["vintage_quarter"] + funds["term_quarters"]
    # extension and drift: no fund outlives both
    last = 4 * (BASELINE.patience.extension_years + BASELINE.funds.drift_years)
    assert (funds["closed_quarter"] <= ends + last + 1).all()


def test_without_a_zone_nothing_is_in_the_record() -> None:
    record = to_record(BASELINE)
    assert record["zone"]["given"][0] == 0 and record["zone"]["firms_count"][0] == 0
    assert provenance(BASELINE) != provenance(in_zone(WORKED)) != provenance(in_zone(replace(WORKED, name="Other")))


def provenance(given: Any) -> str:
    from model.results import provenance_of

    return str(provenance_of(given)["fingerprint"])


def test_all_that_is_derived_from_an_input_keeps_its_zone() -> None:
    given = in_zone(WORKED)
    for derived in (without_policy(given), status_quo(given), replaced(given, {"guide.share_cap": 0.4})):
        assert derived.zone is WORKED
    assert hash(given) != hash(with_zone(given, None)) and with_zone(given, None) == BASELINE


def test_the_same_world_gives_the_same_bits_in_either_order_and_on_any_threads() -> None:
    given = in_zone(WORKED, settings__replications=6)
    first = digest(ensemble.run(given, threads=1))
    assert first == digest(ensemble.run(given, threads=2, chunk=1)) == digest(ensemble.run(given, reverse=True))
    detailed = ensemble.run(given, detail=2)
    assert (detailed.facts["transfers"] == ensemble.run(given).facts["transfers"]).all()


def test_a_fund_older_than_the_history_is_told_with_a_remedy() -> None:
    old = Zone("Old", (), (), (FundRow("venture", 100.0, 12.5, 15.0, 0.2),))
    (found,) = contradictions(in_zone(old))
    assert "12.5 years old" in found.message and found.fix == {"settings.opening_history_years": 13}
    mended = replaced(in_zone(old), dict(found.fix))
    assert not contradictions(mended)
    funds = ensemble.run(replaced(mended, {"settings.replications": 1}), detail=1).tables["funds"]
    assert funds["vintage_quarter"].min() == -50


def test_a_zone_can_only_be_made_of_what_its_columns_take() -> None:
    for rows in ({"funds": (FundRow("venture", -1.0, 1.0, 8.0, 0.2),)}, {"firms": (FirmRow("nowhere", "angel"),)},
                 {"firms": (FirmRow("hydrogen_storage", "angel", 2.5),)},  # type: ignore[arg-type]
                 {"firms": tuple(FirmRow("hydrogen_storage", "angel", 500, float(k)) for k in range(5))},
                 {"funds": (FundRow("venture", float("nan"), 1.0, 8.0, 0.2),)}):
        with pytest.raises(ValueError):
            Zone("Wrong", **rows)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(zones(), st.integers(0, 10_000))
def test_any_valid_zone_runs_in_any_valid_world(zone: Zone, seed: int) -> None:
    """The run raises at the first yuan that is astray."""
    given = with_zone(random_parameters(seed), zone)
    given = replaced(given, {path: value for each in contradictions(given) for path, value in each.fix.items()})
    result = ensemble.run(given, threads=1, detail=1, tables=("firms", "funds"))
    firms = result.tables["firms"]
    assert (firms["founded_quarter"] < 0).sum() == zone.firm_count
    assert (result.tables["funds"]["vintage_quarter"] < 0).sum() == len(zone.funds)
    assert np.isfinite(result.series["nav"]).all()


def test_the_largest_zone_fits() -> None:
    firms = tuple(FirmRow(name, stage, 40 if name == "hydrogen_storage" else 30) for name in INDUSTRY_NAMES
                  for stage in STAGES)
    funds = tuple(FundRow("venture", 500.0, k / 5, 8.0, 0.2) for k in range(99))
    result = ensemble.run(in_zone(Zone("Large", (), firms, funds), settings__replications=1,
                                  settings__opening_history_years=20, labour__supply_workers=100_000))
    assert result.series_all["active_funds"][0, 79] == 99


def test_uncertainty_compares_within_the_zone() -> None:
    given = in_zone(WORKED, **{k.replace(".", "__"): v for k, v in SHORT.items()})
    found = measure(given, ["firms.quality_sd"], count=2, worlds=2)
    gaps = [abs(one.gap_luck.mean) for one in found if math.isfinite(one.gap_luck.mean)]
    assert gaps and max(gaps) == 0.0
