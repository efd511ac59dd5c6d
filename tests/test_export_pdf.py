"""Does the machine's own browser print the report with real text and drawn lines, and what if there is none?"""

import io
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import find_chromium
from decks import SENTENCE, deck
from pypdf import PdfReader

from app.exports import pdf
from app.presentation.deck import Deck, Slide, Table
from model.messages import Problems

ROWS = 50


def long() -> Deck:
    """The everyday presentation with a table of several pages."""
    table = Table("Long", ("Row", "Value", "Said"), tuple(
        (f"row {k}", str(k), f"begins {k}\n–\n–\n–\nends {k}") for k in range(ROWS)))
    last = (Slide("long", "table", "A long table", SENTENCE, (table,)),)
    return replace(deck(), slides=(*deck().slides, *last))


@pytest.fixture(scope="module")
def printed(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHROMIUM", str(find_chromium()))
        patch.setattr(pdf.tempfile, "tempdir", str(folder := tmp_path_factory.mktemp("printed")))
        found = pdf.write(long())
    assert list(folder.iterdir()) == []
    return PdfReader(io.BytesIO(found))


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_all_words_can_be_searched(printed: PdfReader) -> None:
    text = words("".join(page.extract_text() for page in printed.pages))
    for slide in long().slides:
        assert words(slide.title) in text and words(slide.takeaway) in text
    for chart in deck().charts:
        assert words(chart.unit) in text and words(chart.note) in text
    assert words("years from the start of the policies") in text
    assert words(deck().stamp.limits) in text


def test_pages_are_a4_and_bear_stamp_and_number(printed: PdfReader) -> None:
    count = len(printed.pages)
    for number, page in enumerate(printed.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        text = words(page.extract_text())
        assert words(deck().stamp.line) in text and f"{number}of{count}" in text


def test_charts_are_lines_not_pictures(printed: PdfReader) -> None:
    kinds = [each for page in printed.pages for each in kinds_of(page["/Resources"])]
    assert kinds and set(kinds) == {"/Form"}
    assert len(kinds) >= len(list(deck().charts))


def kinds_of(resources: Any) -> Iterator[str]:
    """What a page is drawn from besides its own lines: groups of lines, pictures, or patterns of pictures."""
    yield from ("pattern" for _each in resources.get("/Pattern", {}))
    for each in resources.get("/XObject", {}).values():
        found = each.get_object()
        yield found["/Subtype"]
        yield from kinds_of(found.get("/Resources", {}))


def test_rows_are_whole_and_every_page_of_a_table_has_its_head(printed: PdfReader) -> None:
    pages = [page.extract_text() for page in printed.pages]
    rows = [{int(k) for k in re.findall(r"begins (\d+)", page)} for page in pages]
    ends = [{int(k) for k in re.findall(r"ends (\d+)", page)} for page in pages]
    assert rows == ends and set().union(*rows) == set(range(ROWS))
    assert len([found for found in rows if found]) > 2
    assert all("Said" in page for page, found in zip(pages, rows, strict=True) if found)


def problem(**changes: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in changes.items():
            patch.setenv(name, value)
        with pytest.raises(Problems) as caught:
            pdf.write(deck())
    (sentence,) = caught.value.sentences
    return sentence


def program(folder: Path, text: str) -> str:
    file = folder / "browser"
    file.write_text(f"#!{sys.executable}\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


def test_without_a_browser_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "HTML report" in problem(CHROMIUM=str(tmp_path / "none"))
    for name in ("CHROMIUM", *pdf.WINDOWS_ROOTS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pdf, "MAC", ())
    sentence = problem(PATH=str(tmp_path))
    assert sentence.count(".") == 1 and "No Chrome or Chromium was found" in sentence


def test_a_browser_in_a_usual_place_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    place = tmp_path / pdf.WINDOWS[0]
    place.parent.mkdir(parents=True)
    place.touch()
    monkeypatch.setattr(pdf, "MAC", ())
    assert pdf.browser() == str(place)


@pytest.mark.parametrize(("text", "reason"), [
    ("raise SystemExit(3)", "code 3"), ("import time; time.sleep(60)", "not done"),
    ("import sys; open([a for a in sys.argv if a.startswith('--print')][0].split('=')[1], 'w').write('x')", "code 0"),
])
def test_a_browser_that_does_not_print_is_named(
    text: str, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 1)
    sentence = problem(CHROMIUM=program(tmp_path, text))
    assert reason in sentence and "HTML report" in sentence and sentence.startswith("browser ")


def test_a_browser_that_is_stopped_leaves_nothing_running(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wait = "import time; time.sleep(60)"
    child = f"import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', {wait!r}])\n"
    child += f"open({str(tmp_path / 'pid')!r}, 'w').write(str(p.pid)); time.sleep(60)"
    monkeypatch.setattr(pdf, "SECONDS", 2)
    problem(CHROMIUM=program(tmp_path, child))
    deadline = time.monotonic() + 10
    while Path("/proc", (tmp_path / "pid").read_text(), "exe").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_whoever_waits_can_stop_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", program(tmp_path, "import time; time.sleep(60)"))
    heard = []

    def stop(done: int, count: int) -> None:
        heard.append((done, count))
        if len(heard) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        pdf.write(deck(), stop)
    assert heard == [(0, len(deck().slides))] * 3


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there is no root on this system")
@pytest.mark.parametrize(("user", "is_open"), [(0, True), (1000, False)])
def test_only_root_needs_a_browser_without_its_sandbox(
    user: int, is_open: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    said = tmp_path / "said"
    problem(CHROMIUM=program(tmp_path, f"import sys; open({str(said)!r}, 'w').write(' '.join(sys.argv))"))
    assert ("--no-sandbox" in said.read_text()) is is_open


LATIN = ("<img src=x onerror=alert(1)>", "</script><script>window.hacked = 1</script>", "=1+1", "{{7*7}} & \"quotes\"")


def test_hostile_words_are_printed_as_they_are(chromium: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters of every machine's fonts; Chinese comes out where a font has it."""
    monkeypatch.setenv("CHROMIUM", str(find_chromium()))
    table = Table("Words", LATIN, (LATIN,))
    slides = tuple(Slide(f"page-{k}", "table", text, text, (table,), basis=text, note=text)
                   for k, text in enumerate(LATIN))
    reader = PdfReader(io.BytesIO(pdf.write(replace(deck(), title=LATIN[0], question=LATIN[1], slides=slides))))
    text = words("".join(page.extract_text() for page in reader.pages))
    for each in LATIN:
        assert text.count(words(each)) >= 4 + 2 * len(LATIN), each
    assert not any("/JavaScript" in str(part) or "/URI" in str(part) for page in reader.pages
                   for part in (page.get("/Annots") or ()))
