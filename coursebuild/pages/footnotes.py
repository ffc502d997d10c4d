"""Footnotes for print: what a note says moves to its call, and the printer to the foot of the page."""

import re
from collections.abc import Callable
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
    `addresses`, those of links are notes as well, each once; within notes, and beside notes at the end,
    they stand in brackets.
    """
    section = _NOTES.search(body)
    text, end = (body[: section.start()], body[section.start() :]) if section else (body, "")
    notes = _movable(end, {found[1] for found in _CALL.finditer(text)})
    if addresses:
        told: set[str] = set()
        inside = partial(_with_address, told=told, wrap=_in_brackets)
        beside = inside if notes is None else partial(_with_address, told=told, wrap=_note)
        text = _LINK.sub(beside, text)
        end = _LINK.sub(inside, end) if notes is None else end
        notes = notes and {name: _LINK.sub(inside, note) for name, note in notes.items()}
    if notes is None:
        return text + end
    return _CALL.sub(lambda call: _note(notes[call[1]]), text) + _NOTES.sub("", end, count=1)


def _movable(end: str, calls: set[str]) -> dict[str, str] | None:
    """The text of each note by its name, or None where a note cannot move."""
    notes = {found[1]: _BACK.sub("", found[2]).strip() for found in _NOTE.finditer(end)}
    if any(_BLOCK.search(note) for note in notes.values()) or calls != set(notes):
        return None
    return {
        name: _PARAGRAPHS.sub("<br>", note).removeprefix("<p>").removesuffix("</p>")
        for name, note in notes.items()
    }


def _note(text: str) -> str:
    return f'<span class="footnote">{text}</span>'


def _in_brackets(text: str) -> str:
    return f" ({text})"


def _with_address(link: re.Match[str], *, told: set[str], wrap: Callable[[str], str]) -> str:
    """A link to the web, and its address where neither the text nor a former link says it."""
    address = link["href"]
    if not address or address in told or _bare(link["text"]) == _bare(address):
        return link[0]
    told.add(address)
    return link[0] + wrap(f'<span class="address">{address}</span>')


def _bare(address: str) -> str:
    return re.sub(r"^(https?://)?(www\.)?|/$", "", re.sub("<[^>]*>", "", address).strip())
