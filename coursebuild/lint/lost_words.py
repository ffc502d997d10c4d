"""Find words that are in a source and not in what pandoc made of it."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise

from coursebuild.lint.conditional_parts import NOTE, REFERENCE
from coursebuild.lint.slip import Slip
from coursebuild.lint.source_rules import lacks_blank_line
from coursebuild.model import Piece, Reading, fragments, squeezed, without_marks, words
from coursebuild.source import LIST_MARKER

_JSON_ESCAPE = re.compile(r"\\[bfnrtu\"\\/]")
_MARKUP = re.compile(  # what pandoc reads and does not show; `weak` where a character reference has priority
    r"<!--.*?-->|<[^>]*>|\{[^{}]*\}|\[\^[^\]]*\]|\]\[[^\]]*\]|@\w+"
    r"|(?P<weak>^[ \t>]*(?:[-+*]|\(?\w{1,5}[.)])(?:\s+\[[xX]\])?(?=\s)|\[!\w+\])"
)
_REFERENCE = re.compile(r"&#?\w+;")
_UNBROKEN = re.compile(r"\S+")
_USE = re.compile(r"\[([^\[\]]+)\](?!:)")
_DASHES = re.compile(r"(?=.*[|+])[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_MARKERS = re.compile(rf"(?:[ \t>]|(?:{LIST_MARKER}|[:~])(?=[ \t]))*")  # before a table's first line
_ROW_EDGES = re.compile(r"^[ \t>]*\||\|[ \t]*$|^[ \t>]*")
_VERBATIM = re.compile(
    r"\\.|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|\$(?=\S)[^$]*(?<=\S)\$(?!\d)|<[A-Za-z/!][^>]*>"
)
_ADDRESS = re.compile(r"[./#:@<]")
# In place of an address, words that pandoc joins to one; a title and attributes may follow.
_TITLE = r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\))"
_WORD = rf"(?!{_TITLE}|[<{{\[])\S+"
_TEXT = re.compile(rf"{_WORD}(?:[ \t]+{_WORD})+(?:[ \t]+{_TITLE})?(?:[ \t]+\{{[^{{}}]*\}})?[ \t]*$")


def lost_word_slips(reading: Reading, content: str) -> Iterator[Slip]:
    """Report the first word of each line that is nowhere in `content`, pandoc's JSON of the source."""
    if r"\newcommand" in reading.text or r"\def" in reading.text:
        return  # pandoc expands macros
    fences = {fence.line for fence in reading.fences}
    shown = {word for text in fragments(without_marks(content)) for word in words(text)}
    everything = ""  # with names and addresses; built when a word is not in the text
    metadata = _later_metadata(reading)
    used = {_label(name) for name in _USE.findall(reading.text)}
    rows = {number: message for text in reading.texts() for number, message in _long_rows(text)}
    for number, line in reading.prose_lines():
        if number in rows and not any(
            squeezed(line) in squeezed(t) for t in fragments(without_marks(content))
        ):
            yield Slip("CB129", rows[number], (number, 1))
            continue
        if number in fences or NOTE.match(line):
            continue
        if found := REFERENCE.match(line):
            has_words = re.search(r"\w", line[found.start("address") :])  # but `[//]: ()` loses nothing
            is_unused_text = _label(found["name"]) not in used and not _ADDRESS.search(found["address"])
            is_definition = REFERENCE.match(reading.lines[number - 2]) or not lacks_blank_line(
                reading, number
            )
            if is_definition and has_words and (is_unused_text or _TEXT.match(line, found.start("address"))):
                message = f"pandoc reads `{line.strip()}` as a link reference definition"
                yield Slip("CB134", message, (number, 1))
            continue
        for word in words(without_markup(line)):
            if word not in shown:
                everything = everything or squeezed(_JSON_ESCAPE.sub(" ", content.partition('"blocks":')[2]))
                if word not in everything:
                    code = "CB133" if number in metadata else "CB129" if "|" in line else "CB130"
                    yield Slip(code, f"pandoc drops the word `{word}`", (number, 1))
                    break


def _long_rows(text: Sequence[Piece]) -> Iterator[tuple[int, str]]:
    """Yield the rows of pipe tables that have words in a cell for which there is no column.

    Pandoc counts the columns in the line of dashes (its manual, `pipe_tables`).
    """
    columns = 0  # of the table around the line
    for above, piece in pairwise((Piece(0, 0, ""), *text)):
        rows = [piece] if columns else []
        if piece.line != above.line + 1 or not piece.text.strip(" \t>"):
            columns, rows = 0, []
        elif not columns and "|" in above.text and _DASHES.fullmatch(piece.text):
            columns = len(_cells(piece.text.replace("+", "|")))
            rows = [above._replace(text=_MARKERS.sub("", above.text))]
        for row in rows:
            cells = _cells(row.text)
            if any(map(words, cells[columns:])):
                yield row.line, f"the row has {len(cells)} cells, and the table has {columns} columns"


def _cells(row: str) -> list[str]:
    """Split a row at its bars, except those in code, formulas and tags, and those after a backslash."""
    return _ROW_EDGES.sub("", _VERBATIM.sub(lambda found: found[0].replace("|", " "), row)).split("|")


def without_markup(line: str) -> str:
    r"""Replace each piece of markup, and each unbroken string that has a character reference, by a space.

    One regular expression with the alternative `\S*&#?\w+;\S*` would do, in quadratic time.
    """
    if "&" not in line:
        return _MARKUP.sub(" ", line)
    strings = deque(_with_references(line))
    markup = _MARKUP.search(line)
    kept: list[str] = []
    position = 0
    while True:
        while strings and strings[0][1] < position:
            strings.popleft()
        if markup and markup.start() < position:
            markup = _MARKUP.search(line, position)
        start = max(position, strings[0][0]) if strings else len(line)
        if markup and (markup.start() < start or (markup.start() == start and not markup["weak"])):
            start, end = markup.span()
        elif strings:
            end = strings[0][2]
        else:
            return " ".join([*kept, line[position:]])
        kept.append(line[position:start])
        position = end


def _with_references(line: str) -> Iterator[tuple[int, int, int]]:
    """Yield the start, the last character reference and the end of each string without white space."""
    for string in _UNBROKEN.finditer(line):
        last = -1
        for found in _REFERENCE.finditer(line, *string.span()):
            last = found.start()
        if last >= 0:
            yield string.start(), last, string.end()


def _label(name: str) -> str:
    return " ".join(name.split()).casefold()


def _later_metadata(reading: Reading) -> set[int]:
    """Return the lines of the YAML blocks that are not at the beginning of the document."""
    inside: list[int] = []
    found: set[int] = set()
    is_open = False
    for number, line in reading.prose_lines():
        if is_open and line.rstrip() in ("---", "..."):
            found.update(inside)
            is_open = False
        elif line.rstrip() == "---" and reading.is_blank(number - 1) and not reading.is_blank(number + 1):
            is_open, inside = True, []
        inside.append(number)
    return found
