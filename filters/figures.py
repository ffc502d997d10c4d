"""Make figures and tables of fenced divs with an identifier such as `#fig-disk` or `#tbl-sizes`.

    ::: {#fig-disk}
    ![](platters.png)
    ![](head.png)

    A disk and its head
    :::

Its last paragraph is the caption, as in Quarto. Before it stand images, code, tables or other figures. A div
with a class that has a meaning of its own, such as that of a box, stays one.
"""

import re
from importlib import import_module
from typing import Any

import panflute as pf

conditions = import_module(f"{__package__}.conditions" if __package__ else "conditions")

_IDENTIFIER = re.compile(r"(?i:(?P<kind>fig|tbl)[:-])\w")
_PLAIN = frozenset({"unnumbered", "public", *conditions.DECIDING})  # classes that a figure may have too


def make(doc: pf.Doc) -> pf.Doc:
    """Return the document with such figures and tables."""
    return doc.walk(_figure)


def _figure(element: Any, _: pf.Doc) -> Any:
    named = _IDENTIFIER.match(element.identifier) if isinstance(element, pf.Div) else None
    if not named or not _PLAIN.issuperset(element.classes) or len(element.content) <= 1:
        return None
    *shown, caption = element.content
    if not isinstance(caption, pf.Para) or not _says_something(caption):
        return None
    if named["kind"].lower() == "tbl":
        return _table(element, shown, caption)
    if not all(map(_is_shown, shown)):
        return None
    attributes = dict(element.attributes)
    body = [pf.Plain(*block.content) if isinstance(block, pf.Para) else block for block in shown]
    return pf.Figure(
        *body,
        caption=pf.Caption(pf.Plain(*caption.content)),
        identifier=element.identifier,
        classes=element.classes,
        attributes=attributes,
    )


def _table(div: Any, shown: list[Any], caption: Any) -> Any:
    """Return the table of a div, if it is alone there and has neither a caption nor an identifier."""
    table = shown[0]
    if len(shown) > 1 or not isinstance(table, pf.Table) or table.identifier or table.classes:
        return None
    if table.caption and table.caption.content:
        return None
    table.caption = pf.Caption(pf.Plain(*caption.content))
    table.identifier, table.classes, table.attributes = div.identifier, div.classes, div.attributes
    return table


def _says_something(paragraph: Any) -> bool:
    return any(not isinstance(each, (pf.Image, pf.Space, pf.SoftBreak)) for each in paragraph.content)


def _is_shown(block: Any) -> bool:
    """Whether a block is what a figure shows: images, a figure of its own, code, a table, or a formula."""
    if isinstance(block, pf.Para):
        return not _says_something(block)
    return isinstance(block, (pf.Figure, pf.CodeBlock, pf.Table, pf.Div))
