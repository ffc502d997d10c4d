"""Find what the links of a lesson lead to: a part of its page, another lesson, a file, or nothing."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from coursebuild.model import Location, vocabulary

LESSON = ".md"
PAGES = (".html", ".pdf")  # whose address a link may have in place of its lesson's
MOST_SEARCHED = 2000  # files among which one of the same name is looked for elsewhere in the course

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|/|\?")


class Kind(Enum):
    """What a link leads to."""

    PART = "a part of the lesson's own page"
    LESSON = "another lesson of the course"
    FILE = "anything else that exists"
    NOTHING = "nothing"


class Target(NamedTuple):
    """What a link with an address leads to.

    `path` is where the file is, or would be; `part` is the identifier in the address. Of a target that
    does not exist, `meant` is the address of what its author may have meant.
    """

    address: str
    kind: Kind
    path: Path
    part: str = ""
    meant: str = ""


class Targets:
    """What the links of one lesson lead to."""

    def __init__(self, location: Location) -> None:
        self.folder = Path(os.path.realpath(location.path.parent))
        self.root = location.roots[0] if location.roots else self.folder
        self._names: dict[str, frozenset[str]] = {}  # of the files in each folder

    def find(self, address: str) -> Target | None:
        """Return what a link leads to; None if it leads to the web, or to the root of a server."""
        file, _, part = address.partition("#")
        if _ELSEWHERE.match(address):
            return None
        if not file:
            return Target(address, Kind.PART, self.folder, unquote(part))
        typed = _typed(file)
        path = self._path(typed)
        if self._has(path):
            is_lesson = path.suffix == LESSON and self._may_be_lesson(path)
            return Target(address, Kind.LESSON if is_lesson else Kind.FILE, path, unquote(part))
        lesson = path.with_suffix(LESSON) if path.name else path
        if path.suffix in PAGES and self._has(lesson):
            return Target(address, Kind.LESSON, lesson, unquote(part) if path.suffix != ".pdf" else "")
        return Target(address, Kind.NOTHING, path, meant=self._meant(typed))

    def _may_be_lesson(self, path: Path) -> bool:
        """Whether a file is where lessons are, and has no name of what lessons include."""
        below = path.relative_to(self.root).parts if path.is_relative_to(self.root) else ("_",)
        return not any(name.startswith("_") for name in below)

    def file(self, address: str) -> Path | None:
        """Return where the file of an address is, or would be; None if it means a lesson, or no file."""
        typed = "" if _ELSEWHERE.match(address) else _typed(address.partition("#")[0])
        path = self._path(typed)
        is_page = path.suffix in PAGES and os.path.lexists(path.with_suffix(LESSON))
        return None if not typed or path.suffix == LESSON or is_page else path

    def _path(self, typed: str) -> Path:
        return Path(os.path.normpath(self.folder / typed))

    def _has(self, path: Path) -> bool:
        """Whether a path exists with these very names, also where the system takes others for the same."""
        if "\0" in str(path) or not os.path.lexists(path):
            return False
        below = path.relative_to(self.root).parts if path.is_relative_to(self.root) else (path.name,)
        folders = [path.parents[depth] for depth in range(len(below))]
        return all(
            name in names if (names := self._listed(folder)) else True
            for name, folder in zip(reversed(below), folders, strict=True)
        )

    def _listed(self, folder: Path) -> frozenset[str]:
        """Return the names in a folder; none if it cannot be read."""
        if str(folder) not in self._names:
            try:
                self._names[str(folder)] = frozenset(entry.name for entry in folder.iterdir())
            except (OSError, ValueError):
                self._names[str(folder)] = frozenset()
        return self._names[str(folder)]

    def _meant(self, typed: str) -> str:
        """Return the address of the file that may be meant; "" if none is similar.

        It differs in one name of its path, or has the same name in another folder.
        """
        parts = PurePosixPath(typed.replace("\\", "/").lstrip("/")).parts
        folder = self.folder
        for n, name in enumerate(parts):
            if self._has(Path(os.path.normpath(folder / name))):
                folder = Path(os.path.normpath(folder / name))
                continue
            if folder.is_relative_to(self.root):
                for other in _similar(name, self._listed(folder)):
                    address = "/".join((*parts[:n], other, *parts[n + 1 :]))
                    if self._has(Path(os.path.normpath(self.folder / address))):
                        return address
            break
        else:
            return "/".join(parts)  # with slashes, it exists
        found = next(
            (
                path
                for path in self._all()
                if vocabulary.caseless(path.name) == vocabulary.caseless(parts[-1])
            ),
            None,
        )
        return Path(os.path.relpath(found, self.folder)).as_posix() if found else ""

    def _all(self) -> Iterator[Path]:
        return islice(_walk(self.root), MOST_SEARCHED)


def _typed(file: str) -> str:
    """The path in an address, of which `file` is what stands before `#`."""
    return unquote(file.partition("?")[0])


def is_same_in_other_form(name: str, other: str) -> bool:
    """Whether two names that differ look the same: their accents are written in two forms of Unicode."""
    return name != other and unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other)


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (Path(folder, each) for each in sorted(files) if not each.startswith("."))


def _similar(name: str, names: Iterable[str]) -> Sequence[str]:
    """The visible names that are similar to a name, or to it with the suffix of a lesson."""
    visible = sorted(each for each in names if not each.startswith("."))
    return [*vocabulary.similar(name, visible), *vocabulary.similar(name + LESSON, visible)]
