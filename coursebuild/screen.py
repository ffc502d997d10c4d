"""What the screen's HTML needs beyond pandoc's: what holds a button, a link, or a table that scrolls."""

import re

_TAG = re.compile(r'<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:[^>"]|"[^"]*")*)>')
_ID = re.compile(r' id="([^"]+)"')
_WRAPPERS = {
    "table": "table-scroll",
    "pre": "code-block",
    **dict.fromkeys("h2 h3 h4 h5 h6".split(), "heading"),
}


def for_screen(body: str) -> str:
    """A wrapper around each table, code block and heading that stands in none; boxes to tick are `disabled`.

    A table with `display: block` would be none to a screen reader: what scrolls is around it. A heading's
    link stands beside it, for within it it would be a part of its name. The script enables the boxes,
    for without it nothing remembers a tick.
    """
    depth, link = 0, ""

    def fitted(tag: re.Match[str]) -> str:
        nonlocal depth, link
        name, attributes = tag["name"], tag["attributes"]
        if name == "input" and " disabled" not in attributes:
            return f"<input disabled{attributes}>"
        if name not in _WRAPPERS:
            return tag[0]
        if tag["end"]:
            depth -= 1
            return tag[0] if depth else f"{tag[0]}{link}</div>"
        depth += 1
        if depth > 1:
            return tag[0]
        named = _ID.search(attributes) if _WRAPPERS[name] == "heading" else None
        link = f'<a class="ui anchor" href="#{named[1]}" aria-labelledby="{named[1]}"></a>' if named else ""
        return f'<div class="{_WRAPPERS[name]}">{tag[0]}'

    return _TAG.sub(fitted, body)
