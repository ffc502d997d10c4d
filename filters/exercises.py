"""Show the minutes and points of exercises; in editions with corrections, add a table of all exercises.

    ::: {.exercise title="1. First container" minutes=10 points=2}
    ## Second container {minutes="1 h 30"}

An exercise is a box (see filters/admonitions.py), or a heading with the class `exercise` or with `minutes`
or `points`. A correction belongs to the last exercise before it in the same section, or, if there is none,
to the nearest heading before it. A document without exercises has no table. `summary: false` in the front
matter omits it.

The sum of the points is left in the metadata, as `coursebuild-points`.

    pandoc --filter filters/admonitions.py --filter filters/exercises.py -M correction=true lesson.md
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

import panflute as pf

corrections, costs = (
    import_module(f"{__package__}.{name}" if __package__ else name) for name in ("corrections", "costs")
)
CLASSES = frozenset({"exercise", "exo"})
CORRECTIONS = frozenset({"correction", "solution", "quiz"})
MOVED = frozenset({"correction", "solution"})  # the classes of those that filters/corrections.py moves
BELONGS_TO = "for"  # the attribute of a correction that names its exercise
BLANK = "blank"  # the class of words that students write

_SUMMARY, _SUMMARY_ID = "exercise-summary", "summary:exercises"
_KINDS = ("solution", "correction")  # as their boxes are labelled
_SECOND, _LAST = 2, 6  # levels of headings


class Block(NamedTuple):
    """An element of a document; `level` is 0 if it is not a heading."""

    element: Any
    level: int
    is_exercise: bool
    is_correction: bool
    identifier: str = ""
    belongs_to: str = ""  # the identifier of its exercise, if the author names it


@dataclass
class Exercise:
    """A row of the table; `ordinal` is 0 if the element is a heading that is not an exercise."""

    element: Any  # None if a correction comes before the first heading
    level: int  # a heading of this level or a higher rank ends it; with `ordinal` 0, any heading does
    ordinal: int = 0
    section: Any = None  # the heading that it stands under
    amounts: Mapping[str, float] = field(default_factory=dict)
    corrections: list[Any] = field(default_factory=list)


def transform(doc: pf.Doc) -> pf.Doc:
    if not (exercises := _exercises(doc)):
        return doc
    language = costs.Language(doc)
    named = any(exercise.ordinal for exercise in exercises)
    has_content = any(exercise.amounts or exercise.corrections for exercise in exercises)
    wanted = named and has_content and _text(doc, "summary") not in ("false", "no", "off")
    if wanted and _text(doc, "correction") in ("true", "yes", "on"):
        summary = _summary(doc, exercises, language)  # before costs are added to the titles, which it copies
        doc.content.extend(summary)
    for exercise in exercises:
        if exercise.amounts:
            _show(exercise, language)
    if points := _sum(exercises, "points"):
        doc.metadata["coursebuild-points"] = language.number(points)
    if (place := _text(doc, corrections.PLACE)) in corrections.PLACES[1:]:
        corrections.move(doc, list(_named(exercises, language.labels)), place, language.labels)
    return doc


def _named(exercises: list[Exercise], labels: Mapping[str, str]) -> Iterator[Any]:
    """Yield each correction with its exercise and the name of this; both get an identifier."""
    for number, exercise in enumerate(exercises, 1):
        name = _name_of(exercise, labels)
        if exercise.element is not None:
            _identifier(exercise.element, f"exercise:{number}")
        for n, correction in enumerate(exercise.corrections, 1):
            if MOVED.isdisjoint(correction.classes):
                continue
            _identifier(correction, f"correction:{number}.{n}")
            yield corrections.Correction(correction, exercise.element, list(_plain(name)))


def _sum(exercises: Iterable[Exercise], key: str) -> float:
    return sum(exercise.amounts.get(key, 0) for exercise in exercises)


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
            current = Exercise(block.element, under[0], ordinal, section=under[1])
            found.append(current)
            by_name[block.identifier] = current
    for block in named:
        if block.belongs_to not in by_name:
            found.append(by_name.setdefault(block.belongs_to, Exercise(None, _LAST)))
        by_name[block.belongs_to].corrections.append(block.element)
    return found


def _exercises(doc: pf.Doc) -> list[Exercise]:
    found = group(_blocks(doc))
    for exercise in found:
        if exercise.ordinal:
            exercise.amounts = _amounts(exercise.element)
    return found


def _blocks(parent: Any) -> Iterator[Block]:
    """Iterate over blocks, each before the blocks in it; blocks in corrections are skipped."""
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
        yield Block(element, level, is_exercise(element.tag, classes, keys), is_correction, name, belongs_to)
        if isinstance(element, (pf.Para, pf.Plain)) and (blank := _blank(element)):
            yield Block(blank, 0, is_exercise=False, is_correction=True)
        inside = level if is_correction else 0
        if not is_correction and not isinstance(element, (pf.Para, pf.Plain, pf.Header, pf.LineBlock)):
            yield from _blocks(element)


def _blank(paragraph: Any) -> Any:
    """Return the first words in a paragraph that students write; None if there are none."""
    return next((each for each in paragraph.content if BLANK in getattr(each, "classes", ())), None)


def _amounts(element: Any) -> dict[str, float]:
    amounts = {key: costs.number(key, element.attributes.pop(key, "")) for key in costs.SYNTAX}
    return {key: amount for key, amount in amounts.items() if amount is not None}


def _show(exercise: Exercise, language: Any) -> None:
    """Add the cost to the heading, or to the box's title."""
    cost = language.cost(exercise.amounts)
    if isinstance(exercise.element, pf.Header):
        exercise.element.content.extend([pf.Space(), pf.Span(pf.Str(f"({cost})"), classes=["heading-cost"])])
    elif title := _part(exercise.element, "admonition-title"):
        title.content[0].content.extend(
            [pf.Space(), pf.Span(pf.Str(f"({cost})"), classes=["admonition-cost"])]
        )


def _part(box: Any, name: str) -> Any:
    """Return the title of a box, or the part of it that has the class `name`."""
    title = next(
        (e for e in box.content[:1] if isinstance(e, pf.Div) and "admonition-title" in e.classes), None
    )
    if title is None or name in title.classes:
        return title
    return next((e for e in title.content[0].content if name in getattr(e, "classes", ())), None)


def _summary(doc: pf.Doc, exercises: list[Exercise], language: Any) -> list[Any]:
    labels = language.labels
    columns = [key for key in costs.SYNTAX if any(key in exercise.amounts for exercise in exercises)]
    rows = [
        [
            _cell(_link(exercise, number, doc, labels), "row"),
            _cell(_corrections(exercise, number, labels)),
            *(_amount(exercise.amounts.get(key), language) for key in columns),
        ]
        for number, exercise in enumerate(exercises, 1)
    ]
    sums = {key: _sum(exercises, key) for key in columns}
    total = [
        _cell([pf.Str(labels["total"])], "row"),
        _cell([]),
        *(_amount(sums[key], language) for key in columns),
    ]
    head = pf.TableRow(
        *(_cell([pf.Str(labels[name])], "col") for name in ("exercise", "correction")),
        *(_cell([pf.Str(labels[f"{key}_column"])], "col", ("amount",)) for key in columns),
    )
    table = pf.Table(
        pf.TableBody(*(pf.TableRow(*row) for row in rows), row_head_columns=1),
        *([pf.TableBody(pf.TableRow(*total), row_head_columns=1, classes=["total"])] if columns else []),
        head=pf.TableHead(head),
        classes=[_SUMMARY],
        attributes={"aria-labelledby": _SUMMARY_ID},
    )
    level = min((e.level for e in doc.content if isinstance(e, pf.Header)), default=_SECOND)
    return [pf.Header(*_words_of(labels["exercises"]), level=level, identifier=_SUMMARY_ID), table]


def _cell(inlines: list[Any], scope: str = "", classes: tuple[str, ...] = ()) -> Any:
    content = [pf.Plain(*inlines)] if inlines else []
    return pf.TableCell(*content, classes=list(classes), attributes={"scope": scope} if scope else {})


def _amount(value: float | None, language: Any) -> Any:
    return _cell([] if value is None else [pf.Str(language.number(value))], classes=("amount",))


def _words_of(text: str) -> list[Any]:
    return [inline for word in text.split(" ") for inline in (pf.Space(), pf.Str(word))][1:]


def _link(exercise: Exercise, number: int, doc: pf.Doc, labels: Mapping[str, str]) -> list[Any]:
    element = exercise.element
    if element is None:
        return [pf.Str(str(doc.get_metadata("title") or labels["exercise"]))]
    title = _name_of(exercise, labels)
    return [pf.Link(*title, url=f"#{_identifier(element, f'exercise:{number}')}")]


def _name_of(exercise: Exercise, labels: Mapping[str, str]) -> list[Any]:
    """Return the title of an exercise, with its number if it has one."""
    element = exercise.element
    if element is None:
        return []
    words = (
        [each for each in element.content if "heading-cost" not in getattr(each, "classes", ())]
        if isinstance(element, pf.Header)
        else getattr(_part(element, "admonition-subject"), "content", ())
    )
    title = list(_plain(words)) or _untitled(exercise, labels)
    shown = element.attributes.get("data-number", "")
    if shown and not isinstance(element, pf.Header):  # whose words begin with it
        title = [pf.Str(f"{labels['exercise']}\u00a0{shown}."), pf.Space(), *title]
    return title


def _untitled(exercise: Exercise, labels: Mapping[str, str]) -> list[Any]:
    """Return the name of an exercise without a title: its label, as above it, and its section."""
    name = [pf.Str(labels["exercise"])]
    if exercise.section is None:
        return name
    return [*name, pf.Space(), pf.Str("("), *_plain(exercise.section.content), pf.Str(")")]


def _corrections(exercise: Exercise, number: int, labels: Mapping[str, str]) -> list[Any]:
    if not exercise.corrections:
        return [pf.Span(pf.Str(labels["no_correction"]), classes=["no-correction"])]
    first, *others = exercise.corrections
    corrections = [first, *(c for c in others if BLANK not in c.classes)]
    kinds = [next((kind for kind in _KINDS if kind in c.classes), "answers") for c in corrections]
    links: list[Any] = []
    for n, (correction, kind) in enumerate(zip(corrections, kinds, strict=True)):
        which = f" {kinds[: n + 1].count(kind)}" if kinds.count(kind) > 1 else ""
        target = _identifier(correction, f"correction:{number}.{n + 1}")
        links += [pf.LineBreak()] if links else []
        links.append(pf.Link(*_words_of(labels[kind] + which), url=f"#{target}"))
    return links


def _identifier(element: Any, otherwise: str) -> str:
    """Return an element's identifier; set it if there is none. Pandoc never makes one with a colon."""
    element.identifier = element.identifier or otherwise
    return str(element.identifier)


def _plain(inlines: Any) -> Iterator[Any]:
    """Copy the text, code and mathematics of a title, without its notes, links and emphasis."""
    for inline in inlines:
        if isinstance(inline, (pf.Str, pf.Code)):
            yield type(inline)(inline.text)
        elif isinstance(inline, pf.Math):
            yield pf.Math(inline.text, format=inline.format)
        elif isinstance(inline, (pf.Space, pf.SoftBreak, pf.LineBreak)):
            yield pf.Space()
        elif isinstance(inline, pf.Quoted):
            yield pf.Quoted(*_plain(inline.content), quote_type=inline.quote_type)
        elif not isinstance(inline, (pf.Note, pf.RawInline)):
            yield from _plain(inline.content)


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
