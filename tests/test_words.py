"""Do all words that a reader sees pass through gettext, so that they can be translated?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


# functions of Streamlit whose first argument is shown to a reader
SHOWS = {"markdown", "caption", "button", "toggle", "selectbox", "text_input", "expander", "error",
         "warning", "info", "subheader", "title", "download_button", "slider", "number_input",
         "segmented_control", "metric", "tabs", "Page", "progress", "radio", "checkbox"}
WORD = re.compile(r"[A-Za-z]{3,}")
NO_WORDS = re.compile(r":\w+\[|:material/\w+:|[#*]+")


def unspoken_words(text: str) -> Iterator[str]:
    """Words for a reader that do not pass through `_`."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        given = list(node.args[:1]) if name in SHOWS else []
        given += [k.value for k in node.keywords if k.arg in ("help", "placeholder", "alt", "title", "text",
                                                              "title_text", "label")]
        for value in given:
            yield from literal_words(value)


def literal_words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if WORD.search(NO_WORDS.sub("", node.value)):
            yield node.value
    elif isinstance(node, (ast.JoinedStr, ast.IfExp, ast.List, ast.Tuple, ast.BinOp)):
        for child in ast.iter_child_nodes(node):
            yield from literal_words(child)


def test_all_words_pass_through_gettext() -> None:
    found = {f"{file.name}: {words}" for file in (ROOT / "app").rglob("*.py")
             for words in unspoken_words(file.read_text(encoding="utf-8"))}
    assert found == set()


@pytest.mark.parametrize("code", [
    'st.markdown("Hello there")', 'st.caption(f"## Hello {name}")', 'st.button(label, help="Hello")',
    'st.tabs([_("One"), "Three"])', 'figure.update_xaxes(title_text="years")',
])
def test_words_that_do_not_pass_through_gettext_are_found(code: str) -> None:
    assert list(unspoken_words(code))
