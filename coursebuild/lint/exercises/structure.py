"""Check the structure of a lesson: each exercise has a correction, and students see each exercise."""

import re
from collections import defaultdict
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

from coursebuild.lint.attributes.names import Names, marked_place
from coursebuild.lint.slip import Slip
from coursebuild.model import (
    ATTRIBUTES,
    SHOW_FROM,
    SPACES,
    Audience,
    Place,
    Reading,
    short,
    text_of,
    vocabulary,
)
from coursebuild.runtime import resources

OPTION = "require-corrections"
_CORRECTIONS = frozenset((*vocabulary.GUARDS, vocabulary.QUIZ, vocabulary.BLANK))

_QUESTION = re.compile("data-quiz-(?!reason)")  # the attribute of a question of a quiz
_HTML_EXERCISE = re.compile(r"<div\b[^>]*\bclass\s*=[^>]*\b(?:exercise|exo)\b")
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]{3,})\W{0,3}(?:n[°o]\W?)?(?P<number>\d+)\b")  # "Exercise 2"


class Around(NamedTuple):
    """What is around an element: those who see it, the exercises, and a correction if there is one."""

    audience: Audience
    exercises: tuple[int, ...] = ()  # their identities
    in_correction: bool = False
    in_section: bool = False  # the section of a heading that is a correction


_LEAVES = SPACES | {"Str", "Math", "HorizontalRule", "RawInline", "RawBlock"}


class Count(NamedTuple):
    """How many exercises there are, how many have a correction, corrections, and questions in quizzes."""

    exercises: int
    corrected: int
    corrections: int
    questions: int


class Part(NamedTuple):
    """An element of pandoc's tree: a heading, a fenced div, or anything else with attributes."""

    node: Any
    kind: str
    attributes: Any
    around: Around
    is_exercise: bool
    is_correction: bool

    @property
    def title(self) -> str:
        if self.kind != "Div":
            return text_of(self.node["c"][2] if self.kind == "Header" else self.node["c"])
        return str(dict(self.attributes[2]).get("title", ""))


def parts_of(content: Any, names: Names) -> list[Part]:
    """Return the headings, fenced divs and so on of a document, which is pandoc's JSON as Python objects."""
    exercises = resources.filter_module("exercises")
    return list(_parts(content["blocks"], names, exercises, Around(names.everyone)))


def structure_slips(parts: list[Part], reading: Reading, names: Names) -> Iterator[Slip]:
    """Yield a slip for each exercise without a correction, and each exercise that a correction hides."""
    is_required = any(values.get(OPTION) == "true" for values in names.audiences.values.values())
    if not (is_required or any(name in reading.text for name in (*_CORRECTIONS, SHOW_FROM))):
        return
    if is_required or vocabulary.QUIZ_COPY not in reading.text:  # students' sources have no corrections
        exercises = resources.filter_module("exercises")
        yield from _uncorrected(parts, reading, names, exercises, is_required=is_required)
    yield from _swallowed(parts, reading, names)


def opening_title(blocks: list[Any]) -> str:
    """The text of the heading that pages have as title: it begins the document, alone of level 1."""
    first = blocks[0] if blocks else {"t": ""}
    if first["t"] != "Header" or [*_levels(blocks)].count(1) != 1 or first["c"][0] != 1:
        return ""
    return text_of(first["c"][2])


def _levels(node: Any) -> Iterator[int]:
    """The levels of the headings, also of those in boxes."""
    if isinstance(node, list):
        for each in node:
            yield from _levels(each)
    elif isinstance(node, dict) and node.get("t") == "Header":
        yield node["c"][0]
    elif isinstance(node, dict) and node.get("t") not in ("Para", "Plain"):
        yield from _levels(node.get("c"))


def _parts(node: Any, names: Names, exercises: ModuleType, around: Around) -> Iterator[Part]:
    """Iterate over headings, fenced divs and so on, each before those in it, with what is around them."""
    if isinstance(node, list):
        yield from _siblings(node, names, exercises, around)
    elif isinstance(node, dict) and "c" in node:
        kind, content = node["t"], node["c"]
        if kind in ATTRIBUTES or _is_bold(kind, content):
            attributes = content[ATTRIBUTES[kind]] if kind in ATTRIBUTES else ("", [], [])
            _, classes, pairs = attributes
            is_exercise = exercises.is_exercise(kind, classes, [key for key, _ in pairs])
            is_unanswered = vocabulary.BLANK in classes and text_of(node) == vocabulary.UNANSWERED
            is_correction = not (is_exercise or is_unanswered) and _is_correction(attributes, names)
            part = Part(node, kind, attributes, around, is_exercise, is_correction)
            yield part
            around = _inside(part, names)
        yield from _parts(content, names, exercises, around)


def _siblings(nodes: list[Any], names: Names, exercises: ModuleType, around: Around) -> Iterator[Part]:
    """Iterate over siblings; a heading's section ends at the next heading of its level or above."""
    sections = [(0, around)]  # the level of each heading above, and what is around its section
    for node in nodes:
        kind = node.get("t") if type(node) is dict else None  # a citation has none
        if kind in _LEAVES or not (kind or type(node) is list):
            continue
        if kind == "Header":
            while node["c"][0] <= sections[-1][0]:
                sections.pop()
            heading, *inlines = _parts(node, names, exercises, sections[-1][1])
            sections.append((node["c"][0], _inside(heading, names)))
            yield from (heading, *inlines)
        else:
            yield from _parts(node, names, exercises, sections[-1][1])


def _is_bold(kind: str, content: Any) -> bool:
    """Whether an element is a paragraph of bold words alone, which may stand for a heading."""
    return kind in ("Para", "Plain") and [inline["t"] for inline in content] == ["Strong"]


def _inside(part: Part, names: Names) -> Around:
    return Around(
        part.around.audience & names.audience(part.attributes),
        (*part.around.exercises, id(part.node)) if part.is_exercise else part.around.exercises,
        in_correction=part.around.in_correction or part.is_correction,
        in_section=part.around.in_section or (part.is_correction and part.kind == "Header"),
    )


def _is_correction(attributes: Any, names: Names) -> bool:
    """Whether an element is a correction, or questions with answers, by its class or a condition."""
    if not _CORRECTIONS.isdisjoint(attributes[1]):
        return True
    asked = names.audiences.conditions_of(attributes[2])
    is_named = "correction" in asked or SHOW_FROM in dict(attributes[2])
    return is_named and not names.is_for_students(names.audience(attributes))


def _uncorrected(
    parts: list[Part], reading: Reading, names: Names, exercises: ModuleType, *, is_required: bool
) -> Iterator[Slip]:
    """Report exercises without a correction; one that contains exercises needs none of its own."""
    found, corrected = _grouped(parts, names, exercises)
    if not (corrected or is_required):
        return
    for part in found:
        audience = part.around.audience & names.audience(part.attributes)
        if id(part.node) not in corrected and names.is_for_students(audience):
            title = f" `{short(part.title)}`" if part.title else ""
            message = f"the exercise{title} has no correction"
            yield Slip("CB138" if is_required else "CB137", message, *position(part, parts, reading))


def count(parts: list[Part], names: Names) -> Count:
    """Count what `structure_slips` looks at; a correction in another one is not counted."""
    exercises = resources.filter_module("exercises")
    found, corrected = _grouped(parts, names, exercises)
    corrections = [part for part in parts if part.is_correction and not part.around.in_correction]
    questions = [part for part in parts if any(_QUESTION.match(key) for key, _ in part.attributes[2])]
    return Count(
        len(found), sum(id(part.node) in corrected for part in found), len(corrections), len(questions)
    )


def _grouped(parts: list[Part], names: Names, exercises: ModuleType) -> tuple[list[Part], set[int]]:
    """Return the exercises, and the identities of those that have a correction, or contain one that has."""
    by_node = {id(part.node): part for part in parts}
    found = [
        (by_node[id(exercise.element)], exercise.corrections)
        for exercise in exercises.group(
            exercises.Block(
                part.node,
                part.node["c"][0] if part.kind == "Header" else 0,
                part.is_exercise,
                part.is_correction,
                part.attributes[0],
                str(dict(part.attributes[2]).get(exercises.BELONGS_TO, "")),
            )
            for part in parts
            if not part.around.in_correction
        )
        if exercise.ordinal
    ]
    corrected = {
        node for part, corrections in found if corrections for node in _inside(part, names).exercises
    }
    return [part for part, _ in found], corrected


def _swallowed(parts: list[Part], reading: Reading, names: Names) -> Iterator[Slip]:
    """Report exercises in the section of a correction, which was perhaps meant to end before them.

    They are those of the notation, and titles such as "Exercise 2" if the lesson shows titles with the same
    word, and none with the same number.
    """
    titles = [part for part in parts if part.kind in ("Header", "Para", "Plain")]
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for part in titles:
        if not part.around.in_correction and (found := _NUMBERED.match(vocabulary.fold(part.title))):
            shown[found["word"]].add(found["number"])
    for part in parts:
        if not part.around.in_section or names.is_for_students(part.around.audience):
            continue
        found = _NUMBERED.match(vocabulary.fold(part.title)) if part in titles else None
        is_missing = found and found["word"] in shown and found["number"] not in shown[found["word"]]
        if part.is_exercise or is_missing:
            title = f"`{short(part.title)}`" if part.title else "this exercise"
            message = f"students do not see {title}, which is in the section of a correction"
            yield Slip("CB218", message, *position(part, parts, reading))


def position(part: Part, parts: list[Part], reading: Reading) -> tuple[Place | None, str]:
    """Return the place of an element, or None and a quote."""
    if place := marked_place(part.attributes):
        return (place[0], 1) if part.kind == "Header" else place, ""
    if part.kind == "Div":
        unmarked = [p for p in parts if p.kind == "Div" and p.is_exercise and not marked_place(p.attributes)]
        in_html = [
            (number, found.start() + 1)
            for number, line in reading.prose_lines()
            for found in _HTML_EXERCISE.finditer(line)
        ]
        nth = [p.node is part.node for p in unmarked].index(True)
        return (in_html[nth] if nth < len(in_html) else None), part.title
    lines = (n for n, line in reading.prose_lines() if _letters(line) == _letters(part.title))
    return next(((n, 1) for n in lines), None), part.title


def _letters(line: str) -> str:
    return re.sub(r"\W", "", line.partition("{")[0])
