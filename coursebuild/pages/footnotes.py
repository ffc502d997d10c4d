"""Footnotes in print: move each note to its call, so that CSS can place it at the foot of the page."""

import re
from collections.abc import Callable
from functools import partial

from coursebuild.model import tags

# Complete elements of nh3's output, in which `>` only ends tags and links are not nested.
_CALL = re.compile(r'<a(?=[^>]* class="footnote-ref")[^>]* href="#(fn\d+)"[^>]*>.*?</a>', re.DOTALL)
_NOTES = re.compile(r'<section(?=[^>]* class="footnotes)[^>]*>.*?</section>', re.DOTALL)
_NOTE = re.compile(r'<li id="(fn\d+)">(.*?)</li>(?=\s*(?:<li id="fn|</ol>))', re.DOTALL)
_BACK = re.compile(r'<a(?=[^>]* class="footnote-back")[^>]*>.*?</a>', re.DOTALL)
_LINK = re.compile(  # headings are matched first, so that their links are skipped: the contents repeat them
    r"<h[1-6]\b.*?</h[1-6]>"
    r'|<a(?=[^>]* href="(?P<href>https?://[^"]*)")(?![^>]* class="footnote)[^>]*>(?P<text>.*?)</a>',
    re.DOTALL,
)
_BLOCK = tags.named("pre", "table", "ul", "ol", "dl", "div", "blockquote", "figure")
_PARAGRAPHS = re.compile(r"\s*</p>\s*<p>\s*")


def for_print(body: str, *, addresses: bool) -> str:
    """Replace each call by its note, as `<span class="footnote">`, unless a note contains a block.

    A block cannot be inside the call's paragraph, because an HTML parser would end the paragraph there. In
    that case all notes stay at the end. With `addresses`, the addresses of links become notes too, each once;
    within a note, and if the notes stay at the end, an address is put in brackets after its link.
    """
    section = _NOTES.search(body)
    text, end = (body[: section.start()], body[section.start() :]) if section else (body, "")
    notes = _movable(end, {found[1] for found in _CALL.finditer(text)})
    if addresses:
        shown: set[str] = set()
        in_brackets = partial(_with_address, shown=shown, wrap=_in_brackets)
        as_note = partial(_with_address, shown=shown, wrap=_note)
        text = _LINK.sub(in_brackets if notes is None else as_note, text)
        end = _LINK.sub(in_brackets, end) if notes is None else end
        notes = notes and {name: _LINK.sub(in_brackets, note) for name, note in notes.items()}
    if notes is None:
        return text + end
    return _CALL.sub(lambda call: _note(notes[call[1]]), text) + _NOTES.sub("", end, count=1)


def _movable(end: str, calls: set[str]) -> dict[str, str] | None:
    """The text of each note by its identifier, or None if a note contains a block or has no call."""
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


def _with_address(link: re.Match[str], *, shown: set[str], wrap: Callable[[str], str]) -> str:
    """A web link followed by its address, unless its text or an earlier link already shows the address."""
    address = link["href"]
    if not address or address in shown or _bare(link["text"]) == _bare(address):
        return link[0]
    shown.add(address)
    return link[0] + wrap(f'<span class="address">{address}</span>')


def _bare(html: str) -> str:
    """An address, or a link's text, without tags, scheme, `www.` and trailing slash."""
    return re.sub(r"^(https?://)?(www\.)?|/$", "", tags.ANY.sub("", html).strip())
