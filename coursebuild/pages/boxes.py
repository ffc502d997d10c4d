"""Admonitions: add icons on screen, and the labels of boxes that continue on another page in print."""

import re
from collections.abc import Callable, Mapping

from markupsafe import escape

from coursebuild.model import tags

MAX_UNBROKEN = 24  # lines: a longer box may break over pages, or it would leave a large gap
WIDTH = 90  # characters in a printed line, about

_BOX = 'class="admonition '
_KIND = "[a-z][a-z0-9-]*"
_BOX_WITH_TITLE = re.compile(
    rf'<div [^>]*?{_BOX}(?P<kind>{_KIND})(?=[ "])[^"]*"[^>]*>\s*<div class="admonition-title">'
)
_FOLDED = re.compile(rf"{_BOX}{_KIND} folded\b")
_TITLE = 'class="admonition-title"'
_ROLE = ' role="note"'  # a `<details>` has none
_DETAILS = tags.named("details", "summary")
_EMPTY_SUMMARY = re.compile(r"<summary>\s*</summary>")
_END = '<div class="admonition-end"></div>'


def icons(body: str, icon: Callable[[str], str]) -> Mapping[str, str]:
    """Map each kind of admonition in a body to its icon, as `icon` returns it."""
    kinds = sorted({found["kind"] for found in _BOX_WITH_TITLE.finditer(body)})
    return {kind: drawing for kind in kinds if (drawing := icon(kind))}


def with_icons(body: str, drawings: Mapping[str, str]) -> str:
    """Add each admonition's icon, hidden from screen readers because the label says the same."""

    def with_icon(found: re.Match[str]) -> str:
        icon = drawings.get(found["kind"], "")
        return found[0] + icon.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1)

    return _BOX_WITH_TITLE.sub(with_icon, body)


def with_folding(body: str) -> str:
    """Make a `<details>` of each box with the class `folded`, and a `<summary>` of its title."""
    parts: list[str] = []
    open_divs: list[str] = []  # the names of the elements that replace them
    end = 0
    for div in tags.named("div").finditer(body):
        if div["end"]:
            name = open_divs.pop()
            tag = f"</{name}>"
        else:
            is_title = open_divs[-1:] == ["details"] and _TITLE in div[0]
            name = "details" if _FOLDED.search(div[0]) else "summary" if is_title else "div"
            open_divs.append(name)
            tag = div[0] if name == "div" else f"<{name}{div['attributes'].replace(_ROLE, '')}>"
        parts += [body[end : div.start()], tag]
        end = div.end()
    return "".join([*parts, body[end:]])


def with_summaries(body: str, label: str) -> str:
    """Give each `<details>` without a title this one; browsers would show a word of their own language."""
    if "<details" not in body:
        return body
    body = _EMPTY_SUMMARY.sub("", body)
    untitled: list[int] = []  # the ends of start tags
    open_ones: list[int] = []
    for tag in _DETAILS.finditer(body):
        if tag["name"] == "summary":
            open_ones[-1:] = [0] if open_ones else []
        elif not tag["end"]:
            open_ones.append(tag.end())
        elif begin := open_ones.pop():
            untitled.append(begin)
    for begin in sorted(untitled, reverse=True):
        body = f"{body[:begin]}<summary>{escape(label)}</summary>{body[begin:]}"
    return body


def for_print(body: str, scale: float = 1) -> str:
    """Add the class `long` to each admonition that may break, and an empty div at its end.

    The type is `scale` times as large as usual, so that a page has fewer lines, and these fewer characters.
    CSS sets named strings where an element begins, never where it ends (CSS GCPM Level 3, section
    1.1.1): the empty div clears the label that is repeated on each page.
    """
    parts: list[str] = []
    open_divs: list[int] = []  # the index in `parts` of each start tag
    end = 0
    for div in tags.named("div").finditer(body):
        parts += [body[end : div.start()], div[0]]
        end = div.end()
        if not div["end"]:
            open_divs.append(len(parts) - 1)
        elif _BOX in parts[begin := open_divs.pop()] and _is_long("".join(parts[begin:]), scale):
            parts.insert(-1, _END)
            parts[begin] = parts[begin].replace(_BOX, f"{_BOX}long ", 1)
    return "".join([*parts, body[end:]])


def _is_long(html: str, scale: float) -> bool:
    """Whether the text of some HTML fills more lines, as is estimated, than are kept on one page."""
    width = WIDTH / scale
    lines = (1 + len(line) // width for line in tags.ANY.sub("", html).splitlines() if line)
    return sum(lines) > MAX_UNBROKEN / scale
