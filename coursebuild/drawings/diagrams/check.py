"""What is wrong with the diagrams of a document."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from coursebuild.drawings.diagrams.blocks import Block, blocks
from coursebuild.drawings.diagrams.diagram import alternative_text, drawn_shapes, smallest_print
from coursebuild.drawings.diagrams.failure import DiagramError, NoToolError
from coursebuild.model import Course, Diagnostic, Document, Source, short, without_marks

SMALLEST = 6.0  # points: text that is smaller is hard to read on paper


def check(document: Document, course: Course) -> tuple[Diagnostic, ...]:
    """What is wrong with the diagrams of a document, whoever sees them."""
    places = _Places(document.source)
    every = blocks(json.loads(without_marks(document.json))["blocks"])
    return tuple(each for block in every for each in _wrong_with(block, course, places.of(block)))


def _wrong_with(block: Block, course: Course, place: "_Place") -> Iterator[Diagnostic]:
    name = f"`{block.diagram.notation}`"
    try:
        drawn = drawn_shapes(block.diagram, course)
    except NoToolError as error:
        yield place.diagnostic("CB185", f"the diagram in {name} cannot be drawn: {error}")
    except DiagramError as error:
        message = f"the diagram in {name}: {error}"
        yield place.diagnostic("CB184", message, error.line, error.column)
    else:
        if not alternative_text(block.diagram, drawn):
            yield place.diagnostic("CB211", f"the diagram in {name} has no alternative text")
        for link in drawn.links:
            yield place.diagnostic("CB243", f"the diagram in {name}: the link to `{short(link)}` is removed")
        if drawn.html:
            yield place.diagnostic("CB244", f"the diagram in {name}: `{short(drawn.html)}` cannot be drawn")
        if (size := smallest_print(drawn, course.theme)) < SMALLEST:
            yield place.diagnostic("CB186", f"the diagram in {name} is printed with text of {size:.1f} pt")


class _Place:
    """Where a diagram is written: the line of its fence, or 0 if that is not found; and its text."""

    def __init__(self, source: Source, line: int, text: str) -> None:
        self._source, self._line, self._text = source, line, text.split("\n")

    def diagnostic(self, code: str, message: str, line: int = 0, column: int = 0) -> Diagnostic:
        """A diagnostic at a line and column of the diagram, from 1, or else at its fence."""
        name = self._source.location.name
        if not self._line or not 0 < line <= len(self._text):
            return Diagnostic(name, self._line, min(self._line, 1), code, message)
        text, written = self._text[line - 1], self._source.reading.lines[self._line + line - 1]
        moved = written.find(text.strip()) + len(text.lstrip()) - len(text)  # in a list or a quotation
        place = self._line + line, max(column, 1) + max(moved, 0)
        return Diagnostic(name, *self._source.reading.typed(place), code, message)


class _Places:
    """The places of diagrams, which are asked for in pandoc's order, which equal ones have too."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: Counter[str] = Counter()

    def of(self, block: Block) -> _Place:
        text = block.diagram.text
        written = r"\n[ \t>]*".join(re.escape(line.strip()) for line in text.strip("\n").split("\n"))
        found = list(
            re.finditer(rf"(?:`{{3}}|~{{3}})[^\n]*\n(?:[ \t>]*\n)*[ \t>]*{written}", self._source.text)
        )
        number = self._seen[text]
        self._seen[text] += 1
        start = found[min(number, len(found) - 1)].start() if found else -1
        line = self._source.text.count("\n", 0, start) + 1 if found else 0
        return _Place(self._source, line, text)
