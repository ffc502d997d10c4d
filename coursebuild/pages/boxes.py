"""What a page adds to admonitions: icons on screen; in print what breaking them over pages takes."""

import re
from collections.abc import Callable, Mapping

MOST_KEPT = 24  # lines of a box that is kept whole on a page; a longer one would leave a hole before it
WIDTH = 90  # characters of a line in print

_TITLE = re.compile(
    r'<div [^>]*?class="admonition (?P<kind>[a-z]+)\b[^"]*"[^>]*>\s*<div class="admonition-title">'
)
_DIVISION = re.compile("<div[^>]*>|</div>")
_TAG = re.compile("<[^>]*>")
_BOX = 'class="admonition '
_END = '<div class="admonition-end"></div>'


def icons(body: str, icon: Callable[[str], str]) -> Mapping[str, str]:
    """The icon of each kind of admonition that a body holds."""
    kinds = sorted({found["kind"] for found in _TITLE.finditer(body)})
    return {kind: drawing for kind in kinds if (drawing := icon(kind))}


def with_icons(body: str, drawn: Mapping[str, str]) -> str:
    """The body with its icons, which say nothing to who listens: the label does."""

    def with_icon(found: re.Match[str]) -> str:
        icon = drawn.get(found["kind"], "")
        return found[0] + icon.replace("<svg ", '<svg class="icon" aria-hidden="true" ', 1)

    return _TITLE.sub(with_icon, body)


def for_pages(body: str) -> str:
    """The body with the class `long` on each admonition that may break, and an empty division last in it.

    CSS sets named strings where an element begins, never where it ends (CSS GCPM Level 3, section
    1.1.1): the division ends the label that is repeated.
    """
    parts: list[str] = []
    opened: list[int] = []  # where in the parts each division begins
    end = 0
    for found in _DIVISION.finditer(body):
        parts += [body[end : found.start()], found[0]]
        end = found.end()
        if found[0] != "</div>":
            opened.append(len(parts) - 1)
        elif _BOX in parts[begin := opened.pop()] and _lines("".join(parts[begin:])) > MOST_KEPT:
            parts.insert(-1, _END)
            parts[begin] = parts[begin].replace(_BOX, f"{_BOX}long ", 1)
    return "".join([*parts, body[end:]])


def _lines(html: str) -> int:
    """About how many lines it takes: those that are written so, and those that long paragraphs fill."""
    return sum(1 + len(line) // WIDTH for line in _TAG.sub("", html).splitlines() if line)
