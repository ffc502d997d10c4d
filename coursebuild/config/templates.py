"""The files of `templates/`; those of the author override the built-in ones of the same name."""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild.config import own_file, toml
from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime import resources

LESSON = re.compile(r"lesson(?:\.[a-z]{2,3})?\.md")  # of new lessons, in any language or in one
LARGEST = 10_000_000  # bytes of a template, style sheet or icon; style sheets may embed fonts


class Folder:
    """A folder of templates. Each file is read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._texts: dict[str, str | None] = {}

    def text(self, name: str) -> str | None:
        """The content of a file, or None if it does not exist.

        Raises: BuildError if the file cannot be read, or if it or the folder is a symbolic link that
        leads out of the folder that contains it.
        """
        if name not in self._texts:
            self._texts[name] = self._read(name)
        return self._texts[name]

    def table(self, name: str) -> dict[str, Any]:
        """The content of a TOML file; empty if it does not exist.

        Raises: BuildError, as `text` does, or if the file is not valid TOML.
        """
        text = self.text(name) or ""
        try:
            return toml.parse(text)
        except ValueError as error:
            raise self.broken(name, str(error)) from error

    def names(self, *suffixes: str) -> list[str]:
        """The names of the files with one of these suffixes, without those in subfolders.

        Raises: BuildError if the folder cannot be read.
        """
        try:
            with os.scandir(self.path) as entries:
                return sorted(e.name for e in entries if Path(e.name).suffix in suffixes and e.is_file())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            message = f"it cannot be read: {error.strerror}"
            raise BuildError(Diagnostic(f"{self.path.name}/", 0, 0, "CB001", message)) from error

    def broken(self, name: str, message: str) -> BuildError:
        """An error in a TOML file, at the position or key that the message names."""
        return BuildError(toml.diagnostic(f"templates/{name}", self.text(name) or "", "CB008", message))

    def _read(self, name: str) -> str | None:
        path = Path(os.path.normpath(self.path / name))
        if not path.is_relative_to(self.path):
            return None
        home = Path(os.path.realpath(self.path.parent), self.path.name)
        most = toml.LARGEST if path.suffix == ".toml" else LARGEST
        return own_file.read(path, f"{self.path.name}/{name}", home, most)


class Templates(NamedTuple):
    """The author's folder of templates, and the built-in one."""

    own: Folder
    built_in: Folder

    @classmethod
    def of_course(cls, root: Path) -> "Templates":
        return cls(Folder(root / "templates"), built_in())

    @property
    def has_own(self) -> bool:
        """Whether the author has templates; in coursebuild's own checkout, these are the built-in ones."""
        own, built_in = (os.path.realpath(folder.path) for folder in self)
        return own != built_in and os.path.isdir(own)  # noqa: PTH112 (it never raises)

    def text(self, name: str) -> str | None:
        """The content of the author's file, or else of the built-in one; None if there is neither."""
        own = self.own.text(name)
        return self.built_in.text(name) if own is None else own


@cache
def built_in() -> Folder:
    """The templates that come with coursebuild."""
    return Folder(resources.folder("templates"))
