"""Keep lists apart between which something is removed."""

import re

from coursebuild.model import Reading
from coursebuild.source import LIST_MARKER

NOTHING = "<!-- -->"  # of which no page has anything
_ITEM = re.compile(rf"[ \t>]*(?:{LIST_MARKER}|\(?\w{{1,5}}[.)])[ \t]")
_INSIDE = re.compile(r"[ \t>]*[:~][ \t]|[ \t]{2}")  # a definition, or what is below an item


def follows_list(reading: Reading, line: int) -> bool:
    """Whether the text before a line is indented or an item, so that what is there may end a list."""
    before = next((each for each in reversed(reading.lines[: line - 1]) if each.strip(" \t>")), "")
    return bool(_ITEM.match(before) or _INSIDE.match(before))


def ends_item(reading: Reading, line: int, prefix: str) -> bool:
    """Whether nothing more stands in an item after a line; `prefix` is what its first block is behind."""
    below = next((each for each in reading.lines[line:] if each.strip(" \t>")), "")
    indent = len(below) - len(below.lstrip(" \t>"))
    return len(below[:indent].expandtabs()) < len(prefix.expandtabs())


def apart(reading: Reading, first: int, last: int) -> tuple[str, ...]:
    """What keeps two lists apart where these lines are removed; nothing where there are none."""
    if not follows_list(reading, first):
        return ()
    below = [each for each in reading.lines[last : last + 8] if each.strip(" \t>")][:2]
    is_list = bool(below) and bool(_ITEM.match(below[0]) or any(map(_INSIDE.match, below)))
    return (NOTHING, "") if is_list else ()
