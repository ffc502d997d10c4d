"""Places in a text, as coursebuild counts them and as editors do.

Here lines and columns count from 1, and columns are characters; in the protocol they count from 0, and
columns are code units (Language Server Protocol 3.17, "Position").
"""

import re
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from coursebuild.model import Place

BOM = "\ufeff"

_END = re.compile(r"\r\n|\n|\r")  # no other character ends a line in the protocol, as str.splitlines thinks
_UNITS = {  # bytes of a code unit, and the encoding of Python that has them
    types.PositionEncodingKind.Utf8: (1, "utf-8"),
    types.PositionEncodingKind.Utf16: (2, "utf-16-le"),
    types.PositionEncodingKind.Utf32: (4, "utf-32-le"),
}


@dataclass(frozen=True)
class Text:
    """A text in an editor."""

    content: str
    encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines as a source has them: without line endings and without a byte-order mark."""
        return tuple(_END.split(self.content.removeprefix(BOM)))

    @cached_property
    def end(self) -> str:
        """The line ending of the text."""
        found = _END.search(self.content)
        return found[0] if found else "\n"

    def line(self, number: int) -> str:
        """A line; "" if the text has no line of this number."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def position(self, place: Place) -> types.Position:
        """The position of a place; of one outside of the text, the nearest."""
        number = min(max(place[0], 1), len(self.lines))
        before = self._typed(number)[: max(place[1] - 1, 0) + self._shift(number)]
        return types.Position(number - 1, self._units(before))

    def place(self, position: types.Position) -> Place:
        """The place of a position; of one outside of the text, the nearest."""
        number = min(position.line + 1, len(self.lines))
        size, name = self._unit
        encoded = self._typed(number).encode(name, "surrogatepass")[: position.character * size]
        column = len(encoded.decode(name, "ignore")) + 1 - self._shift(number)
        return number, max(column, 1)

    def range(self, first: Place, last: Place) -> types.Range:
        """The range from a place up to another, which is not in it."""
        return types.Range(self.position(first), self.position(last))

    def of_line(self, number: int) -> types.Range:
        """The range of a line, without the white space around it."""
        line = self.line(number)
        start = len(line) - len(line.lstrip())
        return self.range((number, start + 1), (number, max(len(line.rstrip()), start) + 1))

    @property
    def _unit(self) -> tuple[int, str]:
        return _UNITS[types.PositionEncodingKind(self.encoding)]

    def _units(self, text: str) -> int:
        size, name = self._unit
        return len(text.encode(name, "surrogatepass")) // size

    def _typed(self, number: int) -> str:
        return BOM * self._shift(number) + self.line(number)

    def _shift(self, number: int) -> int:
        return int(number == 1 and self.content.startswith(BOM))
