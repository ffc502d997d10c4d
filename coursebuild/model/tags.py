"""Regular expressions for the tags of HTML.

A parser would repair what it reads: it drops a `</td>` that stands alone, and an attribute that is given
twice. Here pieces of HTML are read, and files of which nothing may be missed: what is not a tag is text.
"""

import re
from functools import cache

# A quote delimits a value only after `=`; a `<` elsewhere than in quotes begins another tag.
_ATTRIBUTES = r"""(?P<attributes>(?=[\s/>])[^<>=]*+(?:=\s*+(?:"[^"]*"|'[^']*'|(?!["']))[^<>=]*+)*+)"""
_PAIR = re.compile(r"""(?<![^\s"'<>/=])([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*))""")

# A tag, of a script or style sheet with its `content`; or a comment, declaration or processing instruction.
ANY = re.compile(
    rf"<(?P<end>/?)(?P<name>(?<!/)(?P<code>script|style)(?=[\s/>])|[a-z][^\s/<>]*+){_ATTRIBUTES}>"
    r"(?(code)(?P<content>.*?)(?=</(?P=code)[\s/>]|\Z))"
    r"|<[!?](?:--)?(?P<comment>(?<=--).*?(?=-->|\Z)|[^>]*)(?:-->|>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


@cache
def named(*names: str) -> re.Pattern[str]:
    """The expression for tags of these names, in HTML without comments and capitals, as nh3 writes it."""
    return re.compile(f"<(?P<end>/?)(?P<name>{'|'.join(names)}){_ATTRIBUTES}>")


def pairs(attributes: str) -> list[tuple[str, str]]:
    """Each attribute that has a value: its name in lower case, the value with its character references."""
    return [(name.lower(), a or b or c) for name, a, b, c in _PAIR.findall(attributes)]
