"""Code that an earlier start compiled, kept where Python keeps its own: in `__pycache__`.

Not in the cache folder, which a CI service hands from one branch to the next: what is read here is run.
"""

import marshal
import sys
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

from coursebuild import store

_FOLDER = Path(cache_from_source(__file__)).parent
_PYTHON = f"{sys.version} {sys.flags.optimize}"


def read(name: str, *made_of: str) -> CodeType | None:
    """The code of that name, where it was made of the same."""
    try:
        key, _, code = _path(name).read_bytes().partition(b"\n")
        return marshal.loads(code) if key == _key(made_of) else None  # noqa: S302 (as Python does there)
    except (OSError, EOFError, TypeError, ValueError):
        return None


def write(name: str, code: CodeType, *made_of: str) -> None:
    """Keep it, unless Python was told to keep none; where that fails, it is made again the next time."""
    if not sys.dont_write_bytecode:
        store.put(_path(name), _key(made_of) + b"\n" + marshal.dumps(code))


def _path(name: str) -> Path:
    return _FOLDER / f"{name}.{sys.implementation.cache_tag}.code"


def _key(made_of: tuple[str, ...]) -> bytes:
    return store.key(_PYTHON, *made_of).encode()
