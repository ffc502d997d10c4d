"""Find and read the files that a lesson includes."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import ReadFile, vocabulary
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file

LARGEST = 10_000_000  # bytes of a file, and of a text with what it includes

_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z][A-Za-z0-9+.-]*:")
_GIT = ".git"  # a checkout's configuration may contain passwords


class NotIncludedError(Exception):
    """A file, or a part of it, cannot be included; `code` is that of the rule that says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class File(NamedTuple):
    """A text file, with line feeds as line endings, and its `fingerprint.state`."""

    path: Path
    real: Path
    text: str
    state: str


def on_disk(path: Path) -> tuple[Path, bytes]:
    """Read a file of the disk."""
    real = Path(os.path.realpath(path, strict=True))
    return real, regular_file.read(real, LARGEST)


class Files:
    """The files that the texts of one lesson may include, each read once; `lost` are those that cannot be.

    Of those that are `typed`, by real paths, the text is given.
    """

    def __init__(self, roots: Sequence[Path], read: ReadFile, typed: Mapping[str, str]) -> None:
        self._roots, self._read, self._typed = roots, read, typed
        self._found: dict[Path, File] = {}
        self.lost: dict[str, None] = {}

    def find(self, written: str, folder: Path) -> File:
        """Return the file with a path as it is written in a file of a folder. Raises NotIncludedError."""
        if _ABSOLUTE.match(written) or "\\" in written:
            reason = "a path begins at the file that includes it, with `/` between folders"
            raise NotIncludedError("CB187", f"`{written}`: {reason}")
        path = Path(os.path.normpath(os.path.abspath(folder / written)))
        if path in self._found:
            return self._found[path]
        try:
            real = path if self._read is not on_disk else Path(os.path.realpath(path))
            self._refuse_outside(real)
            real, content = (
                (real, self._typed[str(real)].encode()) if str(real) in self._typed else self._read(path)
            )
            self._found[path] = File(path, real, _decoded(content), fingerprint.state(path, content))
        except UnicodeDecodeError as error:
            self.lost[str(path)] = None
            line = error.object.count(b"\n", 0, error.start) + 1
            reason = f"byte 0x{error.object[error.start]:02x} in line {line} is not UTF-8"
            raise NotIncludedError("CB187", f"`{written}` cannot be included: {reason}") from error
        except (OSError, ValueError) as error:
            self.lost[str(path)] = None
            reason = (getattr(error, "strerror", None) or str(error)) + _meant(path)
            raise NotIncludedError("CB187", f"`{written}` cannot be included: {_lower(reason)}") from error
        except NotIncludedError as error:
            self.lost[str(path)] = None
            raise NotIncludedError(error.code, f"`{written}` cannot be included: {error}") from error
        return self._found[path]

    def _refuse_outside(self, path: Path) -> None:
        inside = [path.relative_to(root) for root in self._roots if path.is_relative_to(root)]
        if self._roots and not inside:
            raise NotIncludedError("CB187", "it is outside of the folder of the lessons and of `resources`")
        if any(_GIT in below.parts for below in inside):
            raise NotIncludedError("CB187", "it is one of git's own files")


def _meant(path: Path) -> str:
    """A suggestion where a file or folder of a path does not exist; "" where none has a similar name."""
    missing = next((each for each in (path, *path.parents) if each.parent.is_dir()), path)
    if os.path.lexists(missing):
        return ""
    names = [each.name for each in missing.parent.iterdir() if not each.name.startswith(".")]
    return vocabulary.suggest(missing.name, names)


def _decoded(content: bytes) -> str:
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _lower(reason: str) -> str:
    return reason[:1].lower() + reason[1:]
