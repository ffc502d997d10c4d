"""Give slips their places, and leave out what is ignored or said twice."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from coursebuild.lint.slip import Slip
from coursebuild.model import Course, Diagnostic, Place, Reading, Source

_IGNORE = re.compile(r"coursebuild:\s*ignore((?:[\s,]+CB\d{3})+)")
_SAME_BLOCK = 3  # lines
_DIV = re.compile(r"(?i)<(/?)div\b")


def locate(source: Source, slips: Iterable[Slip]) -> Iterator[Diagnostic]:
    seen: Counter[tuple[str, str]] = Counter()
    prose: list[_Prose] = []  # made for the first slip without a place
    for slip in slips:
        # a quote that is reported twice is looked for at its first and second occurrence
        nth = seen[slip.code, slip.quote]
        seen[slip.code, slip.quote] += 1
        if slip.place:
            place = source.reading.typed(_refined(source, slip))
            yield Diagnostic(source.location.name, *place, slip.code, slip.message)
            continue
        prose = prose or [_Prose(source.reading)]
        located = _locate_quote(source, prose[0], slip, nth)
        if located.line or slip.code != "CB121":  # otherwise a character reference: the text shows a comment
            yield located


class _Prose:
    """The lines of prose in one text, in which many quotes are searched."""

    def __init__(self, reading: Reading) -> None:
        lines = list(reading.prose_lines())
        self._numbers = [number for number, _ in lines]
        self._text = "\n".join(line for _, line in lines)
        self._starts = [0, *(found.end() for found in re.finditer("\n", self._text))]
        self._found: dict[str, list[int]] = {}

    def places(self, quote: str) -> Sequence[int]:
        """Return the offsets of a quote."""
        if quote not in self._found:
            found = re.finditer(re.escape(quote), self._text) if quote and "\n" not in quote else ()
            self._found[quote] = [each.start() for each in found]
        return self._found[quote]

    def place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset) - 1
        return self._numbers[line], offset - self._starts[line] + 1


def _refined(source: Source, slip: Slip) -> Place:
    """Return the place of a slip's quote in the attribute block at its place, or else that place."""
    line, column = slip.place or (0, 0)
    text = source.reading.lines[line - 1] if line else ""
    if slip.quote and text.startswith("{", column - 1):
        return line, max(text.find(slip.quote, column), column - 1) + 1
    return line, column


def _locate_quote(source: Source, prose: _Prose, slip: Slip, nth: int) -> Diagnostic:
    places = prose.places(slip.quote)
    if not places:
        titled = (box for box in source.reading.boxes if slip.quote and slip.quote in box.title)
        if box := next(titled, None):  # whose line is not in the text that pandoc gets
            line, column = source.reading.typed((box.line, box.column))
            return Diagnostic(source.location.name, line, column, slip.code, slip.message)
        return source.place(slip.quote, slip.code, slip.message, or_at=slip.or_at)
    place = source.reading.typed(prose.place(places[min(nth, len(places) - 1)]))
    return Diagnostic(source.location.name, *place, slip.code, slip.message)


def not_escaped(reading: Reading, slips: Iterable[Slip]) -> Iterator[Slip]:
    """Leave out notation that the author escaped by a backslash, to show it: as often as it is escaped."""
    escaped: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for slip in slips:
        if slip.code == "CB117" and slip.quote and "\\" in reading.text:
            if slip.quote not in escaped:
                either = "".join(c if c.isalnum() else rf"\\?{re.escape(c)}" for c in slip.quote)
                escaped[slip.quote] = sum("\\" in found for found in re.findall(either, reading.text))
            seen[slip.quote] += 1
            if seen[slip.quote] <= escaped[slip.quote]:
                continue
        yield slip


def unclosed(reading: Reading, diagnostic: Diagnostic) -> Place:
    """Return the place of a fenced div that is never closed; of a nested one, pandoc does not know it."""
    if diagnostic.line:
        return diagnostic.line, diagnostic.column
    waiting: list[Place] = []
    openings: list[Place] = []
    for number, line in reading.prose_lines():
        for tag in _DIV.finditer(line) if "<" in line else ():
            if not tag[1]:
                waiting.append((number, tag.start() + 1))
                openings.append(waiting[-1])
            elif waiting:
                waiting.pop()
    # or it begins in a list item or a quotation, and ends outside
    nested = [place for place in openings if reading.lines[place[0] - 1][: place[1] - 1].strip()]
    return next(iter([*waiting[-1:], *nested, *openings]), (0, 0))


def is_empty(reading: Reading, number: int) -> bool:
    """Whether a fenced div has no line but comments; one with definitions alone has no element either."""
    last = next(
        (fence.partner for fence in reading.fences if fence.line == number and fence.opens), number + 1
    )
    return all(
        reading.is_blank(n)
        or not reading.prose[n - 1]
        or reading.lines[n - 1].lstrip(" >").startswith("<!--")
        for n in range(number + 1, last)
    )


def without_echoes(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Keep of each line what says most about it.

    The notation of another tool is also text in braces, and has classes of its own; words that may announce
    an answer are of no interest on a line that is refused; and a misspelt attribute is also an unknown one.
    """
    found = list(dict.fromkeys(diagnostics))
    of_other_tools = {d.line for d in found if d.code == "CB120" and d.line}
    refused = {d.line for d in found if d.rule.guards and d.line}
    metadata = [d.line for d in found if d.code == "CB133"]
    doubtful_attributes = {d.line for d in found if d.code in ("CB124", "CB217")}
    unknown = {d.message.split("`")[1] for d in found if d.code == "CB250"}
    constructs = {d.line for d in found if d.code == "CB171"}
    first_of_line = {d.line: d for d in reversed(found) if d.code == "CB120"}
    hidden_parts = {d.line for d in found if d.code == "CB123" and d.line}
    brackets = {(d.line, d.column + 1) for d in found if d.code == "CB117"}
    return tuple(
        d
        for d in found
        if first_of_line.get(d.line if d.code == "CB120" else -1, d) == d
        and not (
            d.line in of_other_tools and d.code in ("CB106", "CB112", "CB117", "CB118", "CB124", "CB250")
        )
        and not (d.line in refused and d.code in ("CB125", "CB171", "CB023", "CB250"))
        and not (d.line in constructs and d.code == "CB023")
        and not (d.line in hidden_parts and d.code == "CB172")
        and not (d.code == "CB145" and (d.line in doubtful_attributes or d.message.split("`")[1] in unknown))
        and not (d.code == "CB117" and d.line and (d.line, d.column) in brackets)
        # one report for a block
        and not (d.code == "CB133" and any(0 < d.line - line <= _SAME_BLOCK for line in metadata))
    )


def for_author(
    source: Source | None, course: Course, diagnostics: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Give diagnostics of a source their places in the files that were typed, without the ignored ones.

    Those are ignored by coursebuild.toml, or by a comment on their line.
    """
    kept = []
    for diagnostic in diagnostics:
        ignored = set(course.ignored)
        is_of_text = source and diagnostic.path == source.location.name
        if source and is_of_text and 0 < diagnostic.line <= len(source.reading.lines):
            ignored.update(
                re.findall(r"CB\d{3}", "".join(_IGNORE.findall(source.reading.lines[diagnostic.line - 1])))
            )
        if not (diagnostic.rule.can_be_ignored and diagnostic.code in ignored):
            kept.append(source.typed(diagnostic) if source else diagnostic)
    return tuple(dict.fromkeys(kept))
