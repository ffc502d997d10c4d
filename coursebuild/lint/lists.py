"""Find lists that are not nested, or not lists, as the author meant them."""

import re
from collections.abc import Iterator

from coursebuild.lint.slip import Slip
from coursebuild.model import Glued, Literal, Reading

ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)])(?P<space> +)\S")
_WORD = re.compile(r"\w+")
_NEAR = 200  # characters of pandoc's JSON between a marker and the next word


def list_slips(reading: Reading, tree: str) -> Iterator[Slip]:
    """Yield the slips in the lists of a source; `tree` is pandoc's JSON."""
    yield from map(_list_slip, unnested_lists(reading))
    yield from (_text_item_slip(g) for g in reading.glued if g.marker and _is_text(reading, g, tree))
    for each in reading.literals:
        if each.begins_paragraph and each.marker[:-1].isdigit():
            yield _literal_slip(each)


def unnested_lists(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Find lists that are indented under a numbered item, but not enough to be nested in it.

    Yields the first line of each, its spaces of indentation, and the spaces that it needs.
    """
    item: re.Match[str] | None = None
    reported = False  # each list is reported once
    for number, line in reading.prose_lines():
        found = ITEM.match(line)
        if not found:
            if line.strip() and not line.startswith(" "):
                item = None
            continue
        indent = len(found["indent"])
        if item and item["marker"][0].isdigit() and len(item["indent"]) < indent < item.end("space"):
            if not reported:
                yield number, indent, item.end("space")
            reported = True
        elif not item or indent <= len(item["indent"]) or indent >= item.end("space"):
            item, reported = found, False


def item_column(reading: Reading, number: int) -> int:
    """Return the column, from 0, of the text of the list item around a line; 0 outside lists."""
    for before in range(number - 1, 0, -1):
        line = reading.lines[before - 1]
        if reading.is_blank(before) or not reading.prose[before - 1]:
            continue
        if found := ITEM.match(line):
            return found.end("space") if indent(reading.lines[number - 1]) > len(found["indent"]) else 0
        if not line.startswith(" "):
            return 0
    return 0


def indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _list_slip(found: tuple[int, int, int]) -> Slip:
    line, has, needs = found
    return Slip(
        "CB128", f"the list needs {needs} spaces before it to be nested, and has {has}", (line, has + 1)
    )


def _text_item_slip(glued: Glued) -> Slip:
    message = f"`{glued.marker}` begins no list here: it is text of the paragraph"
    return Slip("CB170", message, (glued.line, glued.column))


def _is_text(reading: Reading, glued: Glued, tree: str) -> bool:
    """Whether pandoc's JSON has the marker and the word after it in one text."""
    word = _WORD.search(reading.lines[glued.line - 1], glued.column - 1 + len(glued.marker))
    rest = rf"[^\]]{{0,{_NEAR}}}{re.escape(word[0])}" if word else ""
    return bool(re.search(rf'"{re.escape(glued.marker)}"\}},\{{"t":"Space"\}}{rest}', tree))


def _literal_slip(literal: Literal) -> Slip:
    message = f"`{literal.marker}` begins no list here, because no item follows: it is text"
    return Slip("CB179", message, (literal.line, literal.column))
