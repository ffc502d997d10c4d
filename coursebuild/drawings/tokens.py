"""The tokens that stand for drawings until a page is complete."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from math import ceil

from coursebuild.model import Drawing

TOKEN = re.compile("([\U000f0000-\U0010fffd])\\1*")
_PRIVATE = range(0xF0000, 0x10FFFE)  # Unicode's planes 15 and 16, for private use


class Tokens:
    """The tokens of a selection, of which `content` is the JSON.

    A token is one character, repeated, that no other text of the selection has. It has about the width of
    the drawing, so that tables are fitted to the page as if it was text. `drawings` are by that character.
    """

    def __init__(self, content: str) -> None:
        self._content = content
        self.drawings: dict[str, Drawing] = {}

    @cached_property
    def _free(self) -> Iterator[str]:
        used = set(unescape(self._content))
        return (chr(code) for code in _PRIVATE if chr(code) not in used)

    def put(self, drawing: Drawing) -> str:
        """The token of a drawing."""
        character = next(self._free)
        self.drawings[character] = drawing
        return character * max(1, ceil(drawing.width))
