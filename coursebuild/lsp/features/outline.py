"""The parts of a lesson: its sections, boxes and code."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lsprotocol import types

from coursebuild.lsp import notation
from coursebuild.lsp.features import references
from coursebuild.lsp.features.hover import label
from coursebuild.lsp.features.identifiers import plain
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import vocabulary
from coursebuild.source import read_attributes

_EXERCISES = ("exercise", "exo")


@dataclass
class Section:
    """A part from its first line to its last, with the parts in it."""

    name: str
    detail: str
    first: int
    last: int
    kind: types.SymbolKind
    inside: "list[Section]" = field(default_factory=list)


def symbols(lesson: Lesson) -> list[types.DocumentSymbol]:
    """The sections, boxes and quizzes, and what else is numbered, as a tree."""
    parts = [*_sections(lesson), *_boxes(lesson)]
    parts += _numbered(lesson, {part.first for part in parts})
    found = sorted(parts, key=lambda part: (part.first, -part.last))
    top: list[Section] = []
    around: list[Section] = []
    for part in found:
        while around and around[-1].last < part.first:
            around.pop()
        part.last = min(part.last, around[-1].last) if around else part.last
        (around[-1].inside if around else top).append(part)
        around.append(part)
    return [_symbol(lesson, part) for part in top]


def _symbol(lesson: Lesson, part: Section) -> types.DocumentSymbol:
    last = lesson.text.line(part.last)
    return types.DocumentSymbol(
        name=part.name,
        detail=part.detail,
        kind=part.kind,
        range=lesson.text.range((part.first, 1), (part.last, len(last) + 1)),
        selection_range=lesson.text.of_line(part.first),
        children=[_symbol(lesson, each) for each in part.inside],
    )


def _sections(lesson: Lesson) -> Iterator[Section]:
    headings = [heading for heading in lesson.reading.headings if heading.well_formed]
    for n, heading in enumerate(headings, 1):
        following = (other.line - 1 for other in headings[n:] if other.level <= heading.level)
        last = next(following, len(lesson.text.lines))
        yield Section(
            plain(heading.text) or "#" * heading.level, "", heading.line, last, types.SymbolKind.String
        )


def _boxes(lesson: Lesson) -> Iterator[Section]:
    for fence in lesson.reading.fences:
        if not (fence.opens and fence.partner):
            continue
        classes, pairs = read_attributes(fence.text)
        kind = next((name for name in classes if label(lesson, name)), "")
        if vocabulary.QUIZ in classes:
            yield Section("Quiz", vocabulary.QUIZ, fence.line, fence.partner, types.SymbolKind.Enum)
        elif kind:
            title = dict(pairs).get("title", "")
            symbol = types.SymbolKind.Event if kind in _EXERCISES else types.SymbolKind.Object
            yield Section(title or label(lesson, kind), kind, fence.line, fence.partner, symbol)


def _numbered(lesson: Lesson, lines: Collection[int]) -> Iterator[Section]:
    """What is numbered elsewhere than on these lines: figures, tables, formulas, code."""
    for each in references.numbered(lesson):
        if each.line not in lines:
            kind = references.kind_of(lesson, each)
            yield Section(each.identifier, kind, each.line, each.line, types.SymbolKind.Constant)


def folds(lesson: Lesson) -> list[types.FoldingRange]:
    """What can be folded: sections, fenced divs, code blocks and the front matter."""
    reading = lesson.reading
    ranges = [(part.first, _without_blank(lesson, part.last)) for part in _sections(lesson)]
    ranges += [(fence.line, fence.partner) for fence in reading.fences if fence.opens and fence.partner]
    ranges += [(code.line, code.last) for code in reading.codes if code.last]
    end = notation.front_matter_end(lesson.text)
    ranges += [(1, end)] if 0 < end <= len(lesson.text.lines) else []
    return [types.FoldingRange(first - 1, last - 1) for first, last in sorted(ranges) if first < last]


def _without_blank(lesson: Lesson, last: int) -> int:
    while last > 1 and not lesson.text.line(last).strip():
        last -= 1
    return last
