"""Regular expressions for the tags of HTML.

An HTML parser repairs its input: it drops a `</td>` without a table, and an attribute that is repeated. These
expressions also read fragments of HTML, and files in which nothing may be missed: what is not a tag is text.
"""

import re
from functools import cache

# A quotation mark delimits a value only after `=`; a `<` outside quotation marks begins another tag.
_ATTRIBUTES = r"""(?P<attributes>(?=[\s/>])[^<>=]*+(?:=\s*+(?:"[^"]*"|'[^']*'|(?!["']))[^<>=]*+)*+)"""
_PAIR = re.compile(r"""(?<![^\s"'<>/=])([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*))""")

# A tag, with the `content` of a script or style sheet; or a comment, declaration or processing instruction.
ANY = re.compile(
    rf"<(?P<end>/?)(?P<name>(?<!/)(?P<code>script|style)(?=[\s/>])|[a-z][^\s/<>]*+){_ATTRIBUTES}>"
    r"(?(code)(?P<content>.*?)(?=</(?P=code)[\s/>]|\Z))"
    r"|<[!?](?:--)?(?P<comment>(?<=--).*?(?=-->|\Z)|[^>]*)(?:-->|>|\Z)",
    re.DOTALL | re.IGNORECASE,
)


@cache
def named(*names: str) -> re.Pattern[str]:
    """Return an expression for tags with these names, in HTML as nh3 writes it: lower case, no comments."""
    return re.compile(f"<(?P<end>/?)(?P<name>{'|'.join(names)}){_ATTRIBUTES}>")


def pairs(attributes: str) -> list[tuple[str, str]]:
    """Return the attributes that have a value: lower-case names, values with their character references."""
    return [(name.lower(), a or b or c) for name, a, b, c in _PAIR.findall(attributes)]
