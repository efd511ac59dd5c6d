"""What stays for good, such as modules, is left out of Python's search for unused objects.

Streamlit searches all of them after every run of a page, and every thread waits meanwhile: with the modules of
this app for longer than a run of the model takes.
"""

import gc
import sys

_modules = 0


def set_aside() -> None:
    """Leave out what is there now. Does so again only when modules were loaded since."""
    global _modules
    if len(sys.modules) > _modules:
        _modules = len(sys.modules)
        gc.collect()
        gc.freeze()
