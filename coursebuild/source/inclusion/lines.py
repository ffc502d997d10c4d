"""A line of a text with the place where it was typed, and how it is changed."""

from collections.abc import Iterable
from typing import NamedTuple

from coursebuild.model import Origin


class Line(NamedTuple):
    """A line and its origin."""

    text: str
    origin: Origin

    def after(self, prefix: str, *, without: int = 0) -> "Line":
        """Return the line behind a prefix, without some of its first characters."""
        if not self.text[without:].strip():
            return self._replace(text=prefix.rstrip())
        by = len(prefix) - without
        if not by:
            return self._replace(text=prefix + self.text[without:])
        shifts = ((1, by), *((max(start + by, 1), each + by) for start, each in self.origin.shifts))
        return Line(prefix + self.text[without:], self.origin._replace(shifts=shifts))

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> "Line":
        """Return the line with other texts from a first index to a second one, in the order of the line."""
        text, shifts, by = self.text, list(self.origin.shifts), 0
        for start, end, new in edits:
            text = text[: start + by] + new + text[end + by :]
            difference = len(new) - (end - start)
            if difference:
                at = start + by + len(new) + 1
                before = next((each for first, each in reversed(shifts) if first <= end + by + 1), 0)
                shifts = [
                    *((first, each) for first, each in shifts if first <= start + by),
                    (at, before + difference),
                    *(
                        (first + difference, each + difference)
                        for first, each in shifts
                        if first > end + by + 1
                    ),
                ]
            by += difference
        return Line(text, self.origin._replace(shifts=tuple(shifts)))


def typed(text: str, name: str) -> list[Line]:
    """Return the lines of a file's text."""
    return [Line(line, Origin(name, number)) for number, line in enumerate(text.split("\n"), 1)]
