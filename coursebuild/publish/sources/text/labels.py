"""Number the labels of notes, links and examples, and take out those of formulas: no page shows them."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from coursebuild.model import Reading, words
from coursebuild.publish.sources.text.blocks import cells
from coursebuild.publish.sources.text.edits import Edit
from coursebuild.source import without_code

_BEGIN = r"[ \t>]*(?:[|+][ \t]*)?"
_SHORTEST = 2  # letters of a word that says something


class _Kind(NamedTuple):
    """A kind of labels: how a line defines one, and the pattern of one where it is used."""

    defining: re.Pattern[str]
    used: str


_KINDS = (
    _Kind(re.compile(rf"{_BEGIN}\[\^(?P<name>[^\]\s]+)\]:"), r"(?<=\[\^){}(?=\])"),
    _Kind(re.compile(rf"{_BEGIN}\[(?!\^)(?P<name>[^\[\]\n]+)\]:[ \t]*\S"), r"(?<=\]\[){}(?=\])"),
    _Kind(re.compile(rf"{_BEGIN}\(@(?P<name>[\w-]+)\)"), r"(?<=@){}(?![\w-])"),
)
_RULER = re.compile(r"[ \t>]*[+-][-=+: ]{2,}")  # of a table whose columns are where its signs are
_OF_FORMULA = re.compile(r"[ \t]*\\label[ \t]*\{[^{}\n]*\}")


def edits(reading: Reading) -> Iterator[Edit]:
    """Take labels out of formulas."""
    for number, line in reading.prose_lines():
        for found in _OF_FORMULA.finditer(without_code(line)) if "\\label" in line else ():
            yield from cells.changed(reading, number, found.start(), found.end(), "")


def numbered(lines: Sequence[str], prose: Sequence[bool], shown: Collection[str]) -> list[str]:
    """The lines with a number in place of each label of which a word is not `shown`.

    `prose` says what is not code. Where the lesson has tables, the numbers are as long as the labels.
    """
    made = [*lines]
    has_columns = any(map(_RULER.fullmatch, lines))
    for kind in _KINDS:
        found = [kind.defining.match(line) for line, is_prose in zip(made, prose, strict=True) if is_prose]
        names = dict.fromkeys(each["name"] for each in found if each)
        taken = {name.casefold().lstrip("0") for name in names}
        free = (number for number in map(str, range(1, 10**6)) if number not in taken)
        for name in filter(lambda name: _says_more(name, shown), names):
            number = next(free)
            text = number.zfill(len(name)) if has_columns else number
            made = [
                _renamed(line, kind, name, text) if is_prose else line
                for line, is_prose in zip(made, prose, strict=True)
            ]
    return made


def _says_more(name: str, shown: Collection[str]) -> bool:
    """Whether a label has a word that is not shown; numbers and single letters say nothing."""
    return any(len(word) >= _SHORTEST and not word.isdecimal() and word not in shown for word in words(name))


def _renamed(line: str, kind: _Kind, name: str, text: str) -> str:
    """A line with another text in place of a label."""
    plain = without_code(line)
    pattern = r"\s+".join(map(re.escape, name.split()))
    spans = {found.span() for found in re.finditer(kind.used.format(pattern), plain, re.IGNORECASE)}
    if (found := kind.defining.match(plain)) and re.fullmatch(pattern, found["name"], re.IGNORECASE):
        spans.add(found.span("name"))
    made, end = "", 0
    for start, stop in sorted(spans):
        made, end = f"{made}{line[end:start]}{text}", stop
    return made + line[end:]
