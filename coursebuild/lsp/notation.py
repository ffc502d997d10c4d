"""What stands at a place of a lesson: a name in attributes, a field of the front matter, an address."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coursebuild.lsp.positions import Text
from coursebuild.model import Place

_BRACES = re.compile(r"\{[^{}]*\}?")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*:{3,}[ \t]*(?P<word>[^\W\d_][\w-]*)?")
_TOKEN = re.compile(
    r"""\.(?P<class>[^\s{}=.#"']+)|\#[^\s{}=.#"']+"""
    r"""|(?P<key>[\w:.-]+)=(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>[^\s"'{}]*))"""
)
_FIELD = re.compile(r"(?P<key>[^\s:#][^:#]*?)[ \t]*:(?:[ \t]|$)")
# The address of a link or image, or of a definition.
_ADDRESS = re.compile(r"(?P<image>!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([ \t]*<?(?P<address>[^\s()<>]*)")
_DEFINED = re.compile(r"[ \t>]*\[(?!\^)[^\[\]]+\]:[ \t]*<?(?P<address>[^\s<>]+)")


class Name(NamedTuple):
    """A class or a key, with its value, at an index of a line and up to another."""

    text: str
    start: int
    end: int
    is_class: bool
    value: str = ""


def names(line: str) -> Iterator[Name]:
    """The names in a line's attributes, and the word after the colons of a fence."""
    fence = _FENCE.match(line)
    if fence and fence["word"]:
        yield Name(fence["word"], *fence.span("word"), is_class=True)
    for braces in _BRACES.finditer(line):
        for token in _TOKEN.finditer(braces[0], 1):
            start = braces.start() + token.start()
            if token["class"]:
                yield Name(token["class"], start, braces.start() + token.end(), is_class=True)
            elif token["key"]:
                value = token["double"] or token["single"] or token["bare"] or ""
                yield Name(token["key"], start, braces.start() + token.end(), is_class=False, value=value)


def is_fence(line: str) -> bool:
    """Whether a line opens or closes a fenced div."""
    return bool(_FENCE.match(line))


def name_at(line: str, column: int) -> Name | None:
    return next((each for each in names(line) if each.start < column <= each.end + 1), None)


def braces_at(line: str, column: int) -> tuple[int, str]:
    """The attributes at a column, with the index at which they begin; "" if there are none."""
    found = next((b for b in _BRACES.finditer(line) if b.start() < column <= b.end() + 1), None)
    return (found.start(), found[0]) if found else (0, "")


def front_matter_end(text: Text) -> int:
    """The number of the line that ends the front matter; 0 without one.

    While the line that ends it is not there, a blank line does, or the end of the text.
    """
    if text.line(1).rstrip() != "---":
        return 0
    lines = list(enumerate(text.lines, 1))[1:]
    ends = (number for number, line in lines if line.rstrip() in ("---", "..."))
    blank = (number for number, line in lines if not line.strip())
    return next(ends, 0) or next(blank, len(text.lines) + 1)


def field_at(text: Text, number: int) -> tuple[str, int]:
    """The field of the front matter on a line, and the index at which its name ends; "" if there is none."""
    if not 1 < number < front_matter_end(text):
        return "", 0
    found = _FIELD.match(text.line(number))
    return (found["key"], found.end("key")) if found else ("", 0)


class Address(NamedTuple):
    """An address on a line, from one place up to another."""

    text: str
    first: Place
    last: Place
    is_image: bool


def addresses(number: int, line: str) -> Iterator[Address]:
    """The addresses of the links, images and definitions on a line."""
    for pattern in (_ADDRESS, _DEFINED):
        for found in pattern.finditer(line) if pattern is _ADDRESS else filter(None, [pattern.match(line)]):
            first, last = ((number, at + 1) for at in found.span("address"))
            is_image = pattern is _ADDRESS and bool(found["image"])
            if found["address"]:
                yield Address(found["address"], first, last, is_image)
