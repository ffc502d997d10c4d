"""What the notation at a place means, and who sees it."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from lsprotocol import types

from coursebuild import drawings
from coursebuild.lsp import notation, words
from coursebuild.lsp.features import citations, references
from coursebuild.lsp.features.references import reference_at
from coursebuild.lsp.lessons import Lesson
from coursebuild.lsp.notation import Name
from coursebuild.model import PAGES, Audience, Place, rules, vocabulary
from coursebuild.source import gaps_of, read_attributes, without_code

_FORMULA = re.compile(r"(?<!\\)(?P<mark>\$\$?)(?!\s*\$)(?P<tex>(?:\\.|[^\\$])+)(?P=mark)")
_TICK = re.compile(r"[ \t>]*[-*+][ \t]+(?P<tick>\[[xX]\])")
_BLANK = re.compile(r"(?:\[[^\[\]]*\]|(?<!`)(`++)(?:(?!\1).)+\1)\{[^{}]*\.blank(?![\w-])[^{}]*\}")
_CODE = re.compile(r"\bCB\d{3}\b")


class Explanation(NamedTuple):
    """A text in Markdown about a line's text from one index up to another."""

    text: str
    start: int
    end: int


def explain(lesson: Lesson, place: Place) -> types.Hover | None:
    """The explanation of what is at a place."""
    found = next(filter(None, (explainer(lesson, place) for explainer in _EXPLAINERS)), None)
    if not found:
        return None
    first, last = ((place[0], index + 1) for index in (found.start, found.end))
    contents = types.MarkupContent(types.MarkupKind.Markdown, found.text)
    return types.Hover(contents, lesson.text.range(first, last))


def _rule(lesson: Lesson, place: Place) -> Explanation | None:
    for code in _CODE.finditer(lesson.text.line(place[0])):
        if code.start() < place[1] <= code.end() + 1 and code[0] in rules():
            return Explanation(words.of_rule(code[0]), *code.span())
    return None


def _field(lesson: Lesson, place: Place) -> Explanation | None:
    field, end = notation.field_at(lesson.text, place[0])
    if not field or place[1] > end + 1:
        return None
    return Explanation(f"`{field}`\n\n{_of_field(lesson, field)}", 0, end)


def _name(lesson: Lesson, place: Place) -> Explanation | None:
    line = lesson.text.line(place[0])
    name = notation.name_at(line, place[1])
    if not name or not lesson.has_notation(place[0]):
        return None
    parts = [f"`{'.' * name.is_class}{name.text}`", _of_name(lesson, name, line), _shown_to(lesson, place)]
    return Explanation("\n\n".join(filter(None, parts)), name.start, name.end)


def _fence(lesson: Lesson, place: Place) -> Explanation | None:
    """Who sees a fenced div, or another tool's box; of a line that closes one, also which."""
    number, end = place[0], len(lesson.text.line(place[0]))
    for fence in lesson.reading.fences:
        if fence.line == number and not fence.opens and fence.partner:
            opener = lesson.text.line(fence.partner).strip()
            closes = f"Closes `{opener}`, of line {fence.partner}"
            return Explanation(f"{closes}\n\n{_shown_to(lesson, (fence.partner, 1))}", 0, end)
    boxes = {box.line for box in lesson.reading.boxes}
    if number in boxes or any(fence.line == number for fence in lesson.reading.fences):
        return Explanation(_shown_to(lesson, place), 0, end)
    return None


def _citation(lesson: Lesson, place: Place) -> Explanation | None:
    found = citations.described(lesson, place)
    return Explanation(found, place[1] - 1, place[1] - 1) if found else None


def _reference(lesson: Lesson, place: Place) -> Explanation | None:
    """The kind of what a reference leads to, and its line."""
    reference = reference_at(lesson, place)
    found = references.find(lesson, reference) if reference else None
    if not (reference and found):
        return None
    return Explanation(
        f"**{references.kind_of(lesson, found)}**: `{found.text}`", reference.start, reference.end
    )


def _formula(lesson: Lesson, place: Place) -> Explanation | None:
    """What screen readers say of a formula on one line, and who sees it."""
    for found in _FORMULA.finditer(without_code(lesson.text.line(place[0]))):
        if found.start() < place[1] <= found.end():
            said = drawings.spoken(found["tex"], lesson.language, lesson.session.course, lesson.reading)
            return Explanation(f"{said}\n\n{_shown_to(lesson, place)}", *found.span())
    return None


def _gap(lesson: Lesson, place: Place) -> Explanation | None:
    """Who sees the lines of a gap in code, and what students get for them."""
    code, line = lesson.code_at(place[0]), lesson.text.line(place[0])
    at = place[0] - code.line - 1 if code else 0
    gap = next((each for each in gaps_of(code) if each.first <= at <= each.last), None) if code else None
    if code is None or gap is None:
        return None
    instead = "\n".join(each.strip() for each in gap.placeholder)
    given = f"Students get: `{instead}`" if instead else "Students get nothing for it."
    return Explanation(f"A gap. {_withheld(lesson, (code.line, 1))}\n\n{given}", 0, len(line))


def _tick(lesson: Lesson, place: Place) -> Explanation | None:
    """Who sees the tick of a right answer."""
    found = _TICK.match(lesson.text.line(place[0]))
    if not found or not found.start("tick") < place[1] <= found.end() + 1 or not lesson.is_in_quiz(place[0]):
        return None
    text = f"A right answer. {_withheld(lesson, place)}\n\nStudents get an empty box."
    return Explanation(text, found.start("tick"), found.end())


def _blank(lesson: Lesson, place: Place) -> Explanation | None:
    """Who sees the words of a blank."""
    for found in _BLANK.finditer(lesson.text.line(place[0])):
        if found.start() < place[1] <= found.end() and lesson.has_notation(place[0]):
            text = f"A blank. {_withheld(lesson, place)}\n\nStudents get a line, always of the same length."
            return Explanation(text, *found.span())
    return None


def _withheld(lesson: Lesson, place: Place) -> str:
    """Who sees what is at a place if it belongs to a correction."""
    of_corrections = lesson.audiences.of(vocabulary.GUARDS[:1], ())
    return f"Shown to: {readers(lesson, lesson.audience_at(place) & of_corrections)}"


def _part(lesson: Lesson, place: Place) -> Explanation | None:
    """Who sees a text, unless everybody does: here, and in the open lessons that include it."""
    line = lesson.text.line(place[0])
    if not line.strip():
        return None
    seen_by = lesson.audience_at(place)
    shown = [] if seen_by == lesson.audiences.everyone else [f"Shown to: {readers(lesson, seen_by)}"]
    for other, number in _including(lesson):
        audience = seen_by & other.audience_at((number, 1))
        if audience != other.audiences.everyone:
            shown.append(f"In `{other.path.name}`, line {number}, shown to: {readers(other, audience)}")
    return Explanation("\n\n".join(shown), 0, len(line)) if shown else None


def _including(lesson: Lesson) -> Iterator[tuple[Lesson, int]]:
    """The open lessons that include a file, each with the number of the line that does."""
    real = os.path.realpath(lesson.path)
    for opened in lesson.texts.opened.values():
        if opened.is_lesson and real in opened.included:
            other = replace(lesson.of_text(opened.path, opened.text), front_matter=opened.front_matter)
            for number, line in enumerate(opened.text.lines, 1):
                found = (each for each in notation.names(line) if each.text == "include")
                if any(str(other.file(each.value.partition("#")[0])) == real for each in found):
                    yield other, number


# What explains a place, the first of which that has anything to say.
_EXPLAINERS: tuple[Callable[[Lesson, Place], Explanation | None], ...] = (
    _rule,
    _field,
    _name,
    _fence,
    _reference,
    _citation,
    _formula,
    _gap,
    _tick,
    _blank,
    _part,
)


def _of_field(lesson: Lesson, field: str) -> str:
    if field in words.FIELDS:
        return words.FIELDS[field]
    if field in lesson.session.course.decided:
        return "The edition decides this value, whatever stands here."
    return "A value that conditions can test."


def _of_name(lesson: Lesson, name: Name, line: str) -> str:
    if name.is_class:
        if name.text in vocabulary.KINDS or name.text in lesson.session.course.boxes:
            return words.of_kind(name.text, label(lesson, name.text))
        return words.CLASSES.get(name.text, "")
    if name.text in words.KEYS:
        return f"Condition: {words.KEYS[name.text]}"
    if name.text in words.INCLUDING and "include=" in line:
        return words.INCLUDING[name.text]
    if name.text in words.ATTRIBUTES:
        return words.ATTRIBUTES[name.text]
    values = lesson.audiences.values
    held = {v[name.text] for v in values.values() if name.text in v}
    return f"Condition: `{name.text}` is {' or '.join(f'`{v}`' for v in sorted(held))} here." if held else ""


def label(lesson: Lesson, kind: str) -> str:
    """The label of a kind of box in the lesson's language; "" if it has none."""
    return lesson.labels.get("exercise" if kind == "exo" else kind, "")


def _shown_to(lesson: Lesson, place: Place) -> str:
    """Who sees the element whose attributes are at a place, and from which day on students do."""
    shown = f"Shown to: {readers(lesson, audience(lesson, place))}"
    _, braces = notation.braces_at(lesson.text.line(place[0]), place[1])
    date = dict(read_attributes(braces).pairs).get(vocabulary.SHOW_FROM, "") if braces else ""
    return f"{shown}; to students from {words.of_date(date)}" if words.of_date(date) else shown


def audience(lesson: Lesson, place: Place) -> Audience:
    """The audience of the element whose attributes are at a place."""
    number, column = place
    line = lesson.text.line(number)
    around = lesson.audience_at((number, 1) if notation.is_fence(line) else place)
    start, braces = notation.braces_at(line, column)
    if not braces:
        return around
    return lesson.audience_at((number, max(start, 1))) & lesson.audiences.of(*read_attributes(braces))


def readers(lesson: Lesson, audience: Audience) -> str:
    """The editions of an audience, by name; with their formats where not all show it."""
    if audience == lesson.audiences.everyone:
        return "everybody"
    if not audience:
        return "nobody"
    shown = []
    for edition in lesson.session.course.editions:
        formats = [format_.value for format_ in PAGES if (edition, format_) in audience]
        if formats:
            shown.append(edition if len(formats) == len(PAGES) else f"{edition} ({', '.join(formats)})")
    return ", ".join(shown)
