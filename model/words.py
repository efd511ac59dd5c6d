"""All words that a person reads pass through here, so that they can be translated.

Translations are gettext catalogues in `model/locales/<language>/LC_MESSAGES/model.mo`; without
one the English words are shown.
"""

from __future__ import annotations

import gettext
from pathlib import Path

LOCALES = Path(__file__).with_name("locales")

_catalogue = gettext.translation("model", LOCALES, fallback=True)


def _(text: str) -> str:
    """The text in the reader's language; the text itself where there is no translation."""
    return _catalogue.gettext(text) if text else text
