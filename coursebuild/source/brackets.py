"""Find the square brackets of a paragraph that are text, as nothing is attached to them."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

_BETWEEN = re.compile(r"\s*|[\w\[]{1,2}")  # two bracketed texts, of which the first was meant too


class Brackets(NamedTuple):
    """The brackets of a paragraph that are text.

    `literal` are the offsets of the first and last character of bracketed texts, in order; `ends` are the
    last ones, in order; `reach` is the farthest last one of each text and those before it. `unopened` are the
    offsets of closing brackets without an opening one; `openings` has the opening one of each other.
    """

    text: str
    literal: tuple[tuple[int, int], ...]
    reach: tuple[int, ...]
    ends: tuple[int, ...]
    unopened: frozenset[int]
    openings: Mapping[int, int]

    def are_text_around(self, at: int) -> bool:
        """Whether a block that begins at an offset stands in such brackets, or right behind their text."""
        begins = self.openings.get(at - 1, 0)
        if begins > 0 and begins - 1 in self.unopened:
            return True
        before = bisect_left(self.literal, (at, 0))
        if before and at < self.reach[before - 1]:
            return True
        nearer = bisect_left(self.ends, begins)
        end = self.ends[nearer - 1] if nearer else 0
        return 0 < end < begins and bool(_BETWEEN.fullmatch(self.text, end + 1, begins))


def read_brackets(text: str) -> Brackets:
    """Match the brackets of a text.

    A bracket that is never closed ends with the text, if a word follows it: `[0, 1[` is an interval.
    """
    waiting: list[int] = []
    literal: list[tuple[int, int]] = []
    unopened: set[int] = set()
    openings: dict[int, int] = {}
    for at, character in enumerate(text):
        if character == "[":
            waiting.append(at)
        elif character == "]" and waiting:
            start = openings[at] = waiting.pop()
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
    literal.sort()
    reach = tuple(accumulate((end for _, end in literal), max))
    ends = tuple(sorted(end for _, end in literal))
    return Brackets(text, tuple(literal), reach, ends, frozenset(unopened), openings)
