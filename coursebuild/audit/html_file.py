"""Read a page: as its tags divide it, as browsers read it, and as plain text."""

import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from urllib.parse import unquote

from coursebuild.audit.files import Found
from coursebuild.audit.passages import (
    SOURCE,
    TEXT,
    Enclosed,
    Kind,
    Passage,
    UnreadableError,
    tags_apart,
)
from coursebuild.audit.spellings import data, without_data
from coursebuild.model import EDITION_MARK, tags

SETTING = "attribute"  # whose value is a name, not a text: a class, a role

_TITLE = re.compile(r"(?is)<title>(.*?)</title>")
_META = re.compile(tags.named("meta").pattern, re.IGNORECASE)
_INPUT = re.compile(tags.named("input").pattern, re.IGNORECASE)
_SETTINGS = frozenset("class role type style rel name http-equiv charset lang xml:lang for".split())
_INLINE = frozenset(  # tags that may be inside a word
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp script small span strong style sub sup "
    "time u var wbr".split()
)


def titles(content: bytes) -> list[str]:
    return [unescape(title) for title in _TITLE.findall(content.decode("utf-8", "replace"))]


def editions(content: bytes) -> list[str]:
    metas = (tags.pairs(tag["attributes"]) for tag in _META.finditer(content.decode("utf-8", "replace")))
    return [
        unescape(value)
        for pairs in metas
        if ("name", EDITION_MARK) in pairs
        for name, value in pairs
        if name == "content"
    ]


def ticks(content: bytes) -> int:
    return ticked(content.decode("utf-8", "replace"))


def ticked(html: str) -> int:
    """How many boxes of lists are ticked: those of a page's tools can be changed."""
    boxes = (set(box["attributes"].lower().split()) for box in _INPUT.finditer(html))
    names = ({each.partition("=")[0] for each in box} for box in boxes)
    return sum({"disabled", "checked"} <= each for each in names)


def read(content: bytes) -> Found:
    try:
        html = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8") from error
    yield from (passage._replace(is_copy=True) for passage in _by_tags(html))
    # Where tags are malformed, browsers may join what the expressions for tags do not.
    tree = import_module("selectolax.lexbor").LexborHTMLParser(html)
    tree.strip_tags(["script", "style"])
    seen = tree.root.text(deep=True, separator="") if tree.root else ""
    yield Passage(TEXT, seen, Kind.JOINED, is_copy=True)
    yield Passage(SOURCE, tags_apart(without_data(html)), Kind.CODE)
    yield from (Enclosed("embedded file", content) for content in data(html))


def _by_tags(html: str) -> Iterator[Passage]:
    """The texts between tags, and those of attributes, comments, scripts and style sheets.

    Blocks follow one another in one text, in which a phrase may be divided by a table's cells; but in a
    table of contents, where headings of different sections are neighbours, each is a text of its own.
    """
    text: list[str] = []
    end = in_contents = 0
    for tag in tags.ANY.finditer(html):
        text.append(html[end : tag.start()])
        end = tag.end()
        closing, name, code, attributes, inside, comment = tag.groups()
        if comment is not None:
            yield Passage("comment", comment)
            yield Passage("comment", re.sub("<[^<>]*>", "", comment))
            continue
        name = name.lower()
        if code:
            yield Passage(code.lower(), inside, Kind.CODE)
        if name not in _INLINE:
            text.append(" ")
            if name == "nav":
                in_contents += -1 if closing else 1
            if in_contents > 0 or name == "nav":
                yield Passage(TEXT, unescape("".join(text)), Kind.SHOWN)
                text.clear()
        if "=" in attributes:
            yield from _attributes(attributes)
    yield Passage(TEXT, unescape("".join([*text, html[end:]])), Kind.SHOWN)


def _attributes(text: str) -> Iterator[Passage]:
    for name, value in tags.pairs(text):
        if name in _SETTINGS:
            yield Passage(SETTING, unescape(without_data(value)), Kind.CODE)
        else:
            yield Passage(f"attribute `{name}`", unquote(unescape(without_data(value))))
