"""Let very long words break in print at places that do not depend on the line.

For each line of a word, WeasyPrint lays out all that is left of it: 50,000 letters take 26 s. In pieces, they
take time in proportion to their number.
"""

import re

from coursebuild.model import tags

LONGEST = 1_000  # characters of a piece: a dozen lines, of which the last one may be short

_LONG = re.compile(rf"[^\s<>]{{{LONGEST + 1},}}")
_TAG_OR_LONG = re.compile(rf"{tags.ANY.pattern}|{_LONG.pattern}", tags.ANY.flags)
# a character reference is one character
_PIECE = re.compile(rf"(?:&[#\w]{{1,32}};|[^&]|&){{1,{LONGEST}}}")


def with_long_words_broken(html: str) -> str:
    """Add `<wbr>` within words of more than LONGEST characters."""
    return _TAG_OR_LONG.sub(_with_breaks, html) if _LONG.search(html) else html


def _with_breaks(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith("<") else "<wbr>".join(_PIECE.findall(found[0]))
