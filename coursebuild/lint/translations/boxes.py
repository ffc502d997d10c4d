"""Find the boxes of other tools that stand in prose: indented, quoted, classed, or between two marks."""

import re
from collections.abc import Iterator
from functools import partial

from coursebuild.lint.translations import delimited
from coursebuild.lint.translations.region import (
    Edit,
    Head,
    Region,
    blanked_lines,
    content,
    depth,
    ends_clearly,
    following,
    heads,
    is_whole,
    next_text,
)
from coursebuild.lint.translations.terms import Terms, box_attributes
from coursebuild.model import Reading, vocabulary

_INDENTED = re.compile(  # MkDocs
    r"(?:!!!|\?\?\?\+?)[ \t]*(?P<kind>[\w-]*(?:[ \t]+[\w-]+)*)"
    r"""[ \t]*(?:\\?["“«]\s*(?P<title>.*?)\s*\\?["”»])?"""
)
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)(?:\|[^\]]*)?\][-+]?[ \t]*(?P<title>.*)")  # Obsidian
_CLASSES = re.compile(r"\{:(?P<attributes>[^{}]*)\}")  # kramdown
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)[ \t#]*")
_NO_PARAGRAPH = re.compile(r"[#>|:=~`{]|[-+*][ \t]|\d{1,9}[.)][ \t]")
_STEP = re.compile(r" {4}|\t")


def box_edits(reading: Reading, terms: Terms) -> Iterator[Edit]:
    done = 0  # the last line of the box before; boxes inside it are translated in the next pass
    blanked = blanked_lines(reading)
    lines = (
        (number, line)
        for number, line in reading.prose_lines()
        if blanked[number - 1].strip(" \t>") or "<!--" in line
    )
    finders = (_indented, _quoted, _classed, partial(delimited.find, balanced={}))
    for head in heads(reading, lines):
        for find in finders:
            region = find(reading, head, terms) if head.number > done else None
            if region and region.first > done and is_whole(reading, region.first, region.last):
                yield from region.edits(reading)
                done = region.last


def _indented(reading: Reading, head: Head, terms: Terms) -> Region | None:
    """Read a box of MkDocs: it ends before the first line that is not indented."""
    found = _INDENTED.fullmatch(head.text)
    if not found:
        return None
    body: dict[int, str] = {}
    for number, text in following(reading, head):
        step = _STEP.match(text)
        if text.strip() and not step:
            if text[0] in " \t":
                return None  # inside or outside?
            break
        body[number] = head.prefix + text[step.end() :] if step and text.strip() else ""
    filled = [number for number, text in body.items() if text.strip()]
    kind, title = found["kind"].strip(), (found["title"] or "").replace('\\"', '"')
    if not filled or not ends_clearly(reading, filled[-1]):
        return None
    body = {n: text or head.prefix.rstrip() for n, text in body.items() if n <= filled[-1]}
    if terms.announce(kind, title):
        return Region(head.number, filled[-1], head.prefix, box_attributes(title), body)
    name = vocabulary.fold(kind).partition(" ")[0]
    inner = [_INDENTED.fullmatch(text.strip(" \t>")) for text in body.values()]
    if name in vocabulary.KINDS and any(
        box and terms.announce(box["kind"], box["title"] or "") for box in inner
    ):
        return Region(head.number, filled[-1], head.prefix, box_attributes(title, name), body)
    return None


def _quoted(reading: Reading, head: Head, terms: Terms) -> Region | None:
    """Read a callout of Obsidian: a quotation that begins with its kind and its title.

    If another quotation follows, a blank line may have got into it.
    """
    found = _CALLOUT.fullmatch(head.text)
    if not found or ">" not in head.prefix or not terms.announce(found["kind"], found["title"]):
        return None
    outer = head.prefix[: head.prefix.rindex(">")]
    above = _quotation_text(reading, head.number - 1, outer)
    body: dict[int, str] = {}
    number = head.number + 1
    while (text := _quotation_text(reading, number, outer)) is not None:
        body[number] = (outer + text).rstrip() if not text.strip() else outer + text
        number += 1
    after = next_text(reading, number, 1)
    goes_on = depth(reading, after) > outer.count(">") and not _CALLOUT.match(
        _quotation_text(reading, after, outer) or ""
    )
    if above or goes_on or not ends_clearly(reading, number - 1) or not "".join(body.values()).strip(" \t>"):
        return None
    return Region(head.number, number - 1, outer, box_attributes(found["title"]), body)


def _quotation_text(reading: Reading, number: int, outer: str) -> str | None:
    """Return a line without one level of quotation; None if it has none after the prefix `outer`."""
    if not 1 <= number <= len(reading.lines):
        return None
    text = content(reading.lines[number - 1], outer)
    return re.sub(r"^> ?", "", text) if text and text.startswith(">") else None


def _classed(reading: Reading, head: Head, terms: Terms) -> Region | None:
    """Read the class that kramdown gives to the quotation or the paragraph above it."""
    found = _CLASSES.fullmatch(head.text)
    if not found or not terms.announce(" ".join(re.findall(r"\.([\w-]+)", found["attributes"]))):
        return None
    body: dict[int, str] = {}
    is_quotation = _quotation_text(reading, head.number - 1, head.prefix) is not None
    for number in range(head.number - 1, 0, -1):
        text = content(reading.lines[number - 1], head.prefix)
        if is_quotation:
            text = _quotation_text(reading, number, head.prefix)
        elif text and (_NO_PARAGRAPH.match(text) or not reading.prose[number - 1]):
            return None
        if text is None or not (text.strip() or is_quotation):
            break
        body[number] = head.prefix + text if text.strip() else head.prefix.rstrip()
    if not body:
        return None
    first = min(body)
    title = _HEADING.fullmatch(body[first].removeprefix(head.prefix)) if is_quotation else None
    before = first - 1 if title else next_text(reading, first - 1, -1)
    if is_quotation and depth(reading, before) > head.prefix.count(">"):
        return None  # kramdown joins quotations with blank lines between them
    if title:
        del body[first]
    return Region(first, head.number, head.prefix, box_attributes(title["title"] if title else ""), body)
