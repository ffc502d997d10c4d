"""Compare the pages of two courses, but for what names their editions."""

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser
from itertools import zip_longest

_EDITION = re.compile(r"<meta name=\"[^\"]*edition\"")
_BEFORE = re.compile(
    r"(?: |<(?:p|li|dd|dt|td|th|div|figcaption|h[1-6])\b[^>]*>)\Z"
)  # what a space adds nothing to
_SPACES = re.compile(r"[ \n]+")
_REPEATED = ("figcaption", "aria-hidden")  # where it is as the alternative text, but for spaces
_PLAIN = ("div", "span")  # without attributes, they are there for a condition alone


def canonical(html: str) -> str:
    """A page without what names its edition, and without elements that have no attributes and no meaning."""
    return "".join(_parts(html))


def _parts(html: str) -> list[str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.parts


def difference(html: str, other: str) -> str | None:
    """The first text of a page that another one lacks at its place, or its first tag; None if equal."""
    if canonical(html) == canonical(other):
        return None
    for parts in (_texts, _parts):
        pairs = zip_longest(parts(html), parts(other), fillvalue="")
        if found := next((mine or theirs for mine, theirs in pairs if mine != theirs), ""):
            return found
    return ""


def _texts(html: str) -> Iterator[str]:
    """The texts of a page, without tags, styles and scripts."""
    unread = False
    for part in _parts(html):
        if part.startswith(("<style", "<script", "</style", "</script")):
            unread = not part.startswith("</")
        elif not part.startswith("<") and not unread and (text := part.strip()):
            yield text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._preformatted = 0
        self._open: list[bool] = []  # of the elements of _PLAIN that are open: whether each is kept

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PLAIN:
            self._open.append(bool(attrs))
            if not attrs:
                return
        self._preformatted += tag == "pre"
        if tag == "br" and self.parts:
            self.parts[-1] = self.parts[-1].rstrip(" ")
        if not _EDITION.match(self.get_starttag_text() or ""):
            # pandoc writes them in another order where it had more of them
            kept = ((name, value or "") for name, value in attrs if (tag, name) != _REPEATED)
            pairs = sorted((name, _SPACES.sub(" ", value).strip(" ")) for name, value in kept)
            written = "".join(f' {name}="{escape(value)}"' for name, value in pairs)
            self.parts.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PLAIN and self._open and not self._open.pop():
            return
        if tag == "pre":
            self._preformatted -= 1
        if not self._preformatted and self.parts:
            self.parts[-1] = self.parts[-1].rstrip(" \n")
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._preformatted:
            data = _SPACES.sub(" ", data)
            data = data.lstrip(" ") if self.parts and _BEFORE.search(self.parts[-1]) else data
        if data:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")
