"""Turn fenced divs of a known kind into boxes with a label, and with a title if there is one.

    ::: {.tip title="In a hurry?"}        > [!NOTE]
    Use the cache.                        > GitHub's alerts become the same boxes.
    :::

The label is in the document's language (`lang`). It comes from the metadata `labels`, or else from
templates/labels.toml. The metadata `box-labels` has the labels of further kinds of boxes, by their names.
Tabs are grouped by filters/tabs.py.

    pandoc --from markdown+alerts --filter filters/admonitions.py lesson.md
"""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import panflute as pf

KINDS = {  # class of the div: kind of the box; the first class in this table that the div has counts
    "correction": "correction",
    "solution": "solution",
    "exercise": "exercise",
    "exo": "exercise",
    "warning": "warning",
    "tip": "tip",
    "note": "note",
    "info": "info",
    "important": "important",
    "caution": "caution",
    "danger": "danger",
    "link": "link",
    **{
        kind: kind
        for kind in "definition theorem proof example hint objective question success details tab".split()
    },
}
FOLDED = ("details", "hint")  # folded on screen, unless they have the class `unfolded`
GUARDS = ("correction", "solution")  # which the page's script folds
UNLABELLED = "tab"
TAB_GROUPS = ("tabs", "tabset", "panel-tabset")
_HOLDERS = (pf.Doc, pf.Div, pf.BlockQuote, pf.ListItem)
_AFTER_LABEL = " \u00a0\u202f:.,\u2013\u2014-"  # after a label that the author typed at the start of a title
_NUMBER = re.compile(r"(?:[nN][°o]\s?)?[A-Z]?[.-]?\d|(?:[A-Za-z]|[IVX]+)[.)]", re.ASCII)
_ELEMENT = "\ufdd0"  # stands for code, or a formula, in the text of a title
_PARTS = re.compile(f"([ {_ELEMENT}])")
_FORMULA = re.compile(r"(?<!\\)\$(?=[^\s$])(?P<tex>(?:\\.|[^\\$])*?)(?<!\s)\$(?!\d)")
_CODE_OR_FORMULA = re.compile(f"`(?P<code>[^`]*)`|{_FORMULA.pattern}")
_QUOTED = re.compile(
    r"""(?<!\w)(?P<mark>["'])(?=\S)(?P<text>(?:(?!(?P=mark)).|(?<=\w)'(?=\w))+)(?<=\S)(?P=mark)(?!\w)"""
)
_SIGNS = tuple(
    (re.compile(typed), printed)
    for typed, printed in (
        ("---", "\u2014"),
        ("--", "\u2013"),
        (r"\.\.\.", "…"),
        ("'", "\u2019"),
        (r'(?<!\S)"', "\u201c"),
        ('"', "\u201d"),
    )
)
LABELS = Path(__file__).resolve().parent.parent / "templates" / "labels.toml"


def transform(doc: pf.Doc) -> pf.Doc:
    own = doc.get_metadata("box-labels") or {}
    labels = {**(doc.get_metadata("labels") or _labels(doc.get_metadata("lang") or "en")), **own}
    kinds = {**KINDS, **{name: name for name in own}}

    def box(element: Any) -> Any:
        kind = next((k for k in kinds if k in element.classes), None)
        return _box(element, kinds, kinds[kind], labels[kinds[kind]]) if kind else None

    def boxes(element: Any, _: pf.Doc) -> Any:
        is_div = isinstance(element, pf.Div)
        if is_div and any(name in element.classes for name in TAB_GROUPS):
            element = _part("tabs").group(element, box)
            return box(element) or element
        if isinstance(element, _HOLDERS) and any(map(_is_tab, element.content)):
            element.content = list(_part("tabs").with_groups(element.content))
        return box(element) if is_div else None

    return doc.walk(boxes, stop_if=_holds_text_alone)


def _is_tab(block: Any) -> bool:
    return isinstance(block, pf.Div) and UNLABELLED in block.classes


def _part(name: str) -> Any:
    """Another module of this folder, which few documents need."""
    return import_module(f"{__package__}.{name}" if __package__ else name)


def _holds_text_alone(element: Any) -> bool:
    """Whether a block contains only text: no note, and no inline that could contain one."""
    return isinstance(element, (pf.Para, pf.Plain, pf.Header)) and not any(
        hasattr(inline, "content") for inline in element.content.list
    )


def _labels(lang: str) -> Mapping[str, str]:
    import tomllib  # noqa: PLC0415 (only needed if the filter runs alone)

    table = tomllib.loads(LABELS.read_text(encoding="utf-8"))
    return {**table["en"], **table.get(str(lang).split("-")[0].lower(), {})}


def _box(div: Any, kinds: Mapping[str, str], kind: str, label: str) -> Any:
    content = list(div.content)
    if content and isinstance(content[0], pf.Div) and content[0].classes == ["title"]:
        content = content[1:]  # the English title that pandoc adds to a GitHub alert
    title = div.attributes.pop("title", "").strip()
    if kind == UNLABELLED:
        heading = [pf.Span(*inlines(title or label), classes=["admonition-label"])]
    else:
        label, title, joined = _without_repetition(label, title, kind)
        heading = [pf.Span(pf.Str(label), classes=["admonition-label"])]
        if title:
            classes = ["admonition-subject", *(["joined"] if joined else [])]
            heading += [pf.Space(), pf.Span(*inlines(title), classes=classes)]
    folds = kind not in GUARDS and (
        "folded" in div.classes or (kind in FOLDED and "unfolded" not in div.classes)
    )
    others = [c for c in div.classes if c not in kinds and c not in ("folded", "unfolded")]
    return pf.Div(
        pf.Div(pf.Plain(*heading), classes=["admonition-title"]),
        *content,
        identifier=div.identifier,
        classes=["admonition", kind, *(["folded"] if folds else []), *others],
        attributes={"role": "note", **div.attributes},
    )


def _without_repetition(label: str, title: str, kind: str) -> tuple[str, str, bool]:
    """A box's label, the title without it, and whether no dash parts the two.

    There is none in `Exercise 1. First container`, nor where the author typed the label: `Exercise 3: ls`.
    """
    start, rest = title[: len(label)], title[len(label) :]
    if start.casefold() == label.casefold() and (not rest or rest[0] in _AFTER_LABEL):
        if rest[:1].isspace() and rest.strip()[:1] not in _AFTER_LABEL:
            return start, rest.strip(), True
        title = rest.strip(_AFTER_LABEL)
    return label, title, kind == "exercise" and bool(_NUMBER.match(title))


def inlines(title: str) -> list[Any]:
    """Parse a title or a caption, which pandoc reads as an attribute; quotes are curly.

    Text between backticks is code, between dollars a formula. With an odd number of backticks, each is text.
    """
    pattern = _FORMULA if title.count("`") % 2 else _CODE_OR_FORMULA
    elements = [
        pf.Code(found["code"]) if found["tex"] is None else pf.Math(found["tex"], format="InlineMath")
        for found in pattern.finditer(title)
    ]
    return list(_smart(pattern.sub(_ELEMENT, title), iter(elements)))


def _smart(text: str, elements: Iterator[Any]) -> Iterator[Any]:
    """Parse quotes, apostrophes, dashes and dots as pandoc's extension `smart` does."""
    at = 0
    for quoted in _QUOTED.finditer(text):
        yield from _words(text[at : quoted.start()], elements)
        kind = "DoubleQuote" if quoted["mark"] == '"' else "SingleQuote"
        yield pf.Quoted(*_smart(quoted["text"], elements), quote_type=kind)
        at = quoted.end()
    yield from _words(text[at:], elements)


def _words(text: str, elements: Iterator[Any]) -> Iterator[Any]:
    for typed, printed in _SIGNS:
        text = typed.sub(printed, text)
    for part in filter(None, _PARTS.split(text)):
        yield pf.Space() if part == " " else next(elements) if part == _ELEMENT else pf.Str(part)


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
