"""Marks that stand in a LaTeX text for commands that pandoc does not know, and come back in its Markdown."""

import re
from collections.abc import Callable
from typing import NamedTuple

Line = Callable[[str], int]  # the line of the original in which a text begins

_FIND = re.compile(r"cbmark(?P<index>\d+)(?P<part>begin|end)")


class Mark(NamedTuple):
    """A command: its kind, its value, such as points, and its line in the original."""

    kind: str
    value: str
    line: int


class Marks:
    """The marks of a text; each is one word of letters and digits, which pandoc copies."""

    def __init__(self) -> None:
        self._marks: list[Mark] = []

    def add(self, kind: str, value: str, line: int) -> str:
        """Return the word for a command."""
        self._marks.append(Mark(kind, value, line))
        return f"cbmark{len(self._marks) - 1}begin"

    @staticmethod
    def end_of(word: str) -> str:
        """Return the word that ends what a mark began."""
        return f"{word.removesuffix('begin')}end"

    def find(self, text: str) -> tuple[re.Match[str], Mark] | None:
        """Return the first word in a text that begins something, and its mark."""
        for found in _FIND.finditer(text):
            if found["part"] == "begin" and int(found["index"]) < len(self._marks):
                return found, self._marks[int(found["index"])]
        return None


def closing_brace(text: str, opening: int) -> int:
    """Return the index of the brace that closes the one at an index; -1 if none does."""
    depth = 0
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, opening):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return -1


def depth_in_paragraph(text: str, at: int) -> int:
    """Return how many braces of its paragraph are open around a place."""
    start = max(text.rfind("\n\n", 0, at), 0)
    braces = (found[0] for found in re.finditer(r"\\.|[{}]", text[start:at], re.DOTALL))
    return sum({"{": 1, "}": -1}.get(each, 0) for each in braces)
