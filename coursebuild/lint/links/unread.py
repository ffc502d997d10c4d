"""Report what was meant as a link, and is text: a bracket is missing, or something stands between two."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from coursebuild.lint.slip import Slip
from coursebuild.model import RAW, Paragraph, Place, Reading, short, tags, unspaced
from coursebuild.source import read_brackets

# An address that is nothing else: with a scheme, of a part, or of a file by its suffix; or anything in `<>`.
_ADDRESS = (
    r"(?:[A-Za-z][A-Za-z0-9+.-]*://[^\s()<>\[\]{}]+|#[\w-]+|<[^<>\n]+\.\w+>"
    r"|<?[^\s()<>\[\]{}\"'#]*[\w-]\.[A-Za-z]\w{1,4}(?:#[\w=,-]*)?>?)"
)
_TITLE = r"(?:\s+[\"'][^\"']*[\"'])?"
_LABEL = r"[^\[\]()\n]*[^\W_][^\[\]()\n]*"
_WORD = r"[^\W\d_]{2}"  # no index
_ODD = r"\u00ad\u0085\u200b-\u200f\u2028\u2060\ufeff"  # what nobody sees
_FORMS = (
    r"\]\([^\s()]*\)?",  # wherever its brackets are complete, pandoc reads it as a link
    rf"\](?:[\s{_ODD}]{{1,3}}|\w|<)\({_ADDRESS}{_TITLE}\)",
    rf"\(?\][{_ODD}]?{_ADDRESS}{_TITLE}\)",
    rf"\](?:\{{{_ADDRESS}\}}|<{_ADDRESS}>)",
    rf"(?<![\w\]])\({_LABEL}\)\[{_ADDRESS}\]",
    rf"(?<!\w)\[{_LABEL}\)?\({_ADDRESS}\)",
    rf"(?<![\w\])])\[(?=[^\]]*{_WORD}){_LABEL}\]\w?\[(?:\]|[^\[\]\n]*{_WORD}[\w .-]*[\])}}]?)",
    r"(?:<a(?=\s)|href)[^<>]*>?(?=[^<>]*</a>)",
)
_NEARLY = re.compile("|".join(_FORMS))
_DEFINITION = re.compile(r"^[ \t>]*\[([^\]\n^][^\]\n]*)\]:", re.MULTILINE)
_SUSPECT = re.compile(r"[\])][\s\S]{0,3}[(<{\[]|\[[^\]]*\(|\][^\s)]+[)\]]|<a\s|href")
_COMPARED = re.compile(r"(?:[^\W_]|[\]\[()<>{}/#:%?=&~_]|\.(?!\.)|-(?!-))*")  # which pandoc prints as it is
_ANCHOR = re.compile(  # a tag of HTML with an address, or with a name to which others lead
    r"""(?i)<a(?=[^>]*\s(?:href|id|name)\s*=)(?:\s+[a-z][\w:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>]+))?)+\s*/?>"""
)


class _Found(NamedTuple):
    place: Place
    text: str
    is_unbalanced: bool


def unread_links(reading: Reading, content: str) -> Iterator[Slip]:
    """Yield a slip for each such text; `content` is pandoc's JSON of the source."""
    names = "|".join(map(re.escape, _DEFINITION.findall(reading.text)))
    nearly = re.compile("|".join((*_FORMS, rf"\][\[{{(<\]]?(?:{names})[\]}})>]"))) if names else _NEARLY
    found: defaultdict[str, list[_Found]] = defaultdict(list)
    for paragraph in reading.paragraphs:
        if _SUSPECT.search(paragraph.text):
            for key, each in _nearly_links(paragraph, nearly):
                found[key].append(each)
    if not found and "<a " not in content:
        return
    blocks = json.loads(content)["blocks"]
    printed = _text(blocks)
    for key, places in found.items():
        for each in sorted(places, key=lambda each: not each.is_unbalanced)[: printed.count(key)]:
            yield Slip("CB023", f"`{short(each.text)}` is text here, and not a link", each.place)
    for tag in _raw_tags(blocks):
        if (tag["name"] or "").lower() == "a" and tag["attributes"] and not _ANCHOR.fullmatch(tag[0]):
            yield Slip("CB023", f"`{short(tag[0])}` leads nowhere, as it has no `href`", quote=tag[0])


def _nearly_links(paragraph: Paragraph, nearly: re.Pattern[str]) -> Iterator[tuple[str, _Found]]:
    """Yield what may be text, with what pandoc then prints, without spaces."""
    brackets = read_brackets(paragraph.text)
    closed = frozenset(brackets.openings.values())
    written = _readable(paragraph)
    for found in nearly.finditer(written):
        start = found.start()
        if paragraph.text[start].isspace():
            continue  # code, or escaped
        if written[start] == "[" and start in closed and "]" not in found[0]:
            continue  # a closed bracket with a text in round ones: no link
        at = brackets.openings.get(start, start) if written[start] == "]" else start
        key = _COMPARED.match(unspaced(paragraph.source[start : found.end()]))
        quote = " ".join(paragraph.source[at : found.end()].split())
        is_unbalanced = start in brackets.unopened or start not in brackets.openings
        if key and key[0]:
            yield key[0], _Found(paragraph.place(at), quote, is_unbalanced)


def _readable(paragraph: Paragraph) -> str:
    """The paragraph with the addresses that its `text` leaves out, and with brackets as ASCII has them."""
    return "".join(
        letter if plain == " " else plain
        for letter, plain in zip(paragraph.source, paragraph.text, strict=True)
    )


def _text(node: Any) -> str:
    """The text of a tree without spaces, code and formulas."""
    if isinstance(node, list):
        return "".join(map(_text, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c", "")
    if kind == "Str":
        return unspaced(content)
    if kind in ("Code", "CodeBlock", "Math", *RAW):
        return "\0"
    return _text(content) if isinstance(content, list | dict) else ""


def _raw_tags(node: Any) -> Iterator[re.Match[str]]:
    if isinstance(node, list):
        for child in node:
            yield from _raw_tags(child)
    elif isinstance(node, dict):
        if node.get("t") in RAW:
            yield from tags.ANY.finditer(node["c"][1])
        else:
            yield from _raw_tags(node.get("c"))
