"""Read the questions of an edition with corrections from its HTML, as filters/quizzes.py made it."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from typing import Any, NamedTuple

_NUMBER = r"[-+\u2212]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?"
_NUMERIC = re.compile(rf"({_NUMBER})(?:\s*(?:\u00b1|\+/?-)\s*({_NUMBER}))?")
_MINUS = str.maketrans({"\u2212": "-", ",": "."})
_LONGEST_NAME = 60


class Kind(StrEnum):
    """The kinds of questions, by their names in the classes of filters/quizzes.py."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    MATCHING = "matching"
    WRITTEN = "written"


class Answer(NamedTuple):
    """An answer in HTML with its reason; in a question of the kind MATCHING, `pair` is its right side."""

    text: str
    reason: str = ""
    is_right: bool = True
    pair: str = ""


class Question(NamedTuple):
    """A question: its name, in plain text, and its text in HTML."""

    name: str
    kind: Kind
    text: str
    answers: tuple[Answer, ...]


class Number(NamedTuple):
    """A number that is the answer, and by how much an answer may be off."""

    value: str
    tolerance: str


def read_questions(html: str) -> tuple[str, tuple[Question, ...]]:
    """Return the title of a page, and its questions in their order."""
    tree = _parsed(html)
    title = tree.css_first("title").text().strip()
    questions = enumerate(tree.css("div.quiz-question"), 1)
    return title, tuple(_question(node, number) for number, node in questions)


def _parsed(html: str) -> Any:
    return import_module("selectolax.lexbor").LexborHTMLParser(html)


def number_of(answer: Answer) -> Number | None:
    """Return the number that an answer is; None if it is none."""
    if not (found := _NUMERIC.fullmatch(plain(answer.text))):
        return None
    value, tolerance = (each.translate(_MINUS) for each in (found[1], found[2] or "0"))
    return Number(value, tolerance)


def plain(html: str) -> str:
    """Return the text of HTML on one line."""
    return " ".join(_parsed(html).text().split())


def _question(node: Any, number: int) -> Question:
    kind = next(kind for kind in Kind if f"quiz-{kind}" in node.attributes["class"].split())
    answers = tuple(_READERS[kind](node))
    for each in node.css(".quiz-hint, .quiz-reason"):
        each.decompose()
    text = _inside(node)
    name = plain(text)
    if len(name) > _LONGEST_NAME:
        name = f"{name[:_LONGEST_NAME].rpartition(' ')[0]}…"
    return Question(f"{number}. {name}", kind, text, answers)


def _choices(node: Any) -> Iterator[Answer]:
    choices = _take_list(node)
    for item in choices.iter():
        is_right = item.css_first("input[checked]") is not None
        reason = _take(item, ".quiz-reason")
        for each in item.css("input, .quiz-right"):
            each.decompose()
        for each in item.css("label"):
            each.unwrap()
        yield Answer(_inside(item), reason, is_right)


def _pairs(node: Any) -> Iterator[Answer]:
    right = [_inside(item) for item in _take_list(node).iter()]
    for item in _take_list(node).iter():
        reason = _take(item, ".quiz-reason")
        letter = plain(_take(item, ".blank"))
        yield Answer(_inside(item), reason, pair=right[ord(letter) - ord("A")])


def _written(node: Any) -> Iterator[Answer]:
    reason = _take(node, ".quiz-reason")
    blank = node.css(".blank")[-1]
    text, around = _inside(blank), blank.parent
    (around if around.tag == "p" else blank).decompose()
    yield Answer(text, reason)


_READERS = {
    Kind.SINGLE: _choices,
    Kind.MULTIPLE: _choices,
    Kind.MATCHING: _pairs,
    Kind.WRITTEN: _written,
}


def _take_list(node: Any) -> Any:
    """Remove the last list of a question, and return it."""
    last = [each for each in node.iter() if each.tag in ("ul", "ol")][-1]
    html = last.html
    last.decompose()
    return _parsed(html).css_first("ul, ol")


def _take(node: Any, selector: str) -> str:
    """Remove what matches a selector, and return what was in it."""
    found = node.css(selector)
    inside = "".join(map(_inside, found))
    for each in found:
        each.decompose()
    return inside


def _inside(node: Any) -> str:
    return str(node.inner_html or "").strip()
