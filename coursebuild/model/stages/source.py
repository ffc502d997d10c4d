"""A source that was read, with what it includes."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from coursebuild.model.course import Location
from coursebuild.model.diagnostics import Diagnostic
from coursebuild.model.reading import Reading

_OTHER_LINE = re.compile(r"\bon line (\d+)")  # in a message

# Returns the real path and the content of a file that a source includes; raises OSError with the reason.
ReadFile = Callable[[Path], tuple[Path, bytes]]


class Origin(NamedTuple):
    """The place of a line of a source: the name of a file for messages, and the number of its line there.

    Each shift is a column of the source's line, and by how much it and those after it are further right
    than in the file.
    """

    name: str
    line: int
    shifts: tuple[tuple[int, int], ...] = ()

    def column(self, column: int) -> int:
        """Return the column in the file of a column in the source's line."""
        by = next((by for start, by in reversed(self.shifts) if start <= column), 0)
        return max(column - by, 1) if column else 0


class Included(NamedTuple):
    """A file that a source includes: its real path, its `fingerprint.state`, and whether it is code."""

    path: str
    state: str
    is_code: bool


class Inclusion(NamedTuple):
    """What a source includes: the origin of each of its lines, the files, and what is wrong with them.

    `lost` are the paths of files that could not be included. Nothing is included if there are no origins.
    """

    origins: tuple[Origin, ...] = ()
    files: tuple[Included, ...] = ()
    lost: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    def typed(self, diagnostic: Diagnostic, name: str) -> Diagnostic:
        """Return a diagnostic about the source with this name where its author typed what it is about."""
        if not self.origins or diagnostic.path != name or not diagnostic.line:
            return diagnostic
        origin = self._origin(diagnostic.line)

        def other_line(found: re.Match[str]) -> str:
            other = self._origin(int(found[1]))
            return f"on line {other.line}" + (f" of `{other.name}`" if other.name != origin.name else "")

        return diagnostic._replace(
            path=origin.name,
            line=origin.line,
            column=origin.column(diagnostic.column),
            message=_OTHER_LINE.sub(other_line, diagnostic.message),
        )

    def _origin(self, line: int) -> Origin:
        return self.origins[min(line, len(self.origins)) - 1]


class Source(NamedTuple):
    """The text of a source with what it includes, split into lines; `state` is its `fingerprint.state`."""

    location: Location
    reading: Reading
    state: str = ""
    inclusion: Inclusion = Inclusion()

    @property
    def text(self) -> str:
        return self.reading.text

    def typed(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a diagnostic where its author typed what it is about, perhaps in a file that is included."""
        return self.inclusion.typed(diagnostic, self.location.name)

    def place(self, quote: str, code: str, message: str, *, or_at: str = "") -> Diagnostic:
        """Return a diagnostic at the first `quote` in the text, or else at `or_at`, or else at no line."""
        at = next((at for q in (quote, or_at) if q and (at := self.text.find(q)) >= 0), -1)
        if at < 0:
            return Diagnostic(self.location.name, 0, 0, code, message)
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        return Diagnostic(self.location.name, *self.reading.typed((line, column)), code, message)
