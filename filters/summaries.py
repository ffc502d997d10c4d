"""The table of all exercises and corrections, and the names of exercises, for filters/exercises.py."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import panflute as pf

BLANK = "blank"  # the class of words that students write

_SUMMARY, _SUMMARY_ID = "exercise-summary", "summary:exercises"
_KINDS = ("solution", "correction")  # as their boxes are labelled
_SECOND = 2  # level of headings


def total(exercises: Iterable[Any], key: str) -> float:
    """Add up an amount of the exercises that are not part of another one."""
    return float(sum(exercise.amounts.get(key, 0) for exercise in exercises if exercise.outer is None))


def part(box: Any, name: str) -> Any:
    """Return the title of a box, or the part of it that has the class `name`."""
    title = next(
        (e for e in box.content[:1] if isinstance(e, pf.Div) and "admonition-title" in e.classes), None
    )
    if title is None or name in title.classes:
        return title
    return next((e for e in title.content[0].content if name in getattr(e, "classes", ())), None)


def make(doc: pf.Doc, exercises: list[Any], language: Any) -> list[Any]:
    labels = language.labels
    columns = [key for key in language.amounts if any(key in exercise.amounts for exercise in exercises)]
    rows = [
        [
            _cell(_link(exercise, number, doc, labels), "row"),
            _cell(_corrections(exercise, number, labels)),
            *(_amount(exercise.amounts.get(key), language, exercise.outer) for key in columns),
        ]
        for number, exercise in enumerate(exercises, 1)
    ]
    sums = {key: total(exercises, key) for key in columns}
    last = [
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
        *([pf.TableBody(pf.TableRow(*last), row_head_columns=1, classes=["total"])] if columns else []),
        head=pf.TableHead(head),
        classes=[_SUMMARY],
        attributes={"aria-labelledby": _SUMMARY_ID},
    )
    level = min((e.level for e in doc.content if isinstance(e, pf.Header)), default=_SECOND)
    return [pf.Header(*_words_of(labels["exercises"]), level=level, identifier=_SUMMARY_ID), table]


def _cell(inlines: list[Any], scope: str = "", classes: tuple[str, ...] = ()) -> Any:
    content = [pf.Plain(*inlines)] if inlines else []
    return pf.TableCell(*content, classes=list(classes), attributes={"scope": scope} if scope else {})


def _amount(value: float | None, language: Any, outer: Any = None) -> Any:
    """Return the cell of an amount; in parentheses if that of another row has it in it."""
    text = "" if value is None else language.number(value)
    shown = f"({text})" if text and outer is not None else text
    return _cell([pf.Str(shown)] if shown else [], classes=("amount",))


def _words_of(text: str) -> list[Any]:
    return [inline for word in text.split(" ") for inline in (pf.Space(), pf.Str(word))][1:]


def _link(exercise: Any, number: int, doc: pf.Doc, labels: Mapping[str, str]) -> list[Any]:
    element = exercise.element
    if element is None:
        return [pf.Str(str(doc.get_metadata("title") or labels["exercise"]))]
    title = name_of(exercise, labels)
    return [pf.Link(*title, url=f"#{identifier(element, f'exercise:{number}')}")]


def name_of(exercise: Any, labels: Mapping[str, str]) -> list[Any]:
    """Return the title of an exercise, with its number if it has one."""
    element = exercise.element
    if element is None:
        return []
    words = (
        [each for each in element.content if "heading-cost" not in getattr(each, "classes", ())]
        if isinstance(element, pf.Header)
        else getattr(part(element, "admonition-subject"), "content", ())
    )
    title = list(plain(words)) or _untitled(exercise, labels)
    shown = element.attributes.get("data-number", "")
    if shown and not isinstance(element, pf.Header):  # whose words begin with it
        title = [pf.Str(f"{labels['exercise']}\u00a0{shown}."), pf.Space(), *title]
    return title


def _untitled(exercise: Any, labels: Mapping[str, str]) -> list[Any]:
    """Return the name of an exercise without a title: its label, as above it, and its section."""
    name = [pf.Str(labels["exercise"])]
    if exercise.section is None:
        return name
    return [*name, pf.Space(), pf.Str("("), *plain(exercise.section.content), pf.Str(")")]


def _corrections(exercise: Any, number: int, labels: Mapping[str, str]) -> list[Any]:
    if not exercise.corrections:
        return [pf.Span(pf.Str(labels["no_correction"]), classes=["no-correction"])]
    first, *others = exercise.corrections
    corrections = [first, *(c for c in others if BLANK not in c.classes)]
    kinds = [next((kind for kind in _KINDS if kind in c.classes), "answers") for c in corrections]
    links: list[Any] = []
    for n, (correction, kind) in enumerate(zip(corrections, kinds, strict=True)):
        which = f" {kinds[: n + 1].count(kind)}" if kinds.count(kind) > 1 else ""
        target = identifier(correction, f"correction:{number}.{n + 1}")
        links += [pf.LineBreak()] if links else []
        links.append(pf.Link(*_words_of(labels[kind] + which), url=f"#{target}"))
    return links


def identifier(element: Any, otherwise: str) -> str:
    """Return an element's identifier; set it if there is none. Pandoc never makes one with a colon."""
    element.identifier = element.identifier or otherwise
    return str(element.identifier)


def plain(inlines: Any) -> Iterator[Any]:
    """Copy the text, code and mathematics of a title, without its notes, links and emphasis."""
    for inline in inlines:
        if isinstance(inline, (pf.Str, pf.Code)):
            yield type(inline)(inline.text)
        elif isinstance(inline, pf.Math):
            yield pf.Math(inline.text, format=inline.format)
        elif isinstance(inline, (pf.Space, pf.SoftBreak, pf.LineBreak)):
            yield pf.Space()
        elif isinstance(inline, pf.Quoted):
            yield pf.Quoted(*plain(inline.content), quote_type=inline.quote_type)
        elif not isinstance(inline, (pf.Note, pf.RawInline)):
            yield from plain(inline.content)
