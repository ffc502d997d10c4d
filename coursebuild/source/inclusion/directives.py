"""Find the code blocks and fenced divs that include a file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from coursebuild.model import Code, Fence, without_ignoring
from coursebuild.source.attributes import TOKEN, is_well_formed, read_attributes
from coursebuild.source.code_info import attributes_of
from coursebuild.source.fences import LIST_MARKER, parse_fence
from coursebuild.source.lines import classify

INCLUDE = "include"
_OF_CODE = frozenset((INCLUDE, "lines", "region", "from", "to"))
_OF_DIV = frozenset((INCLUDE, "region", "shift"))
_ATTRIBUTES = re.compile(r"\{[^{}]*\}$")
_MARKER = re.compile(rf"{LIST_MARKER}|\[\^[^\]\s]+\]:|:")


class Directive(NamedTuple):
    """The lines, from 0, of a block that includes a file, the first and the last of which are fences.

    `column` is that of `include` in the first line, counted from 1. `given` are the attributes that say what
    to include, of which `opening` is the first line without. What precedes the block is `before` in that
    line, such as `> - `, and `prefix` in the others.
    """

    first: int
    last: int
    column: int
    given: Mapping[str, str]
    opening: str
    before: str
    prefix: str
    fence: str  # of a code block
    classes: tuple[str, ...]
    keys: frozenset[str]  # of the other attributes

    @property
    def is_code(self) -> bool:
        return bool(self.fence)

    @property
    def path(self) -> str:
        """The path of the file, which for Markdown may have the identifier of a part after it."""
        return self.given[INCLUDE] if self.is_code else self.given[INCLUDE].partition("#")[0]

    @property
    def part(self) -> str:
        """The identifier of the part to include; "" for all."""
        return "" if self.is_code else self.given[INCLUDE].partition("#")[2]

    @property
    def names(self) -> frozenset[str]:
        """The attributes that can say what to include."""
        return _OF_CODE if self.is_code else _OF_DIV

    @property
    def is_bare(self) -> bool:
        """Whether the block has no other attributes."""
        return "{" not in self.opening


def find_directives(lines: Sequence[str], kinds: frozenset[str]) -> Iterator[Directive]:
    """Yield the blocks that include a file, in order. One that has a text of its own includes none."""
    prose, codes, _ = classify(list(lines))
    for code in codes:
        if INCLUDE in code.info and code.last and not code.text.strip(" \t>\n"):
            yield from _of_code(lines, code)
    for at, line in enumerate(lines):
        if INCLUDE in line and prose[at]:
            opening = parse_fence(at + 1, without_ignoring(line), kinds)
            last = _closing(lines, at + 1, kinds)
            if opening and opening.well_formed and last:
                yield from _of_div(lines, opening, last)


def _of_code(lines: Sequence[str], code: Code) -> Iterator[Directive]:
    line = lines[code.line - 1]
    if not _ATTRIBUTES.search(code.info):  # as MkDocs writes attributes
        attributes = attributes_of(code.info, of_file=True)
        line = f"{line[: len(line.rstrip()) - len(code.info)].rstrip()} {{{attributes}}}"
    directive = _read(line, code.line - 1, code.last - 1, code.column - 1, _OF_CODE)
    if directive:
        yield directive._replace(fence=code.fence)


def _of_div(lines: Sequence[str], opening: Fence, last: int) -> Iterator[Directive]:
    directive = _read(lines[opening.line - 1], opening.line - 1, last, opening.column - 1, _OF_DIV)
    if directive:
        yield directive


def _closing(lines: Sequence[str], start: int, kinds: frozenset[str]) -> int:
    """Return the index of the fence that closes a fenced div without content; 0 if there is none."""
    at = next((n for n in range(start, len(lines)) if lines[n].strip(" \t>")), 0)
    closing = parse_fence(at + 1, without_ignoring(lines[at]), kinds) if at else None
    return at if closing and not closing.opens else 0


def _read(line: str, first: int, last: int, start: int, names: frozenset[str]) -> Directive | None:
    """Read the attributes of an opening fence, which stands at `start`; None if it includes nothing."""
    end = line.rindex("}") + 1 if "}" in line else 0
    brace = line.find("{", start)
    block = line[brace:end]
    if not is_well_formed(block):
        return None
    attributes = read_attributes(block)
    given = {key: value for key, value in attributes.pairs if key in names}
    if INCLUDE not in given:
        return None
    tokens = [each for each in TOKEN.finditer(block) if each["key"] in given]
    rest = block
    for each in tokens:
        rest = rest[: each.start()] + " " * len(each[0]) + rest[each.end() :]
    column = brace + next(each.start() for each in tokens if each["key"] == INCLUDE) + 1
    is_empty = not rest.strip("{} \t")
    return Directive(
        first,
        last,
        column,
        given,
        line[:brace] + ("" if is_empty else rest) + line[end:],
        line[:start],
        _MARKER.sub(lambda found: " " * len(found[0]), line[:start]),
        "",
        attributes.classes,
        frozenset(key for key, _ in attributes.pairs if key not in given),
    )
