"""Do the buttons beside a chart give pictures and tables that stand alone, from a light and a dark page?"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from conftest import been_here, watched_page
from pages import open_explore, stamp_of
from PIL import Image

from app.look import DARK, LIGHT

CHART = "pioneers"
TABLE = f".st-key-table-{CHART}"
PICTURES = f".st-key-pictures-{CHART}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["light", "dark"])
def opened(request: Any, chromium: Any, app_url: str) -> Iterator[Any]:
    """The Explore page with the table of its large chart opened."""
    context = chromium.new_context(locale="en-GB", color_scheme=request.param, storage_state=been_here(app_url))
    with watched_page(context) as page:
        open_explore(page, app_url)
        page.locator(f"{TABLE} summary").click()
        page.locator(f"{PICTURES} button").first.wait_for()
        yield page
    context.close()


def taken(page: Any, button: str) -> tuple[str, bytes]:
    """The name and the content of the file that a button gives."""
    with page.expect_download() as found:
        page.locator(f".st-key-block-{CHART}").get_by_role("button", name=button).click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def spoken(page: Any) -> list[str]:
    """Title and answer of the chart as they stand on the page."""
    block = page.locator(f".st-key-block-{CHART} .stMarkdown").first
    return [block.locator("h3").inner_text(), block.locator("p").first.inner_text()]


def smooth(text: str) -> str:
    return re.sub("[\\s\N{WORD JOINER}]+", "", text)


def test_an_svg_has_its_words_as_text(opened: Any) -> None:
    name, content = taken(opened, "Download SVG")
    assert name == f"{CHART}-{stamp_of({})}.svg"
    root = ElementTree.fromstring(content)
    said = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    for words in (*spoken(opened), "Pioneers alive or successfully exited, number", "policies start", stamp_of({})):
        assert smooth(words) in smooth("".join(said))
    assert root[0].get("fill") == "#FFFFFF"
    assert DARK.text.lower() not in content.decode().lower()
    colours = content.decode().replace(" ", "")
    assert f"rgb({int(LIGHT.text[1:3], 16)},{int(LIGHT.text[3:5], 16)},{int(LIGHT.text[5:], 16)})" in colours


def test_a_png_is_sharp_and_dark_on_white(opened: Any) -> None:
    name, content = taken(opened, "Download PNG")
    assert name == f"{CHART}-{stamp_of({})}.png"
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("L"))
    assert picture.shape[1] == 1920 and picture.shape[0] > 900
    assert picture[0].min() == 255 and 0.5 < (picture == 255).mean() < 0.99
    # words above and below the drawing
    assert picture[:200].min() < 60 and picture[-120:].min() < 120


def test_both_files_of_the_table_hold_the_same_numbers(opened: Any) -> None:
    (one, csv), (other, parquet) = (taken(opened, f"Download {kind}") for kind in ("CSV", "Parquet"))
    assert (one, other) == tuple(f"{CHART}-{stamp_of({})}.{end}" for end in ("csv", "parquet"))
    pd.testing.assert_frame_equal(
        pd.read_parquet(io.BytesIO(parquet)), pd.read_csv(io.BytesIO(csv)), check_dtype=False)
