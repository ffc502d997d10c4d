"""Mark the notation of a source, so that pandoc's tree tells which of it pandoc read, and where it stood.

A mark is a letter in place of a letter: in each opening fence and attribute block, the first letter of a name
is replaced by one that occurs nowhere else in the source. So is a letter or a digit of what would begin a
list and is text, such as `2018.`. The text that pandoc reads has the same lines
with the same columns, on which its tables and lists depend. Afterwards the letters are put back, and each
element whose attributes had one gets the attribute MARK with the place.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from coursebuild.model import MARK, Place, Reading
from coursebuild.pandoc.tabs import with_expanded_tabs

# Letters without case, in scripts that few lessons are written in: of one column, and of two
_NARROW = chain(
    *(range(0x1401, 0x166D), range(0x1200, 0x135B), range(0xA500, 0xA60C)),  # Canadian, Ethiopic, Vai
    *(range(0x12000, 0x1239A), range(0x13000, 0x1342F)),  # cuneiform, Egyptian hieroglyphs
    *(range(0x14400, 0x14647), range(0x16800, 0x16A39)),  # Anatolian hieroglyphs, Bamum
)
_WIDE = range(0xA000, 0xA48D)  # Yi
_LETTERS = {
    is_wide: tuple(letter for letter in map(chr, codes) if unicodedata.category(letter) == "Lo")
    for is_wide, codes in ((False, _NARROW), (True, _WIDE))
}

_VALUE = re.compile(r'(?<!\bclass=)(?<!\bid=)"(?:[^"\\]|\\.)*"')
# Where a block's mark stands. A condition's class comes first: pandoc gives others, as `mark`, a meaning, and
# the `alt` of a figure's image.
_NAMES = (
    re.compile(r"(?<=[\s{]\.)(?:if|unless|correction|solution)\b"),
    re.compile(r"(?<=[\s{]\.)[^\W\d_]"),
    re.compile(r"(?<![\w:.=#-])(?!class=|id=|alt=)[^\W\d_](?=[\w:.-]*=)"),
    re.compile(r"(?<![\w:.=#-])(?=alt=)[^\W\d_]"),
    re.compile(r"""(?<=\bclass=)[^\W\d_]|(?<=\bclass=["'])[^\W\d_]"""),
)
_IDENTIFIER = re.compile(r"""(?<=#)\w|(?<=\bid=)\w|(?<=\bid=["'])\w""")
_FENCE_WORD = re.compile(r"(?<=:)[^\w{]*(\w)")

# In pandoc's JSON
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_ATTRIBUTES = re.compile(
    rf"\[(?P<identifier>{_STRING}),\[(?P<classes>(?:{_STRING},?)*)\],\[(?P<pairs>(?:\[{_STRING},{_STRING}\],?)*)\]\]"
)
_FIRST = re.compile(r'"[^\w"{]*(\w)')  # of a name; in other places, as in "{.name", a mark was read as text
_KEY = re.compile(rf"\[({_STRING}),{_STRING}\]")
_LOGGED_LINE = re.compile(r"""("line": |\bline )(\d+)(?=,? column\b|[,}])""")
_MATH = re.compile(rf'\{{"t":"Math","c":\[\{{"t":"\w+"\}},{_STRING}\]')


class Mark(NamedTuple):
    """The place of a fence or an attribute block, and the letter that its mark replaces.

    `in_identifier` says that the letter is the identifier's: pandoc makes a heading's of its text, and so of
    any other mark that it read as text.
    """

    place: Place
    replaced: str
    in_identifier: bool = False


class MarkedText(NamedTuple):
    """A source's text with marks in it; `unmarked` is the first place for which no letter was left.

    `lines` has the number in the source of each line of the text; it is empty where they are the same.
    """

    text: str
    marks: dict[str, Mark]
    unmarked: Place | None = None
    lines: tuple[int, ...] = ()

    def with_lines_of_source(self, log: str) -> str:
        """Replace the line numbers in what pandoc says of the text."""
        if not self.lines:
            return log
        numbers = (*self.lines, self.lines[-1] + 1)  # pandoc may mean the end of the text
        return _LOGGED_LINE.sub(
            lambda found: found[1] + str(numbers[min(int(found[2]), len(numbers)) - 1]), log
        )

    def without_letters(self, text: str) -> str:
        """Put the letters back that the marks replace."""
        return text.translate({ord(letter): mark.replaced for letter, mark in self.marks.items()})

    def with_attributes(self, json: str) -> str:
        """Replace the marks in pandoc's JSON by attributes; a formula that has one keeps it as text."""
        if not self.marks:
            return json
        return self.without_letters(_MATH.sub(self._in_math, _ATTRIBUTES.sub(self._in_attributes, json)))

    def _in_attributes(self, found: re.Match[str]) -> str:
        if self.marks.keys().isdisjoint(found[0]):
            return found[0]
        firsts = _FIRST.findall(found["classes"] + "".join(_KEY.findall(found["pairs"])))
        own = [self.marks[letter] for letter in firsts if letter in self.marks]
        own += [m for m in (self.marks.get(found["identifier"][1]),) if m and m.in_identifier]
        identifier = "".join(map(self._in_identifier, found["identifier"]))
        attribute = [f'["{MARK}","{_position(mark)}"]' for mark in own[:1]]
        pairs = ",".join(filter(None, (*attribute, found["pairs"])))
        return f"[{identifier},[{found['classes']}],[{pairs}]]"

    def _in_identifier(self, letter: str) -> str:
        """Return the letter that a mark replaces; in lower case where pandoc makes identifiers of texts."""
        if not (mark := self.marks.get(letter)):
            return letter
        return mark.replaced if mark.in_identifier else mark.replaced.lower()

    def _in_math(self, found: re.Match[str]) -> str:
        return "".join(
            f"{MARK}={_position(self.marks[letter])} {letter}" if letter in self.marks else letter
            for letter in found[0]
        )


def mark(reading: Reading) -> MarkedText:
    """Mark the opening fences and the attribute blocks of a source, but for blocks that name nothing."""
    lines = reading.for_pandoc()
    used = set(reading.text)
    unused = {is_wide: (c for c in letters if c not in used) for is_wide, letters in _LETTERS.items()}
    marks: dict[str, Mark] = {}
    unmarked: Place | None = None
    for place, text in _notation(reading):
        found, in_identifier = _name(text)
        if found < 0:
            continue
        line, at = lines[place[0] - 1], place[1] - 1 + found
        if letter := next(unused[unicodedata.east_asian_width(line[at]) in "WF"], ""):
            marks[letter] = Mark(place, line[at], in_identifier)
            lines[place[0] - 1] = line[:at] + letter + line[at + 1 :]
        else:
            unmarked = unmarked or place
    for literal in reading.literals:
        line = lines[literal.line - 1]
        at = literal.column - 1 + literal.marker.startswith("(")
        if letter := next(unused[False], ""):
            marks[letter] = Mark((literal.line, literal.column), line[at])
            lines[literal.line - 1] = line[:at] + letter + line[at + 1 :]
    given = reading.with_added_lines(with_expanded_tabs(lines, reading))
    numbers = tuple(number for number, _ in given) if len(given) > len(lines) else ()
    return MarkedText("\n".join(line for _, line in given), marks, unmarked, numbers)


def _notation(reading: Reading) -> Iterator[tuple[Place, str]]:
    for fence in reading.fences:
        if fence.opens and fence.well_formed:
            yield (fence.line, fence.column), fence.text
    for block in reading.blocks:
        # pandoc does not read a look-alike as a brace
        if block.is_marked and reading.lines[block.line - 1].startswith("{", block.column - 1):
            yield (block.line, block.column), block.text


def _name(text: str) -> tuple[int, bool]:
    """Return the index of the letter that a mark replaces, or -1; and whether an identifier begins there."""
    names = _VALUE.sub(lambda value: " " * len(value[0]), text)
    if "{" not in names and (word := _FENCE_WORD.search(names)):
        return word.start(1), False
    at = next((found.start() for name in _NAMES if (found := name.search(names))), -1)
    found = _IDENTIFIER.search(names) if at < 0 else None
    return (found.start(), True) if found else (at, False)


def _position(mark: Mark) -> str:
    return "{}.{}".format(*mark.place)
