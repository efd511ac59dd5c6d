"""Runs of the pages without a browser, and what they show."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from app import wording
from app.visit import Visit
from model.parameters import BASELINE, Parameters, replaced

MAIN = str(Path(__file__).resolve().parents[1] / "app" / "main.py")
WORLDS = 8
PATIENCE = 300
TERM, INVESTMENT = "patience.fund_term_years", "patience.investment_years"


def visit_of(app: AppTest) -> Visit:
    """What the visitor of a run has chosen."""
    found: Visit = app.session_state["visit"]
    return found


def session_input(app: AppTest) -> Parameters:
    """The input that a visitor has chosen."""
    return replaced(BASELINE, visit_of(app).changes)


def started(**changes: Any) -> AppTest:
    """The app after its first run, with few worlds so that it is quick."""
    app = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    app.session_state["visit"] = Visit({"settings.replications": WORLDS} | changes)
    return app.run()


def no_trouble(app: AppTest) -> None:
    assert [each.value for each in app.exception] == []
    assert [each.value for each in app.error] == []


def marks_up(text: str) -> str:
    """Text as it was before it was written for Markdown."""
    return re.sub(r"\\(.)", r"\1", text).replace(wording.WORD_JOINER, "")


def given_to(app: AppTest, component: str) -> dict[str, Any]:
    """What the page gives its components of that name: their data by key."""
    found = {}
    for each in app.get("bidi_component"):
        if each.proto.component_name == component:
            data = each.proto.json if each.proto.WhichOneof("data") == "json" else each.proto.bytes
            _start, _hash, key = each.proto.id.split("-", 2)
            found[key] = json.loads(data)
    return found


def cards(app: AppTest) -> list[dict[str, str]]:
    return list(given_to(app, "cards")["headlines"]["cards"])


def numbers(app: AppTest) -> dict[str, str]:
    return {card["label"]: card["value"] for card in cards(app)}


def under_cards(app: AppTest) -> list[str]:
    """What stands under each main number: an interval or a difference to the baseline."""
    return [card["change"] for card in cards(app)]


def stamps(app: AppTest) -> set[str]:
    """The inputs of all that is drawn."""
    return {given["stamp"] for name in ("cards", "plot") for given in given_to(app, name).values()}


def typed(app: AppTest, path: str) -> Any:
    return app.number_input(key=f"type-{path}")
