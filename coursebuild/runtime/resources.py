"""Where filters/, templates/ (inside the package or beside it) and pandoc are, and what the files hold."""

import importlib.util
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent.parent  # coursebuild/


@cache
def folder(name: str) -> Path:
    """The built-in `filters` or `templates` folder."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def load(path: Path, name: str) -> ModuleType:
    """A module from a file, anew at each call.

    Raises what it raises, and FileNotFoundError where the file is not there.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"{path} is not there")
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded  # dataclasses look their module up
    spec.loader.exec_module(loaded)
    return loaded


@cache
def filter_module(name: str) -> ModuleType:
    """A built-in filter's module, for the tables in it."""
    return load(folder("filters") / f"{name}.py", f"coursebuild.filters.{name}")


@cache
def packages() -> tuple[tuple[str, str], ...]:
    """The packages that are installed, each with its version, as their folders are called.

    Python's importlib.metadata takes ten times as long.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        with suppress(OSError):
            inside = (path for path in Path(place).iterdir() if path.suffix == ".dist-info")
            for name, _, version in (path.stem.partition("-") for path in inside):
                found.setdefault(name, version)  # what is imported is the first one on the path
    return tuple(sorted(found.items()))


@cache
def pandoc() -> str:
    """The pandoc in pypandoc, found without importing pypandoc, which starts pandoc to ask its version."""
    if named := os.environ.get("PYPANDOC_PANDOC"):
        return named
    package = importlib.util.find_spec("pypandoc")
    for folder_ in package.submodule_search_locations or () if package else ():
        for name in ("pandoc", "pandoc.exe"):
            if (bundled := Path(folder_, "files", name)).is_file():
                return str(bundled)
    from shutil import which  # noqa: PLC0415 (pypandoc nearly always brings it)

    return which("pandoc") or "pandoc"
