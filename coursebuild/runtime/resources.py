"""Find and load filters/ and templates/, which are in the package or beside it, and find pandoc."""

import importlib.util
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType

PACKAGE = Path(__file__).resolve().parent.parent  # coursebuild/
_FILTERS = "coursebuild.filters"  # a package whose folder need not be in coursebuild/


@cache
def folder(name: str) -> Path:
    """The path of the built-in `filters` or `templates` folder."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def load(path: Path, name: str) -> ModuleType:
    """Load a module from a file, again at each call.

    Raises what the module raises, and FileNotFoundError if there is no file.
    """
    loader = _Loader(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    if spec is None or not path.is_file():
        raise FileNotFoundError(f"{path} does not exist")
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded  # dataclasses look up their module
    loader.exec_module(loaded)
    return loaded


class _Loader(SourceFileLoader):
    """Compile a module each time: bytecode is taken for current if a change came within the same second.

    Nothing is written beside the author's file.
    """

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


@cache
def filter_module(name: str) -> ModuleType:
    """Import the module of a built-in filter. It may import others of its package, `coursebuild.filters`."""
    if _FILTERS not in sys.modules:
        package = sys.modules[_FILTERS] = ModuleType(_FILTERS)
        package.__path__ = [str(folder("filters"))]
    return importlib.import_module(f"{_FILTERS}.{name}")


@cache
def packages() -> tuple[tuple[str, str], ...]:
    """The names and versions of installed packages, as in the names of their .dist-info folders.

    This is ten times as fast as importlib.metadata.
    """
    found: dict[str, str] = {}
    for folder_ in sys.path:
        with suppress(OSError):
            inside = (path for path in Path(folder_).iterdir() if path.suffix == ".dist-info")
            for name, _, version in (path.stem.partition("-") for path in inside):
                found.setdefault(name, version)  # Python imports the first one on the path
    return tuple(sorted(found.items()))


@cache
def pandoc() -> str:
    """The path of pypandoc's pandoc, found without importing pypandoc, which would start pandoc once more."""
    if named := os.environ.get("PYPANDOC_PANDOC"):
        return named
    package = importlib.util.find_spec("pypandoc")
    for folder_ in package.submodule_search_locations or () if package else ():
        for name in ("pandoc", "pandoc.exe"):
            if (bundled := Path(folder_, "files", name)).is_file():
                return str(bundled)
    from shutil import which  # noqa: PLC0415 (pypandoc nearly always brings it)

    return which("pandoc") or "pandoc"


def find(inside: str, beside: str) -> Path:
    """The path of what is in the package where it was installed, and elsewhere in a checkout."""
    packaged = PACKAGE / inside
    return packaged if packaged.exists() else PACKAGE.parent / beside
