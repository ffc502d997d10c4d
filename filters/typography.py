"""Apply French typography to text in French.

Adds no-break spaces, or makes spaces no-break: before `; ! ?` (narrow) and `:`, inside « », after `n°`, and
between a number and its unit. Straight quotes become « », and the endings of ordinals become superscripts.
Code, mathematics, addresses, attributes, times (`10:55`) and smileys are not changed.

    pandoc --filter filters/typography.py lesson.md

Sources: Imprimerie nationale, Lexique des règles typographiques; the Unicode Standard, 6.2, on U+202F.
"""

import re
from collections.abc import Iterator
from typing import Any

import panflute as pf

NARROW, WIDE = "\u202f", "\u00a0"
UNITS = (
    r"%|‰|€|\$|£|°[CF]?|[kKMGTP]?i?[oB]|[kMGT]?(?:bit|[bo])/s|[kMG]?bits?|octets?|[kMGT]?Hz|[kM]?[VW]|k?Wh"
    r"|m?A|[mµn]?s|min|h|j|[kcmµn]?m|[km]?g|m?[lL]|px|pt|dB"
)

# In the text to which the rules apply, one character replaces each element that is not text, such as a link.
_THING, _BREAK, _UP, _DOWN = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
_GAP = f"[ \n{NARROW}{WIDE}\u2009]"
_ENDS = rf"\w)\]»\u201d\u2019%°€.…{_THING}"  # a mark after one of these needs a space
_NEXT = rf'(?=$|[\s)\]}}»\u201d\u2019"…,.*_{_THING}{_BREAK}])'
_NO_SMILEY = r"(?!-?[)(])"

_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (rf"(?<=[^\s(\[{{«\u201c]){_GAP}+([!?]+){_NEXT}", rf"{NARROW}\1"),
        (rf"(?<=[{_ENDS}])([!?]+){_NEXT}", rf"{NARROW}\1"),
        (rf"(?<=[^\s(\[{{]){_GAP}+;{_NEXT}{_NO_SMILEY}", f"{NARROW};"),
        (rf"(?<=[{_ENDS}]);{_NEXT}{_NO_SMILEY}", f"{NARROW};"),
        (rf"(?<=[^\s:(\[{{]){_GAP}+:(?=$|[\s{_THING}{_BREAK}])", f"{WIDE}:"),
        (rf"(?<=[{_ENDS}])(?<!\b[A-Z]):(?=$|[\s{_BREAK}])", f"{WIDE}:"),
        (rf"«{_GAP}*(?=\S)", f"«{WIDE}"),
        (rf"(?<=\S){_GAP}*»", f"{WIDE}»"),
        (rf"\b([nN])[°º]{_GAP}?(?=\d)", rf"\1°{WIDE}"),
        (rf"(?<=\d)[ \n](?=(?:{UNITS})(?![\w/°]))", WIDE),
        (r"(?<![\w.,:/-])(\d+|[IVX]{2,})((?:er|re|nde?|e|ème)s?)(?![\w-])", rf"\1{_UP}\2{_DOWN}"),
        (r"(?<![\w.,:/-])I(er|re)(?![\w-])", rf"I{_UP}\1{_DOWN}"),
    )
)
_PARTS = re.compile(rf"([ \n{_THING}{_BREAK}]|{_UP}.*?{_DOWN})")
_ADDRESS = re.compile(r"://|^www\.|\\|\w@\w")  # a URL, a Windows path, an e-mail address


def transform(doc: pf.Doc) -> pf.Doc:
    lang = str(doc.get_metadata("lang") or "")
    return doc.walk(lambda element, _: _set(element, lang), stop_if=_holds_text_alone)


def _holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: no inline that contains other inlines."""
    return isinstance(element, (pf.Para, pf.Plain, pf.Header)) and not any(
        hasattr(inline, "content") for inline in element.content.list
    )


def _set(element: Any, lang: str) -> Any:
    content = getattr(element, "content", None)
    if not isinstance(content, pf.ListContainer) or content.oktypes is not pf.Inline:
        return None
    if isinstance(element, pf.Image) or not _is_french(element, lang):
        return None
    if not isinstance(element, pf.Quoted):
        element.content = list(_inlines(content))
    elif element.quote_type == "DoubleQuote" and not _is_quoted(element):
        return [pf.Str(f"«{WIDE}"), *_inlines(content), pf.Str(f"{WIDE}»")]
    return None


def _is_french(element: Any, lang: str) -> bool:
    while element is not None:
        if own := getattr(element, "attributes", {}).get("lang"):
            lang = own
            break
        element = element.parent
    return lang.lower().split("-")[0] == "fr"


def _is_quoted(element: Any) -> bool:
    """Whether a quotation is inside another one; then it keeps its marks."""
    while (element := element.parent) is not None:
        if isinstance(element, pf.Quoted) and element.quote_type == "DoubleQuote":
            return True
    return False


def _inlines(content: Any) -> Iterator[Any]:
    """Apply the rules to the text of some inlines; other inlines are not changed."""
    things: list[Any] = []
    text = ""
    for element in content:
        if isinstance(element, pf.Str) and not _ADDRESS.search(element.text):
            text += element.text
        elif isinstance(element, (pf.Space, pf.SoftBreak)):
            text += " " if isinstance(element, pf.Space) else "\n"
        else:
            text += _BREAK if isinstance(element, pf.LineBreak) else _THING
            things.append(element)
    for pattern, by in _RULES:
        text = pattern.sub(by, text)
    waiting = iter(things)
    for part in filter(None, _PARTS.split(text)):
        if part in (_THING, _BREAK):
            yield next(waiting)
        elif part.startswith(_UP):
            yield pf.Superscript(pf.Str(part.strip(_UP + _DOWN)))
        else:
            yield pf.Space() if part == " " else pf.SoftBreak() if part == "\n" else pf.Str(part)


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
