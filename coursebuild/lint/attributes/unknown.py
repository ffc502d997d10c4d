"""Find attributes that neither coursebuild, nor pandoc, nor HTML, nor a filter of the author's knows."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, vocabulary

_KINDS = frozenset(("Code", "CodeBlock", "Div", "Span", "Header"))
_CONDITIONS = frozenset(vocabulary.CONDITION_CLASSES)
# Of any element of HTML, of RDFa, and one of a time when `div` had it.
_OF_HTML = frozenset(
    "about accesskey align autocapitalize autocorrect autofocus content contenteditable datatype datetime "
    "draggable enterkeyhint hidden href inert inlist inputmode is itemid itemprop itemref itemscope itemtype "
    "nonce part popover prefix property rel resource rev slot spellcheck tabindex translate typeof "
    "vocab xmlns".split()
)
_OF_PANDOC = frozenset(
    "author custom-style date entry-spacing number state timing transition visibility".split()
)
# In other tools, `markdown` says that the text in an element of HTML is Markdown, as it is here anyway.
_HARMLESS = frozenset(("markdown", vocabulary.QUIZ_COPY))
_PREFIXES = ("data-", "aria-", "on", "xml:", "xmlns:", "epub:", "background-")
_OF_INCLUDED = frozenset(("region", "from", "to", "shift"))

# What other tools, or those who guess, call otherwise. A class begins with a dot.
_ON_ALL: Mapping[str, str] = {
    **dict.fromkeys("cap captions fig-cap legend legende lst-cap tbl-cap".split(), "caption"),
    **dict.fromkeys("alt-text alttext fig-alt".split(), "alt"),
    **dict.fromkeys("heading titre".split(), "title"),
    **dict.fromkeys("language langue".split(), "lang"),
}
_ON_CODE: Mapping[str, str] = {
    **dict.fromkeys(
        "code-line-numbers line-numbers lineno linenos linenumbers numberlines showlinenumbers".split(),
        ".numberLines",
    ),
    **dict.fromkeys(
        "first-line first-number firstline firstnumber line-start lineno-start linenostart start-from "
        "start-line starting-line startline".split(),
        "startFrom",
    ),
    **dict.fromkeys(
        "emphasise-lines emphasize-lines highlight-lines highlightlines highlights hl hl-lines "
        "line-highlight mark-lines surligner".split(),
        "highlight",
    ),
    **dict.fromkeys("code-file file literalinclude source src starter".split(), "include"),
}
_ON_OTHERS: Mapping[str, str] = {
    **dict.fromkeys("duration duree estimated-time temps time".split(), "minutes"),
    **dict.fromkeys("bareme mark marks pts score".split(), "points"),
    **dict.fromkeys("closed collapse collapsed collapsible fold folded".split(), ".folded"),
}
_NAMED = re.compile(r"""["']([A-Za-z][\w:.-]*)["']""")  # in a program


def named_in(programs: Iterable[str]) -> frozenset[str]:
    """The names in the texts of filters, which may be those of attributes."""
    return frozenset(name for text in programs for name in _NAMED.findall(text))


def unknown_attributes(kind: str, attributes: Any, names: Names, found: Sequence[Slip]) -> Iterator[Slip]:
    """Report each unknown attribute of an element, unless `found` has something to say of it.

    Those of a condition are its keys, which other rules check.
    """
    _, classes, pairs = attributes
    if kind not in _KINDS or not pairs or not _CONDITIONS.isdisjoint(classes):
        return
    for key, value in pairs:
        if _is_known(key, names) or any(f"`{key}" in slip.message for slip in found):
            continue
        message = f"unknown attribute `{key}`{_hint(kind, key, names)}"
        yield Slip("CB250", message, None, f'{key}="{value}"', f"{key}=")


def _is_known(key: str, names: Names) -> bool:
    known = (names.own, names.used, _OF_HTML, _OF_PANDOC, _HARMLESS)
    return key == MARK or any(key in each for each in known) or key.casefold().startswith(_PREFIXES)


def _hint(kind: str, key: str, names: Names) -> str:
    if key in _OF_INCLUDED and kind in ("CodeBlock", "Div"):
        return ", which has an effect beside `include` alone"
    others = {**_ON_ALL, **(_ON_CODE if kind == "CodeBlock" else _ON_OTHERS)}
    meant = others.get(vocabulary.fold(key).replace("_", "-")) or vocabulary.nearest(
        key,
        names.own - {vocabulary.SHOW_FROM},  # of which `dates` speaks
    )
    return f"; did you mean `{meant}`?" if meant else ""
