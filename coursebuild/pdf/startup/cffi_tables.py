"""Compile C declarations to tables, which makes the import of WeasyPrint faster.

WeasyPrint passes the declarations of Pango's functions to cffi as text. In this in-line mode, Python code
builds each type. In cffi's out-of-line mode, which its manual recommends for speed, C code reads tables.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import cffi
from cffi import FFI

from coursebuild.runtime import compiled

_NAME = "declarations"

Declarations = tuple[str, dict[str, Any]]  # the text of one `cdef`, and its options


@contextmanager
def out_of_line() -> Iterator[None]:
    """While the block runs, each FFI object is created in out-of-line mode."""
    cffi.FFI = _OutOfLineFFI
    try:
        yield
    finally:
        cffi.FFI = FFI


class _OutOfLineFFI:
    """Collect declarations as an FFI does, and compile them when an attribute is first used."""

    def __init__(self) -> None:
        self._declarations: list[Declarations] = []

    def cdef(self, csource: str, **options: Any) -> None:
        self._declarations.append((csource, options))

    def __getattr__(self, name: str) -> Any:
        module: dict[str, Any] = {}
        exec(_tables(self._declarations), module)  # noqa: S102 (cffi wrote it)
        ffi = module["ffi"]
        # next time, __getattr__ is not called
        self.__dict__ |= {each: getattr(ffi, each) for each in dir(ffi) if not each.startswith("__")}
        return getattr(ffi, name)


def _tables(declarations: list[Declarations]) -> CodeType:
    key = (cffi.__version__, *(f"{text} {options}" for text, options in declarations))
    cached: CodeType | None = compiled.load(_NAME, *key)
    if cached is not None:
        return cached
    ffi, text = FFI(), io.StringIO()
    for csource, options in declarations:
        ffi.cdef(csource, **options)
    ffi.set_source(_NAME, None, compiler_verbose=0)
    ffi.emit_python_code(text)
    tables = compile(text.getvalue(), _NAME, "exec")
    compiled.save(_NAME, tables, *key)
    return tables
