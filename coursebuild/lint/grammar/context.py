"""What the rules of grammar need to know of a document."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.slip import Parsed
from coursebuild.model import STUDENT, Block, Paragraph, Place, Reading, Searched, unspaced, vocabulary

GUARD = r"(?:correction|solution)s?"
KEY = re.compile(r"(?<![?&/\w-])(?P<key>[\w-]+)[ \t]?=[ \t]?[\"“”«'\u2019]?(?P<value>[\w-]*)")
WORDS = re.compile(r"[^\W\d_][\w\u00ad\u200b-\u200f\ufe00-\ufe0f\u0300-\u036f-]*")
_INDENT = 4

Fault = tuple[Place, str, str]  # a place, a message and a code


class Context(NamedTuple):
    """What the rules of grammar need to know of a document."""

    reading: Reading
    names: Names
    is_code: Callable[[int], bool]  # whether a line is in an indented code block
    blocks: Mapping[int, Sequence[Block]]  # of each line
    headings: Collection[int]  # their lines

    def blocks_in(self, paragraph: Paragraph) -> Iterator[Block]:
        for line in range(paragraph.first, paragraph.last + 1):
            yield from self.blocks.get(line, ())

    @property
    def editions(self) -> frozenset[str]:
        return self.names.keys["edition"] or frozenset()

    def restricts(self, name: str) -> bool:
        """Whether a name is a guard, a near miss of one, or an edition that shows corrections."""
        return bool(vocabulary.nearest_guard(name)) or name in self.editions - {STUDENT.name}

    @classmethod
    def of(cls, reading: Reading, names: Names, parsed: Parsed) -> "Context":
        blocks: defaultdict[int, list[Block]] = defaultdict(list)
        for block in reading.blocks:
            blocks[block.line].append(block)
        headings = frozenset(heading.line for heading in reading.headings)
        return cls(reading, names, _code_lines(reading, parsed.codes), blocks, headings)


def _code_lines(reading: Reading, codes: Counter[str]) -> Callable[[int], bool]:
    """Return a function that says whether pandoc has an indented line in a code block."""
    code = Searched("\0".join(codes))

    def is_code(number: int) -> bool:
        line = reading.lines[number - 1]
        if not line.startswith((" " * _INDENT, "\t")):
            return False
        return unspaced(line) in code

    return is_code
