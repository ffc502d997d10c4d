"""Group tabs, of which a page on screen shows one at a time, for filters/admonitions.py.

    ::: tabs                              ::::: tabs
    ## Linux                              ::: {.tab title="Linux"}
    `apt install git`                     `apt install git`
                                          :::
    ## macOS                              ::: {title="macOS"}
    `brew install git`                    `brew install git`
    :::                                   :::
                                          :::::

Divs of the class `tab` that follow one another, as the tabs of other tools are read, are a group as well.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import groupby
from typing import Any

import panflute as pf

identifiers = import_module(f"{__package__}.identifiers" if __package__ else "identifiers")

GROUP, TAB = "tabs", "tab"
NAMES = frozenset({GROUP, "tabset", "panel-tabset"})


def is_tab(block: Any) -> bool:
    return isinstance(block, pf.Div) and TAB in block.classes


def is_title(heading: Any) -> bool:
    """Whether a heading is the title of a tab, and so of no section."""
    group = heading.parent
    if not isinstance(group, pf.Div) or NAMES.isdisjoint(group.classes):
        return False
    return bool(heading.level <= next(e.level for e in group.content if isinstance(e, pf.Header)))


def with_groups(blocks: Iterable[Any]) -> Iterator[Any]:
    """Yield blocks, with a group around tabs that follow one another."""
    for are_tabs, run in groupby(blocks, is_tab):
        adjacent = list(run)
        yield from [pf.Div(*adjacent, classes=[GROUP])] if are_tabs and len(adjacent) > 1 else adjacent


def group(div: Any, box: Callable[[Any], Any]) -> Any:
    """A group as a div of the class `tabs`; `box` makes the box of a tab."""
    return pf.Div(
        *_tabs(div.content, box),
        identifier=div.identifier,
        classes=[GROUP, *(name for name in div.classes if name not in NAMES)],
        attributes=div.attributes,
    )


def _tabs(blocks: Iterable[Any], box: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield the blocks of a group: what stands below its headings, or its divs with a title, become tabs."""
    level, tab = 0, None
    for block in list(blocks):
        if isinstance(block, pf.Header) and (not level or block.level <= level):
            if tab:
                yield box(tab)
            level = level or block.level
            attributes = {**block.attributes, "title": _title(block.content)}
            identifier = "" if identifiers.is_of_text(block) else block.identifier
            tab = pf.Div(identifier=identifier, classes=[TAB, *block.classes], attributes=attributes)
        elif tab:
            tab.content.append(block)
        elif isinstance(block, pf.Div) and "title" in block.attributes and not block.classes:
            block.classes = [TAB]
            yield box(block)
        else:
            yield block
    if tab:
        yield box(tab)


def _title(inlines: Iterable[Any]) -> str:
    """The text of a heading, as an attribute has it: with code between backticks."""
    return "".join(f"`{each.text}`" if isinstance(each, pf.Code) else pf.stringify(each) for each in inlines)
