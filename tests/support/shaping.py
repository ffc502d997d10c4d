"""Lines of a lesson, of which some are notation, and what shapes are made of."""

from collections.abc import Callable
from dataclasses import dataclass

CONDITION = '.correction .if correction="true"'


@dataclass(frozen=True)
class Line:
    text: str
    notation: bool = False


# A correction in a lesson: of a secret, and of a text for everybody.
Shape = Callable[[str, str], list[Line]]


def notation(*texts: str) -> list[Line]:
    return [Line(text, notation=True) for text in texts]


def fenced(opening: str, *inside: str, closing: str = ":::", indent: str = "") -> list[Line]:
    return [
        Line(""),
        *notation(indent + opening),
        *(Line(indent + text if text else "") for text in inside),
        *notation(indent + closing),
        Line(""),
    ]


def apart(*parts: Line | list[Line]) -> list[Line]:
    """Lines with a blank line before and after them."""
    lines = [line for part in parts for line in ([part] if isinstance(part, Line) else part)]
    return [Line(""), *lines, Line("")]
