"""Fit tables to the printed page.

A table that needs half a line or less is as wide as its text. For one that would be wider than its page,
break long words, then use smaller type, then a landscape page. WeasyPrint makes no column narrower than its
longest word, so a table can be wider than its page. How wide the words are is estimated from classes of
characters, rather above than below what fonts have.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import count
from math import inf
from typing import NamedTuple

from coursebuild.model import tags
from coursebuild.pages.fitting.attributes import with_value

TYPE = 9.8  # points: the size that base.css and print.css give the text of tables
SMALLEST = 6.0  # points
PADDING, DENSE_PADDING = 1.4, 0.6  # em: of a cell, left and right, as base.css and print.css have it
LONGEST_WORD, LONGEST_CODE = 16.0, 9.0  # em: a longer word, or name or number, may break anywhere
MOST_COLUMNS = 500  # more are wider than any page, whatever their type
LINE = 110  # characters of HTML in a printed line, about
AVERAGE = 0.54  # em: the width of a character, on the average of a text
WHOLE_ROWS, WHOLE_LINES = 10, 30  # a table of at most so many is kept on one page, and so is a row

# How much of the text's width each element around a table takes, in points.
_INSETS = {"li": 20.0, "dd": 17.0, "blockquote": 13.0, "div": 28.0}
_COLUMNS = re.compile("<colgroup>.*?</colgroup>", re.DOTALL)
# Columns of one width, in a table as wide as the text: what pandoc makes of `|---|---|` above a long line.
_EQUAL_COLUMNS = re.compile(
    r'<table(?: style="width: ?100%;?")?>(?P<caption>\s*<caption>.*?</caption>)?\s*'
    r'<colgroup>\s*(?P<column><col style="width:[^"]*">)(?:\s*(?P=column))*\s*</colgroup>',
    re.DOTALL,
)
_CAPTION = re.compile("<caption>(.*?)</caption>", re.DOTALL)
# In a table that fills the line, however short its text is.
_FILLS_LINE = re.compile("<img|<pre|<table.*<table|<col |width=", re.DOTALL)
_FRAME = tags.named("table", *_INSETS)
_CELL = tags.named("table", "tr", "td", "th")
_PART = re.compile(rf"(?P<tag>{tags.ANY.pattern})|(?P<text>[^<]+|<)", tags.ANY.flags)
_WORD = re.compile(r"[^ \t\n\r]+")
_CHARACTER = re.compile(r"&[#\w]{1,32};|.", re.DOTALL)
_BREAKS_AFTER = re.compile(r"[-_/\\:=?&@,;|]|[a-z](?=[A-Z])|\.(?=[A-Za-z])")
# The widths of characters in em: of code, narrow, wide, and any other.
_CODE = 0.56
_WIDTHS = {**dict.fromkeys("ijl.,:;'|!()[]ftrI-", 0.37), **dict.fromkeys("mwMW@%—…", 0.92)}
_CAPITAL, _OTHER, WIDEST = 0.7, 0.6, 1.0
_CJK = "\u2e80"  # from here on, characters are as wide as high


class _Word(NamedTuple):
    """A word of a cell that spans some columns, and where the word stands in the table's HTML."""

    start: int
    text: str
    is_code: bool  # its characters are equally wide
    span: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def longest_piece(self) -> float:
        is_prose = self.text.isalpha() and not self.is_code
        return LONGEST_WORD if is_prose else LONGEST_CODE

    def pieces(self, widest: float) -> Iterator[tuple[str, float]]:
        """Split the word, at punctuation if possible; yield pieces of at most `widest`, and their widths."""
        characters = _CHARACTER.findall(self.text)
        widths = [_CODE if self.is_code else _width(character) for character in characters]
        firsts = "".join(character[0] for character in characters)  # one for one, so that places are the same
        begin = 0
        while begin < len(firsts):
            end, width = begin + 1, widths[begin]
            while end < len(firsts) and width + widths[end] <= widest:
                width += widths[end]
                end += 1
            if end < len(firsts):
                places = (place.end() for place in _BREAKS_AFTER.finditer(firsts, begin, end + 1))
                end = max((place for place in places if place <= end), default=end)
            yield "".join(characters[begin:end]), sum(widths[begin:end])
            begin = end


class _Column(NamedTuple):
    """The words of a column, and the widths in em of its longest word and of its longest piece."""

    words: list[_Word]
    word: float
    piece: float


def with_tables_fitted(
    body: str, width: float, landscape: float, scale: float = 1, stretch: float = 1
) -> str:
    """Fit tables to the text's width, in points, or to that of a landscape page.

    Where the type is `scale` times as large, and words are `stretch` times as wide besides, a table has so
    much less room: all is computed for the usual type.
    """
    width, landscape = width / (scale * stretch), landscape / (scale * stretch)
    parts: list[str] = []
    frames: list[float] = []  # the insets of the elements that are open
    end = begin = open_tables = 0
    for tag in _FRAME.finditer(body):
        name = tag["name"]
        if name == "table":
            open_tables += -1 if tag["end"] else 1
            if open_tables == 1 and not tag["end"]:
                begin = tag.start()
            elif open_tables == 0:
                table = body[begin : tag.end()]
                inset = sum(frames)
                room = 0 if inset else landscape
                parts += [body[end:begin], _fitted(table, width - inset, room, scale)]
                end = tag.end()
        elif open_tables:
            continue
        elif tag["end"]:
            frames.pop()
        else:
            is_bare = name == "div" and "admonition " not in tag["attributes"]
            frames.append(0.0 if is_bare else _INSETS[name])
    return "".join([*parts, body[end:]])


def _fitted(table: str, width: float, landscape: float, scale: float) -> str:
    """Fit one table; `landscape` is 0 where it cannot have a page of its own."""
    table = _EQUAL_COLUMNS.sub(r"<table>\g<caption>", table)
    words, characters, rows, lines, longest_row = _read(table)
    most = (
        WHOLE_LINES / max(scale, 1) ** 2
    )  # of larger type, lines have fewer characters, and a page has fewer lines
    classes = ["whole"] if rows <= WHOLE_ROWS and lines <= most else []
    if longest_row > most:
        classes.append("long-rows")
    padding, dense = len(words) * PADDING, len(words) * DENSE_PADDING
    if (characters * AVERAGE + padding) * TYPE <= width / 2 and not _FILLS_LINE.search(table):
        classes.append("narrow")
    longest = sum(max((len(word.text) for word in column), default=0) for column in words)
    if (longest * WIDEST + padding) * TYPE <= width:  # as nearly all tables do
        return _styled(table, classes)
    columns = [_column(column) for column in words]
    if (sum(column.word for column in columns) + padding) * TYPE <= width:
        return _styled(table, classes)
    needed = sum(column.piece for column in columns)
    if (needed + padding) * TYPE <= width:
        return _styled(_broken(table, columns, width / TYPE - padding), [*classes, "fitted"])
    if (needed + dense) * SMALLEST > width and landscape:
        classes, width = ["landscape"], landscape
    size = max(SMALLEST, min(TYPE, int(width / (needed + dense) * 20) / 20))
    return _styled(_broken(table, columns, width / size - dense), [*classes, "fitted", "dense"], size * scale)


def _styled(table: str, classes: list[str], size: float = 0) -> str:
    """The table with more classes, and with a size of its type in place of its columns' widths."""
    opening, end, rest = table.partition(">")
    if classes:
        opening = with_value(opening, "class", " ".join(classes))
    if size:
        opening = with_value(opening, "style", f"font-size:{size:g}pt")
    return opening + end + rest


def _broken(table: str, columns: list[_Column], room: float) -> str:
    """Break words so that the columns together are at most as wide as `room`, in em.

    Widths that pandoc or the author gave to columns go: some would be narrower than their words.
    """
    parts, end = [], 0
    limits: dict[_Word, float] = {}
    for column, limit in zip(columns, _limits(columns, room), strict=True):
        for word in column.words:
            limits[word] = min(limits.get(word, inf), limit * word.span)
    for word, limit in sorted(limits.items()):
        if len(word.text) * WIDEST <= limit:
            continue
        parts += [table[end : word.start], "<wbr>".join(piece for piece, _ in word.pieces(limit))]
        end = word.end
    return _COLUMNS.sub("", "".join([*parts, table[end:]]), count=1)


def _limits(columns: list[_Column], room: float) -> list[float]:
    """How wide the words of each column may be: the widest ones are broken first, by halving an interval.

    If the columns' longest pieces do not fit, they are broken too.
    """
    floors = [column.piece for column in columns]
    if sum(floors) > room:
        floors = [0.0] * len(columns)
    low, high = 0.0, max(column.word for column in columns)
    limits = floors
    for _ in range(20):
        middle = (low + high) / 2
        tried = [max(floor, min(column.word, middle)) for floor, column in zip(floors, columns, strict=True)]
        if sum(tried) <= room:
            low, limits = middle, tried
        else:
            high = middle
    return limits


def _read(table: str) -> tuple[list[list[_Word]], int, int, int, int]:
    """The words of each column; how many characters its longest cells, or its caption, have.

    Then how many rows, about how many lines, and how many in the longest row. A word of a cell that spans
    several columns is a word of each.
    """
    words: dict[int, list[_Word]] = {}
    characters: dict[int, int] = {}
    spanned: dict[int, int] = {}  # the rows for which a cell above fills a column
    lines: list[int] = []  # of each row
    depth = column = begin = width = longest = 0
    for tag in _CELL.finditer(table):
        name = tag["name"]
        if name == "table":
            depth += -1 if tag["end"] else 1
        elif depth != 1:
            continue
        elif name == "tr":
            if tag["end"]:
                lines.append(1 + longest * column // LINE)
            else:
                column = longest = 0
                spanned = {number: left - 1 for number, left in spanned.items() if left > 1}
        elif tag["end"]:
            longest = max(longest, tag.start() - begin)
            found = list(_words(table, begin, tag.start(), width))
            length = sum(len(word.text) + 1 for word in found) // width
            for number in range(column, min(column + width, MOST_COLUMNS)):
                words.setdefault(number, []).extend(found)
                characters[number] = max(characters.get(number, 0), length)
            column += width
        else:
            column = next(number for number in count(column) if number not in spanned)
            begin = tag.end()
            attributes = dict(tags.pairs(tag["attributes"]))
            width, height = (_number(attributes.get(name, "")) for name in ("colspan", "rowspan"))
            if height > 1:
                spanned.update(dict.fromkeys(range(column, column + width), height))
    caption = _CAPTION.search(table)
    widest = max(sum(characters.values()), len(tags.ANY.sub("", caption[1])) if caption else 0)
    return [words[number] for number in sorted(words)], widest, len(lines), sum(lines), max(lines, default=0)


def _number(text: str) -> int:
    return max(1, int(text)) if re.fullmatch("[0-9]{1,2}", text) else 1


def _words(table: str, begin: int, end: int, span: int) -> Iterator[_Word]:
    """The words in a cell; those of a code block break anywhere."""
    code = block = 0
    for part in _PART.finditer(table, begin, end):
        if part["tag"]:
            change = -1 if part["end"] else 1
            code += change * (part["name"] == "code")
            block += change * (part["name"] == "pre")
        elif not block:
            for word in _WORD.finditer(part["text"]):
                yield _Word(part.start() + word.start(), word[0], bool(code), span)


def _column(words: list[_Word]) -> _Column:
    longest = piece = 0.0
    for word in sorted(words, key=lambda word: len(word.text), reverse=True):
        if len(word.text) * WIDEST <= longest and len(word.text) * WIDEST <= piece:
            break
        longest = max(longest, sum(width for _, width in word.pieces(inf)) / word.span)
        piece = max(piece, *(width / word.span for _, width in word.pieces(word.longest_piece)))
    return _Column(words, longest, piece)


def _width(character: str) -> float:
    """The width of a character, or of a character reference, in em."""
    character = unescape(character)
    if character >= _CJK:
        return WIDEST
    return _WIDTHS.get(character) or (_CAPITAL if character.isupper() else _OTHER)
