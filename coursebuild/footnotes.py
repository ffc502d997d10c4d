"""Footnotes for print: what a note says moves to its call, and the printer to the foot of the page."""

import re
from functools import partial

_CALL = re.compile(r'<a(?=[^>]* class="footnote-ref")[^>]* href="#(fn\d+)"[^>]*>.*?</a>', re.DOTALL)
_NOTES = re.compile(r'<section(?=[^>]* class="footnotes)[^>]*>.*?</section>', re.DOTALL)
_NOTE = re.compile(r'<li id="(fn\d+)">(.*?)</li>(?=\s*(?:<li id="fn|</ol>))', re.DOTALL)
_BACK = re.compile(r'<a(?=[^>]* class="footnote-back")[^>]*>.*?</a>', re.DOTALL)
_BLOCK = re.compile(r"<(?:pre|table|ul|ol|dl|div|blockquote|figure)\b")
_LINK = re.compile(  # a heading is taken whole: what stands in it is also in the contents
    r"<h[1-6]\b.*?</h[1-6]>"
    r'|<a(?=[^>]* href="(?P<href>https?://[^"]*)")(?![^>]* class="footnote)[^>]*>(?P<text>.*?)</a>',
    re.DOTALL,
)
_PARAGRAPHS = re.compile(r"\s*</p>\s*<p>\s*")


def at_the_foot(body: str, *, addresses: bool) -> str:
    """Notes of paragraphs alone become `<span class="footnote">`; where one holds more, all stay at the end.

    A block cannot stand in the paragraph of its call: HTML would end the paragraph there. With
    `addresses`, those of links are notes as well; beside notes at the end, they stand in brackets.
    """
    section = _NOTES.search(body)
    text, end = (body[: section.start()], body[section.start() :]) if section else (body, "")
    movable = _movable(section[0] if section else "", {found[1] for found in _CALL.finditer(text)})
    if addresses:
        text = _LINK.sub(partial(_with_address, at_the_foot=movable is not None), text)
    if movable is None:
        return text + end
    return _CALL.sub(lambda call: _note(movable[call[1]]), text) + _NOTES.sub("", end, count=1)


def _movable(section: str, calls: set[str]) -> dict[str, str] | None:
    """The text of each note by its name, or None where a note cannot move."""
    notes = {found[1]: _BACK.sub("", found[2]).strip() for found in _NOTE.finditer(section)}
    if any(_BLOCK.search(note) for note in notes.values()) or calls != set(notes):
        return None
    return {
        name: _PARAGRAPHS.sub("<br>", note).removeprefix("<p>").removesuffix("</p>")
        for name, note in notes.items()
    }


def _note(text: str) -> str:
    return f'<span class="footnote">{text}</span>'


def _with_address(link: re.Match[str], *, at_the_foot: bool) -> str:
    """A link to the web, and its address where the text is not the address itself."""
    if not link["href"] or _bare(link["text"]) == _bare(link["href"]):
        return link[0]
    address = f'<span class="address">{link["href"]}</span>'
    return link[0] + (_note(address) if at_the_foot else f" ({address})")


def _bare(address: str) -> str:
    return re.sub(r"^(https?://)?(www\.)?|/$", "", re.sub("<[^>]*>", "", address).strip())
