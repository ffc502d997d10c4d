"""What the source of a diagram has, and its drawing does not show."""

import re
from collections.abc import Iterator
from typing import Any

from coursebuild.drawings.diagrams.blocks import blocks
from coursebuild.drawings.diagrams.diagram import Diagram, alternative_text, drawn_shapes
from coursebuild.drawings.diagrams.failure import DiagramError
from coursebuild.model import Course, words

_STRING = r'(?P<string>"(?:\\.|[^"\\])*")'
_OF_C = r"//[^\n]*|/\*.*?(?:\*/|\Z)"
_COMMENTS = {  # of each notation; Mermaid's directives, `%%{init: …}%%`, are none
    "dot": _OF_C + r"|^[ \t]*#[^\n]*",
    "graphviz": _OF_C + r"|^[ \t]*#[^\n]*",
    "mermaid": r"^[ \t]*%%(?!\{)[^\n]*",
    "plantuml": r"^[ \t]*'[^\n]*|/'.*?(?:'/|\Z)",
    "d2": r'#[^\n]*|""".*?(?:"""|\Z)',
}
# Graphviz's attributes with a text (https://graphviz.org/doc/info/attrs.html); others name colours, fonts, …
_TEXTS = (
    "comment edgetooltip edgeURL headlabel headtooltip headURL href id label labeltooltip labelURL "
    "taillabel tailtooltip tailURL tooltip URL xlabel"
).split()
_ATTRIBUTE = re.compile(r"(?P<name>\w+)\s*=\s*(?P<value>\"(?:\\.|[^\"\\])*\"|[^\s\"<\[\],;{}]+)")
_ESCAPED = re.compile(r"\\.")


def unseen(document: Any, course: Course) -> Iterator[str]:
    """The comments and texts in the diagrams of a document that no drawing has; of pandoc's tree."""
    for found in blocks(document["blocks"]):
        yield from _unseen(found.diagram, course)


def _unseen(diagram: Diagram, course: Course) -> Iterator[str]:
    try:
        drawn = drawn_shapes(diagram, course)
        texts = (*drawn.texts, alternative_text(diagram, drawn))
    except DiagramError:  # pages show its source
        return
    shown = {word for text in texts for word in words(text)}
    # comments first: those in blocks of D2 begin as strings do
    pieces = re.compile(f"{_COMMENTS[diagram.notation]}|{_STRING}", re.DOTALL | re.MULTILINE)
    for piece in pieces.finditer(diagram.text):
        if piece["string"] is None and words(piece[0]):
            yield piece[0].strip()
    without_comments = pieces.sub(lambda piece: piece["string"] or " ", diagram.text)
    for text in _texts(diagram.notation, without_comments):
        if not shown.issuperset(words(_ESCAPED.sub(" ", text))):
            yield text


def _texts(notation: str, source: str) -> Iterator[str]:
    """The texts that a diagram without comments may show: strings, but for names in Graphviz's attributes."""
    if notation in ("dot", "graphviz"):
        for attribute in _ATTRIBUTE.finditer(source):
            if attribute["name"] in _TEXTS:
                yield attribute["value"].strip('"')
        source = _ATTRIBUTE.sub(" ", source)
    for string in re.finditer(_STRING, source):
        yield string[0].strip('"')
