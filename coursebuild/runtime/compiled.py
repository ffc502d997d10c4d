"""On-disk cache of compiled objects, beside Python's own .pyc files in `__pycache__`.

Not in the cache folder, which a CI service hands from one branch to the next: what is read here is run.
"""

import io
import marshal
import pickle
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from coursebuild.runtime import optimizations, store

_FOLDER = Path(cache_from_source(__file__)).parent
_PYTHON = f"{sys.version} {sys.flags.optimize}"


def read(name: str, *sources: str) -> Any:
    """The object cached under a name, if it was compiled from the same; or None."""
    if not optimizations.enabled("compiled"):
        return None
    try:
        key, _, content = _path(name).read_bytes().partition(b"\n")
        return pickle.loads(content) if key == _key(sources) else None  # noqa: S301 (as Python does there)
    except Exception:  # noqa: BLE001 (what a damaged pickle raises is not stated)
        return None


def write(name: str, thing: object, *sources: str) -> None:
    """Cache an object, unless Python is to write no bytecode; where that fails, it is compiled anew."""
    if sys.dont_write_bytecode or not optimizations.enabled("compiled"):
        return
    content = io.BytesIO()
    with suppress(Exception):  # what cannot be pickled, and what pickle raises then, is another library's
        _Pickler(content, pickle.HIGHEST_PROTOCOL).dump(thing)
        store.put(_path(name), _key(sources) + b"\n" + content.getvalue())


class _Pickler(pickle.Pickler):
    """Pickles code as Python's .pyc files hold it, and functions that no module has: those from `eval`."""

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, CodeType):
            return marshal.loads, (marshal.dumps(thing),)
        if isinstance(thing, FunctionType) and thing.__name__ == "<lambda>":
            seen = {name: seen for name, seen in thing.__globals__.items() if name != "__builtins__"}
            return _function, (thing.__code__, seen)
        return NotImplemented


def _function(code: CodeType, seen: dict[str, Any]) -> FunctionType:
    return FunctionType(code, seen)


def _path(name: str) -> Path:
    return _FOLDER / f"{name}.{sys.implementation.cache_tag}.code"


def _key(sources: tuple[str, ...]) -> bytes:
    return store.key(_PYTHON, *sources).encode()
