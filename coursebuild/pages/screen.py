"""What the screen's HTML needs beyond pandoc's: what holds a button, a link, or a table that scrolls."""

import re

_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:[^>"]|"[^"]*")*)>')
_ID = re.compile(r' id="([^"]+)"')
# a caption that repeats the alternative text is hidden by pandoc from who hears that; not one with a link
_CALLED = re.compile(r'<figcaption aria-hidden="true">(?=(?:(?!</figcaption>).)*<a )', re.DOTALL)
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
_WRAPPERS = {"table": "table-scroll", "pre": "code-block", **dict.fromkeys(_HEADINGS, "heading")}


def for_screen(body: str) -> str:
    """Code blocks, headings and outermost tables each in a `<div>`, and boxes to tick `disabled`.

    A table with `display: block` would be none to a screen reader: what scrolls is around it. A heading's
    link stands beside it, for inside it would be a part of its name. The script enables the boxes:
    without it nothing remembers a tick.
    """
    tables, link = 0, ""

    def fitted(tag: re.Match[str]) -> str:
        nonlocal tables, link
        name, attributes = tag["name"], tag["attributes"]
        if name == "input" and " disabled" not in attributes:
            return f"<input disabled{attributes}>"
        if name not in _WRAPPERS:
            return tag[0]
        if name == "table":
            tables += -1 if tag["end"] else 1
            if tables > (not tag["end"]):
                return tag[0]
        if tag["end"]:
            return f"{tag[0]}{link if name in _HEADINGS else ''}</div>"
        if name in _HEADINGS:
            named = _ID.search(attributes)
            link = _link(named[1]) if named else ""
        return f'<div class="{_WRAPPERS[name]}">{tag[0]}'

    return _CALLED.sub("<figcaption>", _TAG.sub(fitted, body))


def _link(name: str) -> str:
    return f'<a class="ui anchor" href="#{name}" aria-labelledby="{name}"></a>'
