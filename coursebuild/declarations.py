"""C declarations compiled to tables: importing what brings many of them takes half as long.

WeasyPrint declares Pango's functions to cffi as text, in cffi's in-line mode, where every type is
built by Python. In its out-of-line mode, which its manual advises for speed, C reads tables.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import cffi


@contextmanager
def compiled() -> Iterator[None]:
    """While this lasts, each FFI that is made is of the out-of-line mode."""
    made = cffi.FFI
    cffi.FFI = _Compiled
    try:
        yield
    finally:
        cffi.FFI = made


class _Compiled(cffi.FFI):  # type: ignore[misc]
    """An FFI that becomes the compiled one as soon as it is asked for a library."""

    def dlopen(self, name: str | None, flags: int = 0) -> Any:
        tables = io.StringIO()
        module: dict[str, Any] = {}
        self.set_source("declarations", None, compiler_verbose=0)
        self.emit_python_code(tables)
        exec(tables.getvalue(), module)  # noqa: S102 (cffi wrote it just now)
        ffi = module["ffi"]
        self.__dict__.update({known: getattr(ffi, known) for known in dir(ffi) if not known.startswith("__")})
        return ffi.dlopen(name, flags)
