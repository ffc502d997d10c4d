"""What readers see of a selection, as texts in reading order."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import unquote

from coursebuild.model import SPACES, Selection, tags, vocabulary

Identify = Callable[[str], str]  # the identifier of the content of a picture by its address; "" if unknown

_QUOTES = {"SingleQuote": ("\u2018", "\u2019"), "DoubleQuote": ("\u201c", "\u201d")}
_BOX = "admonition-title"
_SUMMARY = ("summary:exercises", "exercise-summary")  # made of what is reported at its place
_LINE_BREAKING = dict.fromkeys((0xAD, 0x200B, 0x2060))  # soft hyphens, and spaces without width
_CODE = re.compile(r"(?i)<pre\b")
_HTML = ("html", "html5", "html4")  # the raw formats that pages have
_EMPTY_IF_CLOSED = ("svg", "math")  # where a slash at a tag's end means that there is no content


class Kind(StrEnum):
    """The kinds of what a page shows."""

    FACT = "title block"
    HEADING = "heading"
    TEXT = "text"
    NOTE = "note"
    ROW = "row of a table"
    CODE = "code"
    PICTURE = "picture"
    BOX = "box"


_IN_CELL = (Kind.TEXT, Kind.CODE, Kind.HEADING)  # what a row of a table has as text


class Block(NamedTuple):
    """A text that readers see, and the heading under which it stands.

    `content` identifies what is seen and is no text: the picture of a file.
    """

    kind: Kind
    text: str
    heading: str = ""
    content: str = ""

    @property
    def seen(self) -> tuple[Kind, str, str]:
        """What is compared: all but the heading."""
        return self.kind, self.text, self.content


def blocks_of(selection: Selection, identify: Identify) -> tuple[Block, ...]:
    """The texts of a selection: one for each heading, paragraph, row, block of code, note and picture."""
    reader = _Reader(identify)
    facts = [Block(Kind.FACT, text) for text in map(_flat, selection.facts.texts) if text]
    return (*facts, *reader.read(json.loads(selection.json)["blocks"]))


def _flat(text: str) -> str:
    """The text on one line, without what only says where a line may be broken."""
    return " ".join(text.translate(_LINE_BREAKING).split())


def _ended(code: str) -> str:
    """Code of which each line has an end."""
    lines = code.strip("\n")
    return f"{lines}\n"


class _Reader:
    """Reads blocks of pandoc's tree, and remembers the last heading."""

    def __init__(self, identify: Identify) -> None:
        self._identify = identify
        self._heading = ""
        self._caption = ""  # of the figure that is being read
        self._beside: list[Block] = []  # the notes and pictures in the text that is being read
        self._left_out: list[str] = []  # the open elements that pages leave out with their content

    def read(self, blocks: Any) -> Iterator[Block]:
        for block in blocks:
            if read := _BLOCKS.get(block["t"]):
                yield from read(self, block.get("c", []))

    def heading(self, content: Any) -> Iterator[Block]:
        if content[1][0] == _SUMMARY[0]:
            return
        self._heading = text = _flat(self.text(content[2]))
        yield from self._with_beside(Kind.HEADING, text)

    def paragraph(self, content: Any) -> Iterator[Block]:
        yield from self._with_beside(Kind.TEXT, _flat(self.text(content)))

    def code(self, content: Any) -> Iterator[Block]:
        yield from self._with_beside(Kind.CODE, self._shown(_ended(content[1])))

    def raw(self, content: Any) -> Iterator[Block]:
        text = self.raw_inline(content)
        if _CODE.search(content[1]):
            yield from self._with_beside(Kind.CODE, _ended(text))
        else:
            yield from self._with_beside(Kind.TEXT, _flat(text))

    def lines(self, content: Any) -> Iterator[Block]:
        yield from self._with_beside(Kind.TEXT, _flat(" ".join(map(self.text, content))))

    def items(self, content: Any) -> Iterator[Block]:
        for item in content:
            yield from self.read(item)

    def definitions(self, content: Any) -> Iterator[Block]:
        for term, definitions in content:
            yield from self.paragraph(term)
            yield from self.items(definitions)

    def division(self, content: Any) -> Iterator[Block]:
        if _BOX in content[0][1]:
            yield from (block._replace(kind=Kind.BOX) for block in self.read(content[1]))
            return
        titles = (self._shown(value) for name, value in content[0][2] if name == "title")
        yield from (Block(Kind.TEXT, _flat(title), self._heading) for title in titles if title.strip())
        yield from self.read(content[1])

    def figure(self, content: Any) -> Iterator[Block]:
        caption = list(self.read(content[1][1]))
        self._caption = " ".join(block.text for block in caption if block.kind is Kind.TEXT)
        yield from self.read(content[2])
        self._caption = ""
        yield from caption

    def table(self, content: Any) -> Iterator[Block]:
        if _SUMMARY[1] in content[0][1]:
            return
        yield from self.read(content[1][1])
        bodies = [row for body in content[4] for part in body[2:] for row in part]
        for row in (*content[3][1], *bodies, *content[5][1]):
            cells = [list(self.read(cell[4])) for cell in row[1]]
            texts = [_flat(" ".join(each.text for each in cell if each.kind in _IN_CELL)) for cell in cells]
            if any(texts):
                yield Block(Kind.ROW, " | ".join(texts), self._heading)
            yield from (block for cell in cells for block in cell if block.kind not in _IN_CELL)

    def text(self, node: Any) -> str:
        """The text of inlines; notes and pictures are put beside."""
        if isinstance(node, list):
            return "".join(map(self.text, node))
        kind, content = node["t"], node.get("c", "")
        if kind in SPACES:
            return self._shown(" ")
        read = _INLINES.get(kind)
        return read(self, content) if read else self.text(content)

    def word(self, content: Any) -> str:
        return self._shown(str(content))

    def code_in_line(self, content: Any) -> str:
        return self._shown(str(content[1]))

    def formula(self, content: Any) -> str:
        mark = "$$" if content[0]["t"] == "DisplayMath" else "$"
        return self._shown(f"{mark}{content[1]}{mark}")

    def quoted(self, content: Any) -> str:
        before, after = _QUOTES[content[0]["t"]]
        return f"{self._shown(before)}{self.text(content[1])}{self._shown(after)}"

    def note(self, content: Any) -> str:
        before, self._beside = self._beside, []
        inside = [
            block._replace(kind=Kind.NOTE) if block.kind is Kind.TEXT else block
            for block in self.read(content)
        ]
        self._beside = [*before, *inside]
        return ""

    def link(self, content: Any) -> str:
        text, address, title = self.text(content[1]), str(content[2][0]), str(content[2][1])
        is_said = address.startswith("#") or address.removeprefix("mailto:") == text
        is_said = is_said or not tags.is_link(address)
        beside = (*(() if is_said else (f"<{address}>",)), *((f"({title})",) if title else ()))
        return " ".join([text, *filter(None, map(self._shown, beside))])

    def image(self, content: Any) -> str:
        alternative = dict(content[0][2]).get("alt") or self.text(content[1])
        return self._picture(content[2][0], alternative, content[2][1])

    def raw_inline(self, content: Any) -> str:
        return self._html(content[1]) if content[0] in _HTML else ""

    def _with_beside(self, kind: Kind, text: str) -> Iterator[Block]:
        """Yield a block, then the notes and pictures that were in its text."""
        beside, self._beside = self._beside, []
        if text.strip():
            yield Block(kind, text, self._heading)
        yield from beside

    def _picture(self, address: str, alternative: str, title: str) -> str:
        """Put a picture beside; no text stands for it."""
        is_embedded = address.startswith("data:")
        alternative = _flat(alternative)
        if self._caption.endswith(alternative):  # pandoc's alternative text of a figure
            alternative = ""
        name = address if "://" in address else unquote(address)
        parts = (alternative, "" if is_embedded else f"<{name}>", title and f"({title})")
        content = address if is_embedded else self._identify(address)
        if not self._left_out:
            self._beside.append(Block(Kind.PICTURE, " ".join(filter(None, parts)), self._heading, content))
        return ""

    def _html(self, html: str) -> str:
        """The text of raw HTML, with the titles in it; its pictures are put beside."""
        parts, at = [], 0
        for tag in tags.ANY.finditer(html):
            parts.append(self._shown(html[at : tag.start()]))
            at, name = tag.end(), (tag["name"] or "").lower()
            if name in vocabulary.SWALLOWING:
                self._leave_out(name, tag)
            if name not in tags.ON_PAGES:
                continue
            values = {name: unescape(value) for name, value in tags.pairs(tag["attributes"] or "")}
            title = values.get("title", "")
            if name == "img" and "src" in values:
                self._picture(values["src"], values.get("alt", ""), title)
            elif title:
                parts.append(self._shown(f" ({title}) "))
        return unescape("".join([*parts, self._shown(html[at:])]))

    def _leave_out(self, name: str, tag: re.Match[str]) -> None:
        """Begin or end an element that pages leave out with its content."""
        if not tag["end"]:
            is_empty = name in _EMPTY_IF_CLOSED and tag[0].endswith("/>")
            self._left_out += [] if is_empty else [name]
        elif name in self._left_out:
            self._left_out = self._left_out[: self._left_out.index(name)]

    def _shown(self, text: str) -> str:
        """A text, unless pages leave it out."""
        return "" if self._left_out else text


# What reads the blocks of each kind; what is not here shows nothing.
_BLOCKS: Mapping[str, Callable[[_Reader, Any], Iterator[Block]]] = {
    "Header": _Reader.heading,
    "Para": _Reader.paragraph,
    "Plain": _Reader.paragraph,
    "CodeBlock": _Reader.code,
    "RawBlock": _Reader.raw,
    "LineBlock": _Reader.lines,
    "BulletList": _Reader.items,
    "OrderedList": lambda reader, content: reader.items(content[1]),
    "DefinitionList": _Reader.definitions,
    "BlockQuote": _Reader.read,
    "Div": _Reader.division,
    "Figure": _Reader.figure,
    "Table": _Reader.table,
}
# What reads the inlines of each kind; the others are spaces, or have inlines alone.
_INLINES: Mapping[str, Callable[[_Reader, Any], str]] = {
    "Str": _Reader.word,
    "Code": _Reader.code_in_line,
    "Math": _Reader.formula,
    "Quoted": _Reader.quoted,
    "Cite": lambda reader, content: reader.text(content[1]),
    "Span": lambda reader, content: reader.text(content[1]),
    "Note": _Reader.note,
    "Link": _Reader.link,
    "Image": _Reader.image,
    "RawInline": _Reader.raw_inline,
}
