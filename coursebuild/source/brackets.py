"""Find the square brackets of a paragraph that are text, as nothing is attached to them."""

import re
from typing import NamedTuple

_BETWEEN = re.compile(r"\s*|[\w\[]{1,2}")  # two bracketed texts, of which the first was meant too


class Brackets(NamedTuple):
    """The brackets of a paragraph that are text.

    `literal` are the offsets of the first and last character of bracketed texts, `unopened` those of closing
    brackets without an opening one.
    """

    text: str
    literal: tuple[tuple[int, int], ...]
    unopened: frozenset[int]

    def are_text_around(self, at: int) -> bool:
        """Whether a block that begins at an offset stands in such brackets, or right behind their text."""
        begins = _beginning(self.text, at)
        if begins > 0 and begins - 1 in self.unopened:
            return True
        return any(
            first < at < end or (0 < end < begins and bool(_BETWEEN.fullmatch(self.text, end + 1, begins)))
            for first, end in self.literal
        )


def read_brackets(text: str) -> Brackets:
    """Match the brackets of a text.

    A bracket that is never closed ends with the text, if a word follows it: `[0, 1[` is an interval.
    """
    waiting: list[int] = []
    literal: list[tuple[int, int]] = []
    unopened: set[int] = set()
    for at, character in enumerate(text):
        if character == "[":
            waiting.append(at)
        elif character == "]" and waiting:
            start = waiting.pop()
            is_note = text[max(0, start - 1)] in "^!" or text[start + 1] in "^@!"
            following = text[at + 1 : at + 3]
            is_attached = following[:1] in ("(", "{", "[", ":") and following != "[["
            if not is_note and not is_attached:
                literal.append((start, at))
        elif character == "]":
            unopened.add(at)
    literal += [
        (at, len(text))
        for at in waiting
        if re.match(r"[^\W\d]|[\"*_\u00ab\u201c`]", text[at + 1 : at + 2])
        and (at == 0 or text[at - 1] in " \t\n(\"'|")
    ]
    return Brackets(text, tuple(literal), frozenset(unopened))


def _beginning(text: str, at: int) -> int:
    """Return the offset of the bracket whose text ends right before `at`; 0 if none does."""
    depth = 0
    for offset in range(at - 1, 0, -1):
        depth += {"]": 1, "[": -1}.get(text[offset], 0)
        if depth == 0:
            return offset if text[offset] == "[" else 0
    return 0
