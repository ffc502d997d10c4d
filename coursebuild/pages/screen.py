"""Adapt pandoc's HTML to the screen: add containers for buttons, links and wide tables."""

import re

from coursebuild.model import tags

# Pandoc hides a caption that repeats the alternative text from screen readers; one with a link must be read.
_HIDDEN_CAPTION = re.compile(r'<figcaption aria-hidden="true">(?=(?:(?!</figcaption>).)*<a )', re.DOTALL)
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
_WRAPPERS = {"table": "table-scroll", "pre": "code-block", **dict.fromkeys(_HEADINGS, "heading")}
_TAG = tags.named("input", *_WRAPPERS)


def for_screen(body: str) -> str:
    """Wrap code blocks, headings and outermost tables in a `<div>` each, and disable checkboxes.

    The wrapper scrolls, because a table with `display: block` would not be a table to a screen reader. A
    heading's link is beside the heading, because inside it would be part of the heading's name. The page's
    script enables the checkboxes, because nothing else stores whether they are ticked.
    """
    open_tables, link = 0, ""

    def adapted(tag: re.Match[str]) -> str:
        nonlocal open_tables, link
        name, attributes = tag["name"], tag["attributes"]
        if name == "input":
            return tag[0] if " disabled" in attributes else f"<input disabled{attributes}>"
        if name == "table":
            open_tables += -1 if tag["end"] else 1
            if open_tables > (not tag["end"]):
                return tag[0]
        if tag["end"]:
            return f"{tag[0]}{link if name in _HEADINGS else ''}</div>"
        if name in _HEADINGS:
            identifier = dict(tags.pairs(attributes)).get("id")
            link = _link(identifier) if identifier else ""
        return f'<div class="{_WRAPPERS[name]}">{tag[0]}'

    return _HIDDEN_CAPTION.sub("<figcaption>", _TAG.sub(adapted, body))


def _link(identifier: str) -> str:
    return f'<a class="ui anchor" href="#{identifier}" aria-labelledby="{identifier}"></a>'
