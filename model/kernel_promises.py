"""What kernels promise to numba's compiler, which then leaves out work. Same bits, a tenth fewer instructions.

1. No index counts from the end: nothing has to be added to one below zero.
2. What a kernel is handed as `p` or `past` is written by nobody: it need not be read again after each write.

Where numba asks about either it gets this answer. The functions replaced are numba's own and not
public: its version is pinned, and tests hold both promises.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.callconv import CPUCallConv
from numba.np import arrayobj

NEVER_WRITTEN = ("p", "past")

# numba's own
_decorate = CPUCallConv.decorate_function


def install() -> None:
    """Give both promises, for as long as the process lives."""
    arrayobj.fix_integer_index = index_from_front
    CPUCallConv.decorate_function = decorate_function


def index_from_front(context: Any, builder: Any, kind: Any, index: Any, size: Any) -> Any:
    """An index as the machine takes it; one below zero stays so."""
    return context.cast(builder, index, kind, types.intp if kind.signed else types.uintp)


def decorate_function(convention: Any, function: Any, names: Any, kinds: Any, noalias: bool = False) -> None:
    """Name the arguments of a compiled function as numba does, and say which are never written."""
    _decorate(convention, function, names, kinds, noalias)
    for argument in convention.get_arguments(function):
        if isinstance(argument.type, ir.PointerType) and argument.name.removeprefix("arg.") in NEVER_WRITTEN:
            argument.add_attribute("noalias")
