"""Show the minutes and points of exercises; in editions with corrections, add a table of all exercises.

    ::: {.exercise title="1. First container" minutes=10 points=2}
    ## Second container {minutes="1 h 30"}

An exercise is a box (see filters/admonitions.py), or a heading with the class `exercise` or with `minutes`
or `points`. A correction belongs to the last exercise before it in the same section, or, if there is none,
to the nearest heading before it. A document without exercises has no table. `summary: false` in the front
matter omits it.

An exercise may consist of others, or of questions such as `[Which port?]{points=2}`: what it does not say
of itself is the sum of theirs, and theirs do not count again. The sum of the points of all exercises is
left in the metadata, as `coursebuild-points`, and all costs as `coursebuild-cost`.

    pandoc --filter filters/admonitions.py --filter filters/exercises.py -M correction=true lesson.md
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

import panflute as pf

corrections, costs, summaries = (
    import_module(f"{__package__}.{name}" if __package__ else name)
    for name in ("corrections", "costs", "summaries")
)
CLASSES = frozenset({"exercise", "exo"})
CORRECTIONS = frozenset({"correction", "solution", "quiz"})
BELONGS_TO = "for"  # the attribute of a correction that names its exercise
BLANK = summaries.BLANK

_LAST = 6  # level of headings


class Block(NamedTuple):
    """An element of a document; `level` is 0 if it is not a heading."""

    element: Any
    level: int
    is_exercise: bool
    is_correction: bool
    identifier: str = ""
    belongs_to: str = ""  # the identifier of its exercise, if the author names it
    outer: Any = None  # the exercise around it

    @property
    def is_question(self) -> bool:
        return self.outer is not None and self.element.tag == "Span"


@dataclass
class Exercise:
    """A row of the table; `ordinal` is 0 if the element is a heading that is not an exercise."""

    element: Any  # None if a correction comes before the first heading
    level: int  # a heading of this level or a higher rank ends it; with `ordinal` 0, any heading does
    ordinal: int = 0
    section: Any = None  # the heading that it stands under
    outer: Any = None  # the exercise around it
    amounts: Mapping[str, float] = field(default_factory=dict)
    corrections: list[Any] = field(default_factory=list)


def transform(doc: pf.Doc) -> pf.Doc:
    language = costs.Language(doc)
    if not (exercises := _exercises(doc, language)):
        return doc
    named = any(exercise.ordinal for exercise in exercises)
    has_content = any(exercise.amounts or exercise.corrections for exercise in exercises)
    wanted = named and has_content and _text(doc, "summary") not in ("false", "no", "off")
    if wanted and _text(doc, "correction") in ("true", "yes", "on"):
        summary = summaries.make(
            doc, exercises, language
        )  # before costs are added to the titles, which it copies
        doc.content.extend(summary)
    for exercise in exercises:
        if exercise.amounts:
            _show(exercise, language)
    sums = {key: total for key in costs.SYNTAX if (total := summaries.total(exercises, key))}
    doc.metadata["coursebuild-cost"] = language.cost(sums)
    doc.metadata["coursebuild-points"] = language.number(sums["points"]) if "points" in sums else ""
    if (place := _text(doc, corrections.PLACE)) in corrections.PLACES[1:]:
        moved = list(_named(exercises, place, language.labels))
        corrections.move(doc, moved, place, language.labels)
    return doc


def _named(exercises: list[Exercise], place: str, labels: Mapping[str, str]) -> Iterator[Any]:
    """Yield each correction with its exercise and the name of this; both get an identifier."""
    for number, exercise in enumerate(exercises, 1):
        name = summaries.name_of(exercise, labels)
        if exercise.element is not None:
            summaries.identifier(exercise.element, f"exercise:{number}")
        for n, correction in enumerate(exercise.corrections, 1):
            if not corrections.moves(correction, place):
                continue
            summaries.identifier(correction, f"correction:{number}.{n}")
            yield corrections.Correction(correction, exercise.element, list(summaries.plain(name)))


def _text(doc: pf.Doc, key: str) -> str:
    return str(doc.get_metadata(key)).strip().casefold()


def is_exercise(kind: str, classes: Collection[str], keys: Collection[str]) -> bool:
    """Whether an element (pandoc's name of its kind) with these classes and attributes is an exercise."""
    has_class = not CLASSES.isdisjoint(classes)
    return (kind == "Div" and has_class) or (
        kind == "Header" and (has_class or not costs.SYNTAX.keys().isdisjoint(keys))
    )


def group(blocks: Iterable[Block]) -> list[Exercise]:
    """Return the exercises with their corrections.

    The blocks are in document order, without those that are inside corrections.
    """
    found: list[Exercise] = []
    named: list[Block] = []  # the corrections that name their exercise
    by_name: dict[str, Exercise] = {}
    heading: Block | None = None
    current: Exercise | None = None
    for block in blocks:
        if block.is_correction and block.belongs_to:
            named.append(block)
            continue
        if block.is_correction:
            if current is None:
                current = Exercise(heading and heading.element, heading.level if heading else _LAST)
                found.append(current)
            current.corrections.append(block.element)
            continue
        if block.level:
            heading = block
            if current and (block.level <= current.level or not current.ordinal):
                current = None
        if block.is_exercise:
            ordinal = 1 + sum(exercise.ordinal > 0 for exercise in found)
            under = (heading.level, heading.element) if heading else (_LAST, None)
            current = Exercise(block.element, under[0], ordinal, section=under[1], outer=block.outer)
            found.append(current)
            by_name[block.identifier] = current
    for block in named:
        if block.belongs_to not in by_name:
            found.append(by_name.setdefault(block.belongs_to, Exercise(None, _LAST)))
        by_name[block.belongs_to].corrections.append(block.element)
    return found


def _exercises(doc: pf.Doc, language: Any) -> list[Exercise]:
    """Return the exercises with their amounts; those of questions are shown."""
    blocks = list(_blocks(doc))
    found = group(blocks)
    amounts: dict[int, dict[str, float]] = {}
    for block in blocks:
        if block.is_exercise or block.is_question:
            amounts[id(block.element)] = costs.take(block.element)
            if block.is_question:
                _append(block.element, language.cost(amounts[id(block.element)]), "part-cost")
    _add_up([block for block in blocks if id(block.element) in amounts], amounts)
    for exercise in found:
        exercise.amounts = amounts.get(id(exercise.element), {})
    return found


def _add_up(blocks: list[Block], amounts: Mapping[int, dict[str, float]]) -> None:
    """Give each exercise the sums of its parts, which follow it, where it has no amount of its own."""
    sums: dict[int, dict[str, float]] = {}
    for block in reversed(blocks):
        of_parts = sums.get(id(block.element), {})
        own = amounts[id(block.element)]
        own.update({key: of_parts[key] for key in costs.SYNTAX if key in of_parts and key not in own})
        around = sums.setdefault(id(block.outer), {})
        around.update({key: around.get(key, 0) + amount for key, amount in own.items()})


def _blocks(parent: Any, outer: Any = None) -> Iterator[Block]:
    """Iterate over blocks, each before the blocks in it; blocks in corrections are skipped.

    `outer` is the exercise around them. Questions with an amount, and words that students write, count as
    blocks.
    """
    sections = [(0, outer)]  # the level of each heading above that is an exercise
    inside = 0  # the level of a heading whose section is a correction, or 0
    for element in (*getattr(parent, "content", ()), *getattr(parent, "definitions", ())):
        level = element.level if isinstance(element, pf.Header) else 0
        if inside and not 0 < level <= inside:
            continue
        classes = getattr(element, "classes", ())
        is_correction = not CORRECTIONS.isdisjoint(classes)
        keys = getattr(element, "attributes", ())
        belongs_to = element.attributes.pop(BELONGS_TO, "") if is_correction else ""
        name = getattr(element, "identifier", "")
        while 0 < level <= sections[-1][0]:
            sections.pop()
        around = sections[-1][1]
        is_one = is_exercise(element.tag, classes, keys)
        yield Block(element, level, is_one, is_correction, name, belongs_to, around)
        if level and is_one:
            sections.append((level, element))
        if isinstance(element, (pf.Para, pf.Plain)):
            if blank := _blank(element):
                yield Block(blank, 0, is_exercise=False, is_correction=True)
            for question in costs.priced(element.content) if around is not None else ():
                yield Block(question, 0, is_exercise=False, is_correction=False, outer=around)
        inside = level if is_correction else 0
        if not is_correction and not isinstance(element, (pf.Para, pf.Plain, pf.Header, pf.LineBlock)):
            yield from _blocks(element, element if is_one else around)


def _blank(paragraph: Any) -> Any:
    """Return the first words in a paragraph that students write; None if there are none."""
    return next((each for each in paragraph.content if BLANK in getattr(each, "classes", ())), None)


def _show(exercise: Exercise, language: Any) -> None:
    """Add the cost to the heading, or to the box's title."""
    cost = language.cost(exercise.amounts)
    if isinstance(exercise.element, pf.Header):
        _append(exercise.element, cost, "heading-cost")
    elif title := summaries.part(exercise.element, "admonition-title"):
        _append(title.content[0], cost, "admonition-cost")


def _append(element: Any, cost: str, name: str) -> None:
    element.content.extend([pf.Space(), pf.Span(pf.Str(f"({cost})"), classes=[name])] if cost else [])


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
