"""Attribute blocks, as pandoc reads them (its manual, `fenced_divs`, `header_attributes`)."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"""#(?P<id>[^\s{}=.#"']+)|\.(?P<name>[^\s{}=.#"']+)"""
    r"""|(?P<key>[\w:.-]+)\s*=\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}]*))"""
)
_ESCAPED = re.compile(r"\\(.)")
_WORD = re.compile(r":*[ \t]*([^\s{}:]+)[ \t:]*")


class Attributes(NamedTuple):
    classes: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


NONE = Attributes((), ())


def read_attributes(text: str) -> Attributes:
    """The classes and keys of `{.class key="value"}`, or of a fence's text: `::: {…}`, `::: class`.

    Nothing where there are none; what pandoc would not read is read as far as it goes.
    """
    before, brace, block = text.partition("{")
    if not brace:
        word = _WORD.fullmatch(text.strip())
        return Attributes((word[1],), ()) if word else NONE
    found = list(_TOKEN.finditer(block))
    classes = tuple(token["name"] for token in found if token["name"])
    pairs = tuple(
        (token["key"], _ESCAPED.sub(r"\1", token["double"] or token["single"] or token["bare"] or ""))
        for token in found
        if token["key"]
    )
    word = _WORD.fullmatch(before.strip())
    return Attributes((word[1], *classes) if word else classes, pairs)
