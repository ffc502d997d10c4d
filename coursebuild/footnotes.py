"""Footnotes for print: each note's text moves to its call, and the printer to the foot of the page."""

import re

_CALL = re.compile(r'<a(?=[^>]* class="footnote-ref")[^>]* href="#(fn\d+)"[^>]*>.*?</a>', re.DOTALL)
_NOTES = re.compile(r'<section(?=[^>]* class="footnotes)[^>]*>.*?</section>', re.DOTALL)
_NOTE = re.compile(r'<li id="(fn\d+)">(.*?)</li>(?=\s*(?:<li id="fn|</ol>))', re.DOTALL)
_BACK = re.compile(r'<a(?=[^>]* class="footnote-back")[^>]*>.*?</a>', re.DOTALL)
_BLOCK = re.compile(r"<(?:pre|table|ul|ol|dl|div|blockquote|figure)\b")
_PARAGRAPHS = re.compile(r"\s*</p>\s*<p>\s*")


def at_the_foot(body: str) -> str:
    """Notes of paragraphs alone become `<span class="footnote">`; where one holds more, all stay at the end.

    A block cannot stand in the paragraph of its call: HTML would end the paragraph there.
    """
    section = _NOTES.search(body)
    notes = (
        {found[1]: _BACK.sub("", found[2]).strip() for found in _NOTE.finditer(section[0])} if section else {}
    )
    calls = {found[1] for found in _CALL.finditer(body)}
    if not section or any(_BLOCK.search(note) for note in notes.values()) or calls != set(notes):
        return body
    inline = {
        name: _PARAGRAPHS.sub("<br>", note).removeprefix("<p>").removesuffix("</p>")
        for name, note in notes.items()
    }
    return _CALL.sub(
        lambda call: f'<span class="footnote">{inline[call[1]]}</span>', body.replace(section[0], "")
    )
