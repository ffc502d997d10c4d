"""The texts that the editor has open, and those of other files."""

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from lsprotocol import types

from coursebuild.lsp.positions import Text
from coursebuild.model import Diagnostic, shown

LARGEST = 10_000_000  # bytes of a file that is read while the editor waits

Found = tuple[Diagnostic, ...]


@dataclass
class Opened:
    """A text that the editor has open. `front_matter` is what pandoc last read, in its JSON.

    `included` are the real paths of the files that a lesson includes, also of those that are not there.
    """

    uri: str
    path: Path
    text: Text
    version: int | None
    is_lesson: bool = True
    front_matter: str = ""
    included: frozenset[str] = frozenset()
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    checked: "Checked | None" = None

    @property
    def name(self) -> str:
        """The path in messages."""
        return shown(self.path)

    @cached_property
    def real(self) -> str:
        return os.path.realpath(self.path)


@dataclass(frozen=True)
class Checked:
    """What the complete check of a text found that comparing it with pandoc's tree does not find."""

    text: Text
    later: Found


class Texts:
    """The texts of files: what the editor has open, by its address there, and else what is on the disk."""

    def __init__(self) -> None:
        self.opened: dict[str, Opened] = {}
        self.encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16

    def beside(self, lesson: Opened, folders: Iterable[Path]) -> dict[str, str]:
        """The other texts that are open, of files in some folders, by their real paths."""
        within = [os.path.realpath(folder) for folder in folders]
        return {
            each.real: each.text.content
            for each in self.opened.values()
            if each is not lesson
            and len(each.text.content) <= LARGEST
            and any(Path(each.real).is_relative_to(folder) for folder in within)
        }

    def at(self, path: Path) -> Opened | None:
        """The open text of a file; None if the editor does not have it open."""
        real = os.path.realpath(path)
        return next((each for each in self.opened.values() if each.real == real), None)

    def of(self, path: Path) -> Text | None:
        """The text of a file; None if it cannot be read, or is too large."""
        if opened := self.at(path):
            return opened.text
        try:
            if not path.is_file() or path.stat().st_size > LARGEST:
                return None
            return Text(path.read_text(encoding="utf-8-sig", errors="replace"), self.encoding)
        except (OSError, ValueError):
            return None

    def address(self, path: Path) -> str:
        """The address of a file, as the editor has it if it is open there."""
        opened = self.at(path)
        return opened.uri if opened else path.as_uri()


def leave_removed_folder(other: str) -> None:
    """Go to another folder if the current one was removed, as a branch may do: paths are named from it."""
    try:
        Path.cwd()
    except OSError:
        os.chdir(other)
