"""A link and a file give the headlines of the command line in a fresh browser, byte for byte.

Every shipped scenario, and a few random ones; `REPRODUCED=200` takes so many.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pages import CARDS, QUIET, WORLDS, trouble
from test_link import random_scenario

from app import wording
from app.headlines import CARDS as CARDS_SHOWN
from app.results import fingerprint
from model import link
from model.command_line import main
from model.comparison import run_with_twin
from model.messages import Problems
from model.metrics import HEADLINES
from model.scenario import Scenario, shipped

FEW = 6
RANDOM = int(os.environ.get("REPRODUCED", "4"))
SHOWN = f"stamp => {QUIET} && ({CARDS})?.dataset.stamp === stamp"


def few(scenario: Scenario) -> Scenario:
    """The same with few worlds, so that it is quick."""
    return scenario.with_changes({WORLDS: FEW})


GIVEN = {
    **{name: few(Scenario.load(file)) for name, file in shipped().items()},
    **{f"random_{seed}": few(random_scenario(seed)) for seed in range(RANDOM)}}


def by_command(what: str, folder: Path) -> bytes:
    """The file of headlines that the command line writes."""
    assert main(["run", what, "--out", str(folder)]) == 0
    return (folder / "headline.csv").read_bytes()


def on_page(page: Any, scenario: Scenario) -> bytes:
    """The file of headlines that the page gives, once it shows this scenario and its main numbers."""
    page.wait_for_function(SHOWN, arg=fingerprint(scenario.parameters))
    shown = page.locator(".st-key-headlines .value").all_inner_texts()
    result = run_with_twin(scenario.parameters)
    wanted = [wording.headline(result, one) for one in CARDS_SHOWN]
    assert [each.replace(wording.WORD_JOINER, "") for each in shown] == wanted
    page.get_by_role("button", name="Share", exact=True).click()
    with page.expect_download() as waiting:
        page.locator(".st-key-share-headlines").get_by_role("button").click()
    assert trouble(page) == []
    return Path(waiting.value.path()).read_bytes()


def rows(content: bytes) -> list[bytes]:
    """The lines of the file without what each calls its scenario."""
    return [line.partition(b",")[2] for line in content.splitlines()]


@pytest.mark.parametrize("name", GIVEN)
def test_a_link_and_a_file_give_the_headlines_of_the_command_line(
    name: str, page: Any, app_url: str, tmp_path: Path
) -> None:
    scenario = GIVEN[name]
    file = tmp_path / f"{name}.json"
    file.write_text(scenario.to_json(), encoding="utf-8")
    wanted = by_command(str(file), tmp_path / "of file")
    assert set(pd.read_csv(tmp_path / "of file" / "headline.csv")["headline"]) == set(HEADLINES)

    # no chart is looked at, and drawing them takes most of the time: their script never comes
    page.route("**/plotly-*.js", lambda route: None)
    assert page.goto(app_url).ok
    page.wait_for_function(QUIET)
    page.get_by_role("button", name="Saved", exact=True).click()
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Open it").click()
    assert rows(on_page(page, scenario)) == rows(wanted)
    try:
        text = link.encode(scenario)
    except Problems as error:
        assert "Share its file instead" in error.message()
        return
    assert rows(by_command(text, tmp_path / "of link")) == rows(wanted)
    assert page.goto(f"{app_url}/?s={text}").ok
    assert rows(on_page(page, scenario)) == rows(wanted)
