"""Rewrite the opening fences of other tools whose boxes also end with a line of colons."""

import re
from collections.abc import Iterator

from coursebuild.lint.translations import directives
from coursebuild.lint.translations.region import Edit, untranslated_lines
from coursebuild.lint.translations.terms import Terms, box_attributes, is_bare
from coursebuild.model import Fence, Reading, answer_words
from coursebuild.source import read_attributes

_UNFOLDED = re.compile(  # HackMD, Docusaurus
    r"(?:spoiler|details|collapse|toggle|dropdown|expand)[ \t]*(?:\[(?P<label>.*)\]|(?P<title>[^\s\[{].*))"
)
_CALLOUT = re.compile(r"\.callout-[\w-]+")
_LOOKS = re.compile(r"""[ \t]+(?:collapse|appearance|icon)=(?:"[^"]*"|'[^']*'|[^\s}]*)""")
_TITLE = re.compile(r"""[ \t]+title=(?:"[^"]*"|'[^']*')""")
_SOLUTION_NAME = re.compile(r"\{(?=#sol-)")
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]+(?P<title>[^{}]*?)[ \t#]*(?:\{[^{}]*\}[ \t]*)?")
_CONTENT = {  # Quarto's conditional content: its class and attribute, and the class of the condition
    ("content-visible", "when-profile"): "if",
    ("content-hidden", "unless-profile"): "if",
    ("content-visible", "unless-profile"): "unless",
    ("content-hidden", "when-profile"): "unless",
}


def fence_edits(reading: Reading, terms: Terms) -> Iterator[Edit]:
    apart = untranslated_lines(reading)
    for fence in reading.fences:
        if not (fence.opens and fence.partner) or fence.odd or fence.line in apart:
            continue
        for rewrite in (_unfolded, _directive, _callout, _named_solution, _conditional_content):
            if rewritten := rewrite(reading, fence, terms):
                new, dropped = rewritten
                before = reading.lines[fence.line - 1][: fence.column - 1]
                colons = fence.text[: len(fence.text) - len(fence.text.lstrip(":"))]
                yield fence.line, [f"{before}{colons} {new}"]
                yield from ((number, []) for number in dropped)
                break


Rewritten = tuple[str, list[int]] | None  # the new fence's attributes, and the lines after it that go


def _without_colons(text: str) -> str:
    return text.lstrip(":").lstrip()


def _unfolded(_: Reading, fence: Fence, terms: Terms) -> Rewritten:
    found = _UNFOLDED.fullmatch(_without_colons(fence.text))
    title = (found["label"] or found["title"] or "") if found else ""
    return (box_attributes(title), []) if title and terms.announce("", title) else None


def _directive(reading: Reading, fence: Fence, terms: Terms) -> Rewritten:
    found = directives.INFO.fullmatch(_without_colons(fence.text))
    title = directives.answer_title(found["kind"], found["argument"], terms) if found else None
    if title is None:
        return None
    count = directives.count_options(reading.lines[fence.line : fence.partner - 1])
    return box_attributes(title), [*range(fence.line + 1, fence.line + count + 1)]


def _callout(reading: Reading, fence: Fence, terms: Terms) -> Rewritten:
    """Make a callout of Quarto a correction; a heading at its beginning is its title."""
    if not _CALLOUT.search(fence.text):
        return None
    title = dict(read_attributes(fence.text).pairs).get("title", "")
    number = fence.line + 1
    while reading.is_blank(number) and number < fence.partner:
        number += 1
    heading = None if title else _HEADING.fullmatch(reading.lines[number - 1])
    title = heading["title"] if heading else title
    if not answer_words.announcement(title) or terms.public.has(title):
        return None
    text = _LOOKS.sub("", _CALLOUT.sub(".correction", _without_colons(fence.text)))
    if is_bare(title):
        text = _TITLE.sub("", text)
    elif heading:
        escaped = title.replace("\\", "\\\\").replace('"', '\\"')
        text = text.replace("}", f' title="{escaped}"}}', 1)
    return "correction" if text == "{.correction}" else text, [number] if heading else []


def _named_solution(_: Reading, fence: Fence, __: Terms) -> Rewritten:
    """Make a div that Quarto's name for a solution, `#sol-…`, identifies a correction."""
    text = _without_colons(fence.text)
    named = _SOLUTION_NAME.sub("{.correction ", text)
    return (named, []) if named != text else None


def _conditional_content(_: Reading, fence: Fence, terms: Terms) -> Rewritten:
    """Rewrite content for a profile that is the name of an edition."""
    attributes = read_attributes(fence.text)
    if len(attributes.classes) != 1 or len(attributes.pairs) != 1:
        return None
    (name,), ((key, profile),) = attributes
    condition = _CONTENT.get((name, key))
    is_edition = profile in terms.editions
    return (f'{{.{condition} edition="{profile}"}}', []) if condition and is_edition else None
