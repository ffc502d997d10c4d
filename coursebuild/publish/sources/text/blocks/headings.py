"""Remove sections, and conditions on headings."""

from collections.abc import Iterator

from coursebuild.model import Place, Reading, without_ignoring
from coursebuild.publish.sources.text.conditions import Resolved, Shown, Students
from coursebuild.publish.sources.text.edits import Edit, without_lines


def edits(reading: Reading, students: Students) -> Iterator[Edit]:
    """Remove sections, or conditions from their headings."""
    for at, heading in enumerate(reading.headings, 1):
        line = reading.lines[heading.line - 1]
        resolved = _resolved(heading.line, line, students)
        if resolved is None or resolved.shown is Shown.ALWAYS:
            continue
        if resolved.shown is Shown.NEVER:
            inside = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
            following = (h.line - 1 for h in reading.headings[at:] if h.level <= heading.level)
            last = min(
                [*(end - 1 for end in inside), next(following, len(reading.lines)), len(reading.lines)]
            )
            yield from without_lines(heading.line, last)
        else:
            yield _rewritten(heading.line, line, _own_attributes(line), resolved)


def _resolved(number: int, line: str, students: Students) -> Resolved | None:
    """What students get of a heading's own attributes; None if it has none."""
    start = _own_attributes(line)
    return students.resolve(line[start:], (number, start + 1)) if start >= 0 else None


def _own_attributes(line: str) -> int:
    """Where the attributes of a heading begin in its line; -1 if what is at its end has them, or nothing."""
    text = without_ignoring(line).rstrip()
    start = text.rfind("{") if text.endswith("}") else -1
    return start if start > 0 and text[start - 1] in " \t" else -1


def _rewritten(number: int, line: str, start: int, resolved: Resolved) -> Edit:
    """Put what is left of an attribute block at the end of a line in its place."""
    end = len(without_ignoring(line).rstrip())
    return Edit(number, start, end, f"{{{resolved.text}}}" if resolved.text else "")


def places(reading: Reading) -> set[Place]:
    """The places of headings' own attributes."""
    lines = reading.lines
    return {(heading.line, _own_attributes(lines[heading.line - 1]) + 1) for heading in reading.headings}
