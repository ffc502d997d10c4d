"""What rules are given of pandoc's tree, and what they find, before it becomes a diagnostic of a file."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from coursebuild.model import Place, Searched, vocabulary


class Slip(NamedTuple):
    """A mistake in a source.

    If `place` is None, the place is where `quote` first occurs, or else `or_at`.
    """

    code: str
    message: str
    place: Place | None = None
    quote: str = ""
    or_at: str = ""


class Parsed(NamedTuple):
    """What pandoc made of a source: what the rules of its lines compare them with.

    `marked` are the places whose marks came back on an element, `codes` the texts of code blocks without
    white space, `headings` the letters and digits of headings, `braces` the words of text with a brace.
    `tree` is pandoc's JSON, `gapped` are those of `codes` that have gaps.
    """

    marked: Collection[Place]
    codes: Counter[str]
    headings: Counter[str]
    braces: Searched
    tree: str
    gapped: Counter[str]


def visible(text: str) -> str:
    """Replace the invisible characters of a text by dots, for a message."""
    return "".join(c if c.isprintable() and vocabulary.fold(c) else "·" for c in text)
