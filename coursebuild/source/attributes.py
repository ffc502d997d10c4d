"""Parse attribute blocks as pandoc does (its manual, `fenced_divs`, `header_attributes`)."""

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""#(?P<id>[^\s{}=.#"']+)|\.(?P<name>[^\s{}=.#"']+)"""
    r"""|(?P<key>[\w:.-]+)\s*=\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}]*))"""
)
_BLOCK = re.compile(
    r"""\{\s*(?:(?:[#.][^\s{}=.#"']+|-|[\w:.-]+=(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'{}]*))"""
    r"""(?:\s+|(?=\})))*\}"""
)
_ESCAPED = re.compile(r"\\(.)")
_WORD = re.compile(r":*[ \t]*([^\s{}:]+)[ \t:]*")


class Attributes(NamedTuple):
    """An element's classes, and its keys with their values."""

    classes: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


NONE = Attributes((), ())


def is_well_formed(block: str) -> bool:
    """Whether a pair of braces holds attributes alone, as pandoc reads them."""
    return bool(_BLOCK.fullmatch(block))


def read_attributes(text: str) -> Attributes:
    """Parse `{.class key="value"}`, or a fence: `::: {…}` or `::: class`.

    Invalid parts, of which pandoc would read nothing, are skipped.
    """
    before, brace, block = text.partition("{")
    if not brace:
        word = _WORD.fullmatch(text.strip())
        return Attributes((word[1],), ()) if word else NONE
    found = list(TOKEN.finditer(block))
    classes = tuple(token["name"] for token in found if token["name"])
    pairs = tuple(
        (token["key"], _ESCAPED.sub(r"\1", token["double"] or token["single"] or token["bare"] or ""))
        for token in found
        if token["key"]
    )
    word = _WORD.fullmatch(before.strip())
    return Attributes((word[1], *classes) if word else classes, pairs)
