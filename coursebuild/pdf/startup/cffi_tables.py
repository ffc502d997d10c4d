"""C declarations compiled to tables: importing what brings many of them takes a fraction of the time.

WeasyPrint declares Pango's functions to cffi as text, in cffi's in-line mode, where every type is
built by Python. In its out-of-line mode, which its manual advises for speed, C reads tables.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import cffi
from cffi import FFI

from coursebuild.runtime import compiled as cache

_NAME = "declarations"


@contextmanager
def compiled() -> Iterator[None]:
    """While this lasts, each FFI that is made is of the out-of-line mode."""
    cffi.FFI = _Compiled
    try:
        yield
    finally:
        cffi.FFI = FFI


class _Compiled:
    """Takes declarations as an FFI does, and has all that the compiled one has."""

    def __init__(self) -> None:
        self._declared: list[str] = []

    def cdef(self, declarations: str) -> None:
        self._declared.append(declarations)

    def __getattr__(self, name: str) -> Any:
        module: dict[str, Any] = {}
        exec(_tables(*self._declared), module)  # noqa: S102 (cffi wrote it)
        ffi = module["ffi"]
        # found at once from now on
        self.__dict__ |= {known: getattr(ffi, known) for known in dir(ffi) if not known.startswith("__")}
        return getattr(ffi, name)


def _tables(*declared: str) -> CodeType:
    made_of = (cffi.__version__, *declared)
    kept: CodeType | None = cache.read(_NAME, *made_of)
    if kept is not None:
        return kept
    ffi, text = FFI(), io.StringIO()
    for declarations in declared:
        ffi.cdef(declarations)
    ffi.set_source(_NAME, None, compiler_verbose=0)
    ffi.emit_python_code(text)
    tables = compile(text.getvalue(), _NAME, "exec")
    cache.write(_NAME, tables, *made_of)
    return tables
