"""Do links and files of random scenarios give the same numbers everywhere? `python tests/check_links.py [N [FIRST]]`.

Each of N random valid scenarios (200 by default, from number FIRST on) is run in this process, by the command line
from its link and from its file, and opened by its link and by its file in a fresh page of a real browser. What the
command line writes must be the same to the last bit, and a page must show the same input and the same main numbers.
The tests do the same with all shipped scenarios.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import conftest
import pandas as pd
from pages import QUIET, stamp_of
from worlds import random_parameters

from app import wording
from app.headlines import CARDS as SHOWN
from model import link
from model.command_line import main
from model.comparison import interval, run_with_twin
from model.messages import Problems
from model.results import Result
from model.scenario import Scenario

MOST_CHANGES, WORLDS, SEEDS = 25, 20, 5
STAMPED = """stamp => document.querySelector('.st-key-headlines [data-testid=stBidiComponentIsolated]')
    ?.shadowRoot?.querySelector('dl.cards')?.dataset.stamp === stamp"""


def scenario(seed: int) -> Scenario:
    """A valid scenario with some changes from anywhere in the valid ranges."""
    dice = random.Random(seed)
    wild = Scenario(f"Random {seed}", parameters=random_parameters(seed)).changes
    settings = {"settings.replications": WORLDS, "settings.seed": seed % SEEDS}
    while True:
        paths = [path for path in dice.sample(sorted(wild), min(MOST_CHANGES, len(wild)))
                 if not path.startswith("settings.")]
        try:
            return Scenario(f"Random {seed}").with_changes({path: wild[path] for path in paths} | settings)
        except Problems:
            continue


def on_the_command_line(given: str, folder: Path) -> dict[str, float]:
    """The means that the command writes."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["run", given, "--out", str(folder)]) == 0
    table = pd.read_csv(folder / "headline.csv")
    return table.set_index("headline")["mean"].to_dict()


def in_a_page(page: Any, address: str, changes: Any) -> list[str]:
    """The main numbers that a fresh page shows."""
    assert page.goto(address).ok
    page.wait_for_function(STAMPED, arg=stamp_of(changes), timeout=120_000)
    page.wait_for_function(QUIET, timeout=120_000)
    texts = page.locator(".st-key-headlines .value").all_inner_texts()
    return [each.replace(wording.WORD_JOINER, "") for each in texts]


def by_file(page: Any, address: str, file: Path, changes: Any) -> list[str]:
    """The main numbers after a file was opened in a fresh page."""
    assert page.goto(address).ok
    page.wait_for_selector(".st-key-manage button")
    page.wait_for_function(QUIET, timeout=120_000)
    page.locator(".st-key-manage button").first.click()
    page.locator(".st-key-upload input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Open it").click()
    page.wait_for_function(STAMPED, arg=stamp_of(changes), timeout=120_000)
    page.wait_for_function(QUIET, timeout=120_000)
    texts = page.locator(".st-key-headlines .value").all_inner_texts()
    return [each.replace(wording.WORD_JOINER, "") for each in texts]


def same(one: dict[str, float], other: dict[str, float]) -> bool:
    """Equal to the last bit; undefined equals undefined."""
    return json.dumps(one) == json.dumps(other)


def check(page: Any, address: str, seed: int, folder: Path) -> list[str]:
    """What differs for one scenario."""
    given = scenario(seed)
    text, file = link.encode(given), folder / f"{seed}.json"
    given.save(file)
    result: Result = run_with_twin(given.parameters)
    means = {name: float(interval(values).mean) for name, values in result.headlines.items()}
    shown = [wording.headline(result, name) for name in SHOWN]
    found = {
        "the command line by its link": same(on_the_command_line(text, folder / f"{seed}-link"), means),
        "the command line by its file": same(on_the_command_line(str(file), folder / f"{seed}-file"), means),
        "a page by its link": in_a_page(page, f"{address}/?s={text}", given.changes) == shown,
        "a page by its file": by_file(page, address, file, given.changes) == shown,
    }
    return [f"Random {seed}: {where} gives other numbers" for where, is_same in found.items() if not is_same]


def check_all(count: int, first: int) -> int:
    """Check so many scenarios from the first on; returns how many differences were found."""
    from playwright.sync_api import sync_playwright

    problems: list[str] = []
    with (tempfile.TemporaryDirectory() as folder, conftest.running_app(Path(folder) / "log.txt") as address,
          sync_playwright() as playwright):
        started = playwright.chromium.launch(executable_path=conftest.find_chromium(), args=["--no-sandbox"])
        page = conftest.visitor(started, address).new_page()
        for seed in range(first, first + count):
            problems += check(page, address, seed, Path(folder))
            print(f"\r{seed - first + 1} of {count} scenarios, {len(problems)} differences", end="", file=sys.stderr)
        started.close()
    print(file=sys.stderr)
    print("\n".join(problems) or f"{count} scenarios: the same numbers by link and by file, on the command line and in "
          "a browser.")
    return len(problems)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:3]]
    sys.exit(min(1, check_all(*(given + [200, 0][len(given):]))))
