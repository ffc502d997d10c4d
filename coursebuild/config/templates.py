"""The files of `templates/`: the author's, which override the built-in ones of the same name."""

import os
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild.config import toml
from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime import resources


class Folder:
    """A folder with templates, of which each file is read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: dict[str, str | None] = {}

    def text(self, name: str) -> str | None:
        """The content of a file, or None where there is no such file.

        Raises BuildError where it cannot be read, or where it or the folder is a link that leads out of
        where it stands.
        """
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def table(self, name: str) -> dict[str, Any]:
        """The content of a TOML file; nothing where there is no such file. Raises BuildError."""
        text = self.text(name) or ""
        try:
            return toml.parse(text)
        except ValueError as error:
            raise self.broken(name, str(error)) from error

    def names(self, *suffixes: str) -> list[str]:
        """The files with one of these suffixes that stand in the folder itself."""
        if not self.path.is_dir():
            return []
        return sorted(path.name for path in self.path.iterdir() if path.is_file() and path.suffix in suffixes)

    def broken(self, name: str, message: str) -> BuildError:
        """An error in a TOML file, at the place that the message names."""
        return BuildError(toml.diagnostic(f"templates/{name}", self.text(name) or "", "CB008", message))

    def _read(self, name: str) -> str | None:
        path = Path(os.path.normpath(self.path / name))
        if not path.is_relative_to(self.path) or not (path.exists() or path.is_symlink()):
            return None
        shown = f"{self.path.name}/{name}"
        real, home = Path(os.path.realpath(path)), Path(os.path.realpath(self.path.parent)) / self.path.name
        if not real.is_relative_to(home):
            raise BuildError(Diagnostic(shown, 0, 0, "CB005", "it is a link that leads out of its folder"))
        if not real.is_file():
            raise BuildError(Diagnostic(shown, 0, 0, "CB001", "it is not a file"))
        try:
            return real.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BuildError(Diagnostic(shown, 0, 0, "CB002", "it is not UTF-8")) from error
        except OSError as error:
            raise BuildError(
                Diagnostic(shown, 0, 0, "CB001", f"it cannot be read: {error.strerror}")
            ) from error


class Templates(NamedTuple):
    """The author's folder, and the built-in one."""

    own: Folder
    built_in: Folder

    @classmethod
    def of_course(cls, root: Path) -> "Templates":
        return cls(Folder(root / "templates"), built_in())

    def text(self, name: str) -> str | None:
        """The author's file of a name, or else the built-in one."""
        own = self.own.text(name)
        return self.built_in.text(name) if own is None else own


@cache
def built_in() -> Folder:
    """The project's own templates, which no author changes."""
    return Folder(resources.folder("templates"))
