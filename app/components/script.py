"""The scripts of components, and Plotly's own script, which the browser fetches from this server."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import plotly

HERE = Path(__file__).parent
# Streamlit serves this folder beside the entry point under the address app/static
STATIC = HERE.parent / "static"


def text_of(*names: str) -> str:
    """Scripts or style sheets that lie beside this file, one after the other."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)


@cache
def plotly_address() -> str:
    """Where the browser finds the script that came with the installed Plotly.

    It is copied once into the served folder, whole or not at all. Raises OSError if it cannot be.
    """
    source = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    target = STATIC / f"plotly-{plotly.__version__}.min.js"
    if not target.exists() or target.stat().st_size != source.stat().st_size:
        STATIC.mkdir(exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=STATIC)
        os.close(handle)
        shutil.copyfile(source, temporary)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    return f"app/static/{target.name}"
