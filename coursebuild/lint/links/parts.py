"""Check the links of a selection, and the identifiers that it shows."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from coursebuild.lint import tree_rules
from coursebuild.model import (
    ATTRIBUTES,
    Diagnostic,
    Document,
    Place,
    Selection,
    fragments,
    squeezed,
    words,
)
from coursebuild.runtime import resources

MIN_WORD = 4  # letters: a shorter word may be in an identifier by chance
# in pandoc's JSON: an element's identifier, one in raw HTML, a link's target
_IDENTIFIER = re.compile(r'"c":\s*\[(?:\d+,\s*)?\["((?:[^"\\]|\\.)+)",\s*\[')
_RAW_IDENTIFIER = re.compile(r'id=(?<!\wid=)\\"([^"\\]+)\\"')
_REFERENCE = re.compile(r"@\{?[A-Za-z-]+[:-][\w:./-]+")
_TARGET = re.compile(r'\["#((?:[^"\\]|\\.)+)",\s*"')


def broken_links(document: Document, selection: Selection) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link to a part of the document that the edition does not have."""
    here = part_names(selection)
    # of a heading that the edition does not have, or to whose new name the filter turned the link
    elsewhere = identifiers_of(document.json) | (_targets(selection.json) - _targets(document.json))
    for name in dict.fromkeys(map(_unescaped, _TARGET.findall(selection.json))):
        if name in elsewhere - here:
            message = (
                f"this link leads to `#{name}`, which the {selection.edition.name} edition does not have"
            )
            line, column = _link_place(document, name)
            yield Diagnostic(document.source.location.name, line, column, "CB123", message)


def withheld_names(document: Document, selection: Selection) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each typed identifier or target that has a word which the edition withholds."""
    if selection.edition.shows_corrections or not selection.withheld:
        return
    facts = selection.facts
    shown = {
        word for text in (*fragments(selection.json), facts.title, facts.subtitle) for word in words(text)
    }
    texts = (_REFERENCE.sub("", text) for text in selection.withheld)  # which the page has as numbers
    withheld = {word for text in texts for word in words(text) if len(word) >= MIN_WORD} - shown
    headings = squeezed(" ".join(text for _, text in tree_rules.headings(json.loads(selection.json))))
    for name in sorted(identifiers_of(selection.json) | _targets(selection.json)):
        word = next((word for word in words(name) if word in withheld), "")
        if not word or squeezed(re.sub(r"-\d+$", "", name)) in headings:  # pandoc made it of what is shown
            continue
        typed = re.compile(rf"#{re.escape(name)}(?![\w-])")
        for number, line in document.source.reading.prose_lines():
            if found := typed.search(line):
                message = f"`#{name}` contains `{word}`, which the {selection.edition.name} edition withholds"
                place = number, found.start() + 1
                yield Diagnostic(document.source.location.name, *place, "CB147", message)
                break


def part_names(selection: Selection) -> frozenset[str]:
    """Return the identifiers to which links to a page may lead."""
    return identifiers_of(selection.json) | {selection.facts.anchor}


def numbers_of(selection: Selection) -> dict[str, str]:
    """Return the numbers of what a selection shows, by identifiers."""
    attribute = resources.filter_module("numbers").ATTRIBUTE
    if f'["{attribute}",' not in selection.json:
        return {}
    numbers: dict[str, str] = {}
    waiting: list[Any] = [json.loads(selection.json)["blocks"]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            content = node.get("c", ())
            if node.get("t") in ATTRIBUTES:
                identifier, _, pairs = content[ATTRIBUTES[node["t"]]]
                if number := dict(pairs).get(attribute):
                    numbers[identifier] = number
            waiting.append(content)
    return numbers


def _link_place(document: Document, name: str) -> Place:
    """Find the link to `#name`, or `[heading]` with the text of the heading that has this identifier.

    The filter may have given the identifier another number than pandoc did.
    """
    headings = dict(tree_rules.headings(json.loads(document.json)))
    heading = re.escape(headings.get(name) or headings.get(re.sub(r"-\d+$", "", name), ""))
    reference = rf"@\{{?(?i:{re.escape(name[:1])}){re.escape(name[1:])}(?![\w-])"
    wanted = re.compile(
        rf"\(?#{re.escape(name)}(?![\w-])|{reference}" + (rf"|(?i:\[{heading}\])" if heading else "")
    )
    places = (
        (number, found.start() + 1)
        for number, line in document.source.reading.prose_lines()
        if (found := wanted.search(line)) and f"{{#{name}" not in line
    )
    return next(places, (0, 0))


@lru_cache(maxsize=4)
def identifiers_of(content: str) -> frozenset[str]:
    """Return the identifiers in pandoc's JSON."""
    return frozenset(
        _unescaped(name) for name in _IDENTIFIER.findall(content) + _RAW_IDENTIFIER.findall(content)
    )


def _targets(content: str) -> frozenset[str]:
    return frozenset(map(_unescaped, _TARGET.findall(content)))


def _unescaped(text: str) -> str:
    return str(json.loads(f'"{text}"'))
