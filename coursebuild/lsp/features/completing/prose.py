"""What is offered in the text: the ticks of a quiz, and macros in formulas."""

import re
from collections.abc import Iterator

from lsprotocol.types import CompletionItemKind as Kinds

from coursebuild.lsp.features.offers import Offer
from coursebuild.lsp.lessons import Lesson
from coursebuild.source import without_code

_BOX = re.compile(r"[ \t>]*[-*+][ \t]+(?P<box>\[?)$")
_MACRO = re.compile(r"\\(?P<word>[A-Za-z]*)$")
_DOLLARS = re.compile(r"(?<!\\)\$\$?")
_TICKS = {
    "[x]": "A right choice; students do not see the tick.",
    "[ ]": "A wrong choice.",
}


def ticks(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """The boxes of choices, at the beginning of an item in a quiz."""
    found = _BOX.fullmatch(before)
    if found and lesson.is_in_quiz(number):
        for box, meaning in _TICKS.items():
            yield Offer(found.start("box"), box, Kinds.Value, meaning, f"{box} ")


def macros(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """The macros of the course and of the front matter, in a formula."""
    found = _MACRO.search(before)
    if found and lesson.has_notation(number) and _is_in_formula(lesson, number, before):
        for name, tex in lesson.macros.items():
            yield Offer(found.start(), f"\\{name}", Kinds.Function, f"`{tex}`" if tex else "")


def _is_in_formula(lesson: Lesson, number: int, before: str) -> bool:
    """Whether a formula is open: by the dollars before a place, in its paragraph."""
    first = number
    while first > 1 and lesson.text.line(first - 1).strip():
        first -= 1
    lines = (*lesson.text.lines[first - 1 : number - 1], before)
    return sum(len(_DOLLARS.findall(without_code(line))) for line in lines) % 2 == 1
