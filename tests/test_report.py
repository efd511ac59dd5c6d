"""Are the headlines the same in the app, on the command line and in every file? And what does `report` refuse?"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pages import QUIET
from pptx import Presentation
from pypdf import PdfReader

from app import wording
from app.headlines import CARDS
from app.presentation import compose, defaults
from app.presentation.gather import gather
from app.presentation.storyline import Storyline
from model.command_line import main
from model.comparison import interval, run_with_twin
from model.outputs import HEADLINES
from model.parameters import BASELINE
from model.scenario import Scenario, shipped

NAMES = ("baseline", "patient_guide")
ENDINGS = ("pptx", "html", "pdf", "xlsx")


def squeezed(text: str) -> str:
    """Letters and signs alone: lines break elsewhere in every format."""
    return re.sub(r"[\s\u2060]+", "", text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same brief in all formats, and the tables of the command line."""
    found = tmp_path_factory.mktemp("brief")
    outs = [word for ending in ENDINGS for word in ("--out", str(found / f"brief.{ending}"))]
    assert main(["report", *NAMES, *outs, "--short"]) == 0
    assert main(["compare", *NAMES, "--out", str(found / "tables")]) == 0
    return found


@pytest.fixture(scope="module")
def shown() -> list[str]:
    """What is shown of each headline of the two scenarios."""
    results = [run_with_twin(Scenario.load(shipped()[name]).parameters) for name in NAMES]
    return [wording.headline(result, name) for name in CARDS for result in results]


def test_a_slide_deck_shows_the_headlines(folder: Path, shown: list[str]) -> None:
    deck = Presentation(str(folder / "brief.pptx"))
    cells = [cell.text for slide in deck.slides for shape in slide.shapes if shape.has_table
             for row in shape.table.rows for cell in row.cells]
    text = squeezed(" ".join(cells))
    assert [each for each in shown if squeezed(each) not in text] == []


def test_a_web_page_shows_the_headlines(folder: Path, shown: list[str]) -> None:
    text = squeezed((folder / "brief.html").read_text(encoding="utf-8"))
    assert [each for each in shown if f">{squeezed(each)}" not in text] == []


def test_a_pdf_shows_the_headlines_as_text(folder: Path, shown: list[str]) -> None:
    text = squeezed(" ".join(page.extract_text() for page in PdfReader(folder / "brief.pdf").pages))
    assert [each for each in shown if squeezed(each) not in text] == []


def test_the_workbook_and_the_command_line_have_the_same_numbers_to_the_last_bit(folder: Path) -> None:
    book = load_workbook(folder / "brief.xlsx")
    rows = list(book["Headlines"].iter_rows(values_only=True))
    start = next(k for k, row in enumerate(rows) if row[0] == "Headline")
    table = pd.DataFrame(rows[start + 1 :], columns=rows[start])
    written = pd.read_csv(folder / "tables" / "comparison.csv")
    for k, name in enumerate(NAMES):
        result = run_with_twin(Scenario.load(shipped()[name]).parameters)
        title = ("Baseline", "Patient guide")[k]
        for headline, output in HEADLINES.items():
            mean = interval(result.headlines[headline]).mean
            own = table[(table["Scenario"] == title) & (table["Headline"] == output.label)]["Mean"].item()
            theirs = written[(written["scenario"] == name) & (written["headline"] == headline)]["mean"].item()
            assert (own, theirs) == (pytest.approx(mean, rel=0, abs=0, nan_ok=True),) * 2 or pd.isna(mean), headline


def test_the_app_shows_the_headlines(page: Any, app_url: str, shown: list[str]) -> None:
    page.goto(app_url)
    page.get_by_role("link", name="Present").click()
    page.locator(".st-key-present-make button").click()
    page.wait_for_selector(".sheet-preview[data-key=page-1]")
    page.wait_for_function(QUIET)
    page.locator(".st-key-page-3 button").click()
    page.wait_for_selector(".sheet-preview[data-key=page-4]")
    page.wait_for_function(QUIET)
    cells = page.locator(".sheet-preview td").all_inner_texts()
    assert [cell.partition("\n")[0] for cell in cells] == shown


def test_a_file_that_the_app_makes_is_that_of_the_command_line(page: Any, app_url: str, folder: Path) -> None:
    page.goto(app_url)
    page.get_by_role("link", name="Present").click()
    page.locator(".st-key-present-make button").click()
    page.wait_for_selector(".sheet-preview[data-key=page-1]")
    page.wait_for_function(QUIET)
    page.locator(".st-key-files summary").click()
    page.locator(".st-key-file-make button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-file-download button").click()
    assert waiting.value.suggested_filename == "baseline-or-patient-guide.pptx"
    content = Path(waiting.value.path()).read_bytes()
    assert numbers_in(Presentation(io.BytesIO(content))) == numbers_in(Presentation(str(folder / "brief.pptx")))


def numbers_in(deck: Any) -> list[Any]:
    """All numbers of native charts, and all texts of tables."""
    found: list[Any] = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                found += [list(series.values) for plot in shape.chart.plots for series in plot.series]
            elif shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    assert any(isinstance(each, list) for each in found)
    return found


def test_a_saved_presentation_makes_the_files_that_its_scenarios_make(folder: Path, tmp_path: Path) -> None:
    story = defaults.storyline([Scenario.load(shipped()[name]) for name in NAMES], kinds=defaults.SHORT)
    (tmp_path / "mine.json").write_text(story.to_json(), encoding="utf-8")
    out = tmp_path / "mine.pptx"
    assert main(["report", str(tmp_path / "mine.json"), "--out", str(out)]) == 0
    assert numbers_in(Presentation(str(out))) == numbers_in(Presentation(str(folder / "brief.pptx")))


def test_flags_change_all_scenarios_and_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "brief.html"
    assert main(["report", *NAMES, "--out", str(out), "--short", "--replications", "8", "--seed", "3", "--title",
                 "<b>Ours</b>", "--question", "=1+1", "--author", "A & B"]) == 0
    assert capsys.readouterr().out == f"Written: {out}\n"
    text = out.read_text(encoding="utf-8")
    assert "8 worlds · seed 3" in text and "&lt;b&gt;Ours&lt;/b&gt;" in text and "<b>Ours</b>" not in text


REFUSED = {
    "no file": ([*NAMES], "Say what to write"),
    "another ending": ([*NAMES, "--out", "brief.doc"], '"brief.doc" must end in one of .pptx, .html, .pdf, .xlsx'),
    "no folder": ([*NAMES, "--out", "nowhere/brief.html"], "there is no folder"),
    "one scenario": (["baseline", "--out", "brief.html"], "needs 2 to 6 scenarios, not 1"),
    "an unknown scenario": (["baseline", "patient_gude", "--out", "b.html"], "Did you mean patient_guide?"),
    "a wrong flag": ([*NAMES, "--out", "b.html", "--replications", "none"], "--replications"),
    "a long title": ([*NAMES, "--out", "b.html", "--title", "x" * 300], "title is too long"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_and_nothing_is_written(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["report", *words]) == 2
    assert said in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_a_damaged_presentation_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"schema_version": 1, "title": "T", "pages": []}')
    assert main(["report", str(file), "--out", str(tmp_path / "b.html")]) == 2
    assert f"{file}: A presentation needs 2 to 6 scenarios" in capsys.readouterr().err


def test_the_deck_of_the_command_is_the_deck_of_the_app() -> None:
    """Both compose the same pages from the same storyline."""
    story = defaults.storyline([Scenario.load(shipped()[name]) for name in NAMES], kinds=defaults.SHORT)
    again = Storyline.from_json(story.to_json())
    assert compose.deck(gather(again)).slides[0] == compose.deck(gather(story)).slides[0]
    assert story.scenarios[0].parameters == BASELINE
