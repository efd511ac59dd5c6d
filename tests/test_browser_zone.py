"""A zone of one's own in a real browser: template, upload, other numbers, a broken file, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pages import CARDS, QUIET, cards, open_explore, trouble
from playwright.sync_api import expect

from app.results import fingerprint
from model.parameters import BASELINE, with_zone
from model.zone import files

SHOWS = f"stamp => {QUIET} && ({CARDS})?.dataset.stamp === stamp"


def opened(page: Any) -> Any:
    """The dialog."""
    page.get_by_role("button", name="Zone", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1. Take the template")).to_be_visible()
    return dialog


def given(dialog: Any, file: Path) -> None:
    dialog.locator("input[type=file]").set_input_files(file)


def test_a_zone_is_uploaded_from_the_template_and_left_again(page: Any, app_url: str, tmp_path: Path) -> None:
    open_explore(page, app_url)
    simulated = cards(page)
    dialog = opened(page)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Template (XLSX)").click()
    template = tmp_path / "Our zone.xlsx"
    download.value.save_as(template)
    assert template.read_bytes() == files.template("xlsx") or files.load(template).funds == files.EXAMPLE.funds

    broken = tmp_path / "Broken.csv"
    lines = files.template("csv").decode("utf-8-sig").splitlines()
    lines[4] = lines[4].replace("growth", "<b>growht</b>").replace(",35,", ",=35,")
    broken.write_text("\n".join(lines), encoding="utf-8")
    given(dialog, broken)
    told = dialog.get_by_test_id("stAlertContentError")
    expect(told).to_contain_text("2 things cannot be read, so nothing changed:")
    expect(told).to_contain_text("Row 5, column stage: The cell must hold one of concept, angel, venture")
    expect(told).to_contain_text('not "<b>growht</b>"')
    expect(told).to_contain_text("Row 5, column cash_myuan: The cell holds a formula")
    assert dialog.locator("b").count() == 0 and not dialog.get_by_role("button", name="Use this zone").is_visible()

    given(dialog, template)
    expect(dialog.get_by_text("“Our zone” can be read.")).to_be_visible()
    expect(dialog.get_by_text("Firms: 26, in 5 of the six industries")).to_be_visible()
    dialog.get_by_role("button", name="Use this zone").click()
    zone = files.load(template)
    page.wait_for_function(SHOWS, arg=fingerprint(with_zone(BASELINE, zone)))
    expect(page.get_by_text("Year 0: your zone “Our zone”")).to_be_visible()
    own = cards(page)
    assert own != simulated and trouble(page) == []

    page.get_by_role("button", name="Undo").click()
    page.wait_for_function(SHOWS, arg=fingerprint(BASELINE))
    assert cards(page) == simulated
    page.get_by_role("button", name="Redo").click()
    page.wait_for_function(SHOWS, arg=fingerprint(with_zone(BASELINE, zone)))
    assert cards(page) == own
    page.get_by_role("button", name="Back to the simulated zone").click()
    page.wait_for_function(SHOWS, arg=fingerprint(BASELINE))
    assert cards(page) == simulated and trouble(page) == []
