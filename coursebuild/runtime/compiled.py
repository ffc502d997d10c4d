"""On-disk cache of compiled objects, beside Python's own .pyc files in `__pycache__`.

Not in the cache folder, which CI services share between branches, because what is loaded from here is run.
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

from coursebuild.runtime import atomic, optimizations, store

_FOLDER = Path(cache_from_source(__file__)).parent
_SUFFIX = f".{sys.implementation.cache_tag}.code"
_PYTHON = f"{sys.version} {sys.flags.optimize}"


def load(name: str, *sources: str) -> Any:
    """The object that was saved under a name with the same sources, or None."""
    if not optimizations.enabled("compiled"):
        return None
    key, _, content = (store.read_at(_path(name)) or b"").partition(b"\n")
    try:
        return pickle.loads(content) if key == _key(sources) else None  # noqa: S301 (Python runs .pyc files from there too)
    except Exception:  # noqa: BLE001 (another version of a library may raise anything)
        return None


def save(name: str, thing: object, *sources: str) -> None:
    """Save an object under a name, unless Python must not write bytecode. Errors are ignored."""
    if sys.dont_write_bytecode or not optimizations.enabled("compiled"):
        return
    content = io.BytesIO()
    with suppress(Exception):  # another version of a library may make objects that cannot be pickled
        _Pickler(content, pickle.HIGHEST_PROTOCOL).dump(thing)
        store.write_at(_path(name), _key(sources) + b"\n" + content.getvalue())


def sweep() -> None:
    """Remove what killed processes left beside the saved objects."""
    atomic.sweep(_FOLDER)


def clear() -> None:
    """Remove all saved objects."""
    for path in _FOLDER.glob(f"*{_SUFFIX}"):
        store.remove(path)


class _Pickler(pickle.Pickler):
    """Pickle code objects as .pyc files contain them, and lambdas, which pickle cannot find in a module."""

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, CodeType):
            return marshal.loads, (marshal.dumps(thing),)
        if isinstance(thing, FunctionType) and thing.__name__ == "<lambda>":
            names = {name: value for name, value in thing.__globals__.items() if name != "__builtins__"}
            return _function, (thing.__code__, names)
        return NotImplemented


def _function(code: CodeType, names: dict[str, Any]) -> FunctionType:
    return FunctionType(code, names)


def _path(name: str) -> Path:
    return _FOLDER / f"{name}{_SUFFIX}"


def _key(sources: tuple[str, ...]) -> bytes:
    return store.key(_PYTHON, *sources).encode()
