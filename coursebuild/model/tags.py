"""The tags of HTML that pages may have, and regular expressions for all.

An HTML parser repairs its input: it drops a `</td>` without a table, and an attribute that is repeated. These
expressions also read fragments of HTML, and files in which nothing may be missed: what is not a tag is text.
"""

import json
import re
from collections.abc import Mapping
from functools import cache

ON_PAGES = frozenset(  # what else an author writes is removed
    "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details "
    "dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label li "
    "mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th "
    "thead time tr u ul var wbr".split()
)
SCHEMES = frozenset({"ftp", "http", "https", "mailto", "tel"})  # of links on pages

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


def is_link(address: str) -> bool:
    """Whether an address is relative, or has one of SCHEMES."""
    scheme = re.match(r"[\s\x00-\x20]*([A-Za-z][A-Za-z0-9+.\s-]*):", address)
    return scheme is None or re.sub(r"\s", "", scheme[1]).lower() in SCHEMES


def json_script(described: Mapping[str, object]) -> str:
    """Convert a description to JSON that may stand in a `<script>`, without what is empty in it."""
    text = json.dumps({key: value for key, value in described.items() if value}, ensure_ascii=False)
    return re.sub("[<>&\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)
