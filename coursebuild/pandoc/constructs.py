"""Read constructs of other tools that pandoc takes for paragraphs: `[TOC]`, and kramdown's `{: .class}`.

As in `pandoc/inlines.py`, the tree is changed, and not the source.
"""

import re
from typing import Any

from coursebuild.model import MARK, answer_words, vocabulary
from coursebuild.source import is_well_formed, read_attributes

Block = dict[str, Any]
Inlines = list[dict[str, Any]]
Attributes = tuple[str, list[str], list[list[str]]]

Places = dict[str, list[str]]

PARAGRAPHS = ("Para", "Plain")
_BLOCKS = (*PARAGRAPHS, "BlockQuote", "BulletList", "OrderedList")

MAY_BE = re.compile(r"(?im)^[ \t>]*(?:\{:|\[\[?[ \t]*_?toc_?[ \t]*\]|\{\{[ \t]*toc[ \t]*\}\})")  # in a source

_CONTENTS = re.compile(r"(?i)\[_?toc_?\]|\[\[ ?_?toc_? ?\]\]|\{\{ ?toc ?\}\}|(?:.{0,80}\n)?\{: ?toc ?\}")
_TITLES = frozenset(
    ("contents", "table of contents", "toc", "sommaire", "table des matieres", "table", "plan", "inhalt")
)
_LIST = re.compile(r"\{:(?P<inside>[^{}]*)\}")
_BEGINS = re.compile(r"\{(?:[.#]|[\w-]+=)")
_IDENTIFIER = re.compile(r"#([\w:.-]+)")
_KEYS = frozenset(("title", "lang"))
_SPECIAL = frozenset(("if", "unless", "public", "comment", "answer"))
_NAMES = {"no_toc": ("unlisted", "unnumbered"), "no-toc": ("unlisted", "unnumbered")}  # pandoc's
_WORD = re.compile(r"\w+")
_GAPS = re.compile(r"[\s\"']+")
_QUOTES = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")  # pandoc's `smart`
_TEXTS = {"Space": " ", "SoftBreak": "\n", "LineBreak": "\n"}
_OWN_LINE = frozenset(("CodeBlock", "Table", "Header", "Figure"))  # what the line below does not belong to


def read_constructs(document: dict[str, Any], text: str) -> None:
    """Do what `[TOC]` and lists of attributes say, and take them out of the tree; `text` is the source."""
    blocks = document["blocks"]
    _read_contents(document["meta"], blocks)
    places = _places(text)
    waiting: list[Any] = [blocks]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting.append(each.get("c"))
        elif isinstance(each, list):
            if any(isinstance(block, dict) and block.get("t") in _BLOCKS for block in each):
                each[:] = _with_attributes(each, places)
            waiting += reversed(each)


def _read_contents(meta: dict[str, Any], blocks: list[Block]) -> None:
    """Print the contents where a line asks for them; a heading for them alone is left out."""
    for n in range(len(blocks) - 1, -1, -1):
        if not _CONTENTS.fullmatch(_only_text(blocks[n]).strip()):
            continue
        is_titled = n and blocks[n - 1]["t"] == "Header" and not blocks[n - 1]["c"][1][1]
        title = vocabulary.fold(_text(blocks[n - 1]["c"][2])) if is_titled else ""
        first = n - (title in _TITLES)
        words = " ".join(_WORD.findall(f"{title if first < n else ''} {_only_text(blocks[n])}"))
        blocks[first : n + 1] = [{"t": "RawBlock", "c": ["html", f"<!-- {words} -->"]}]
        meta.setdefault("toc", {"t": "MetaBool", "c": True})


def _only_text(block: Block) -> str:
    """Return the text of a paragraph, or of a list's only item."""
    if block["t"] in ("BulletList", "OrderedList"):
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        block = items[0][0] if len(items) == len(items[0]) == 1 else {"t": ""}
    return _text(block["c"]) if block["t"] in PARAGRAPHS else ""


def _text(inlines: Inlines) -> str:
    """Return the text of inlines, with a null character for what is neither text nor emphasis."""
    return "".join(map(_text_of, inlines))


def _text_of(inline: dict[str, Any]) -> str:
    if inline["t"] == "Quoted":
        return f'"{_text(inline["c"][1])}"'
    if inline["t"] in ("Emph", "Strong"):
        return _text(inline["c"])
    return str(inline["c"]) if inline["t"] == "Str" else _TEXTS.get(inline["t"], "\0")


def _places(text: str) -> Places:
    """Return where the lists of attributes in a source are, by their content."""
    places: Places = {}
    for found in _LIST.finditer(text):
        number, column = (
            text.count("\n", 0, found.start()) + 1,
            found.start() - text.rfind("\n", 0, found.start()),
        )
        places.setdefault(_key(found["inside"]), []).append(f"{number}.{column}")
    return places


def _key(inside: str) -> str:
    return _GAPS.sub("", inside.translate(_QUOTES))


def _with_attributes(blocks: list[Block], places: Places) -> list[Block]:
    read: list[Block] = []
    waiting: Attributes | None = None  # of a list that stands above its block
    for n, block in enumerate(blocks):
        given, waiting = waiting, None
        lines = _lines(block["c"]) if block["t"] in PARAGRAPHS else []
        alone = _attributes(lines[0], places) if len(lines) == 1 else None
        if alone and read and read[-1]["t"] in _OWN_LINE:
            read[-1] = _with(read[-1], alone)
            continue
        if alone and n + 1 < len(blocks):
            waiting = alone
            continue
        if len(lines) > 1 and (above := _attributes(lines[0], places)):
            block["c"] = block["c"][len(lines[0]) + 1 :]
            given = given or above
        below = _take_last(block, places)
        for attributes in filter(None, (given, below)):
            block = _with(block, attributes)  # noqa: PLW2901
        read.append(block)
    return read


def _lines(inlines: Inlines) -> list[Inlines]:
    lines: list[Inlines] = [[]]
    for inline in inlines:
        if inline["t"] in ("SoftBreak", "LineBreak"):
            lines.append([])
        else:
            lines[-1].append(inline)
    return lines


def _take_last(block: Block, places: Places) -> Attributes | None:
    """Take the list of attributes that ends a paragraph, or the last one in a list or a quotation."""
    if block["t"] in PARAGRAPHS:
        lines = _lines(block["c"])
        if len(lines) > 1 and (found := _attributes(lines[-1], places)):
            block["c"] = block["c"][: -len(lines[-1]) - 1]
            return found
    elif block["t"] == "BlockQuote":
        return _take_last(block["c"][-1], places) if block["c"] else None
    elif block["t"] in ("BulletList", "OrderedList"):
        items = block["c"] if block["t"] == "BulletList" else block["c"][1]
        return _take_last(items[-1][-1], places) if items and items[-1] else None
    return None


def _attributes(line: Inlines, places: Places) -> Attributes | None:
    """Read a line as a list of attributes; return None if it is none, or might withhold something."""
    found = _LIST.fullmatch(_text(line).strip())
    block = f"{{{found['inside'].strip().translate(_QUOTES)}}}" if found else ""
    if not _BEGINS.match(block) or not is_well_formed(block):
        return None
    classes, pairs = read_attributes(block)
    if any(map(_is_apart, classes)) or any(
        key not in _KEYS or answer_words.announcement(value, teacher_alone=True) for key, value in pairs
    ):
        return None
    identifier = _IDENTIFIER.search(block)
    at = places.get(_key(found["inside"]), []) if found else []
    mark = [[MARK, at.pop(0)]] if at else []
    names = [each for name in classes for each in _NAMES.get(name, (name,))]
    return identifier[1] if identifier else "", names, [*mark, *(list(pair) for pair in pairs)]


def _is_apart(name: str) -> bool:
    """Whether a class may withhold a part, or show it, or needs its place: such a list stays as it is."""
    return bool(
        vocabulary.nearest_guard(name)
        or answer_words.class_meaning(name)
        or vocabulary.nearest(name, _SPECIAL)
    )


def _with(block: Block, attributes: Attributes) -> Block:
    """Return a block with attributes: its own, or those of a fenced div around it."""
    identifier, classes, pairs = attributes
    if block["t"] in ("Header", "CodeBlock"):
        own = block["c"][1 if block["t"] == "Header" else 0]
        own[:] = [identifier or own[0], [*own[1], *classes], [*own[2], *pairs]]
        return block
    is_box = block["t"] == "BlockQuote" and not vocabulary.KINDS.isdisjoint(classes)
    return {"t": "Div", "c": [[identifier, classes, pairs], block["c"] if is_box else [block]]}
