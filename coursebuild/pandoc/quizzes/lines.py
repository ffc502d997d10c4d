"""Find the place in a source of what is in a quiz, of which pandoc's tree has the text alone."""

import re
from typing import Any, NamedTuple

from coursebuild.model import MARK, Diagnostic, Place, Source, squeezed, unspaced

_MARKER = re.compile(r"^[ \t>]*(?:(?:[-+*]|\(?\w{1,9}[.)])[ \t]+)?(?:\[[xX ]?\])?")
_TOLD = 20  # letters that tell a line


class Lines(NamedTuple):
    """The lines of a quiz in its source, in which what is wrong is located."""

    source: Source
    first: int
    last: int
    place: Place

    @classmethod
    def of(cls, quiz: dict[str, Any], source: Source) -> "Lines":
        mark = dict(quiz["c"][0][2]).get(MARK, "0.0")  # none in HTML
        line, column = map(int, mark.split("."))
        ends = (fence.partner for fence in source.reading.fences if fence.line == line)
        return cls(source, line, next(ends, 0) or len(source.reading.lines), (line, column))

    def diagnostic(self, code: str, message: str, text: str) -> Diagnostic:
        place = self._place_of(text)
        return Diagnostic(self.source.location.name, *self.source.reading.typed(place), code, message)

    def is_indented(self, code: str) -> bool:
        """Whether a block of code of the quiz stands in no fence."""
        begins = unspaced(code.partition("\n")[0])
        reading = self.source.reading
        lines = range(self.first + 1, self.last)
        return any(reading.prose[n - 1] and unspaced(reading.lines[n - 1]) == begins for n in lines)

    def _place_of(self, text: str) -> Place:
        """The place of the line that begins with the first words of a text; the quiz's if there is none."""
        words = squeezed(_MARKER.sub("", text))
        for number in range(self.first + 1, self.last) if words else ():
            line = self.source.reading.lines[number - 1]
            begins = squeezed(_MARKER.sub("", line))
            if begins and (begins.startswith(words[:_TOLD]) or words.startswith(begins)):
                return number, len(line) - len(line.lstrip(" \t>")) + 1
        return self.place
