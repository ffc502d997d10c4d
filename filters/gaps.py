"""Join the pieces of code that has gaps, of which each edition keeps its own.

`Div` with the class `gaps`: a code block for the lines before the first gap, and two for each gap, its lines
with the marks around them, and what students get in their place. The Div's other classes are the gaps'
lines as the author typed them, `3-5`, and those of the condition that the code block had. The code block
that comes of it has two attributes for filters/highlight.py: in `typed` the number that each of its lines
has in the source, in `gaps` the lines that students do not get, `3-4 Solution`.

This is no filter, but the part of filters/conditions.py that follows it.
"""

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import panflute as pf

costs = import_module(f"{__package__}.costs" if __package__ else "costs")
SOLUTION, TESTS, PLACEHOLDER = "solution", "hidden-tests", "placeholder"  # and those of the pieces in it
_LINES = re.compile(r"(\d+)-(\d+)")
_LABELS = {SOLUTION: "solution", TESTS: "hidden_tests"}


def joined(div: Any, doc: "pf.Doc") -> Any:
    """Return the code block that the pieces make which an edition keeps; None if the Div has no pieces."""
    import panflute as pf  # noqa: PLC0415 (only lessons with gaps need it)

    pieces = [each for each in div.content if isinstance(each, pf.CodeBlock)]
    if not pieces:
        return None
    labels = costs.Language(doc).labels
    lines: list[str] = []
    typed: list[int] = []
    gaps: list[str] = []
    ranges = iter([tuple(map(int, found.groups())) for c in div.classes if (found := _LINES.fullmatch(c))])
    number = 1  # of the next line, as typed
    for piece in pieces:
        own = piece.text.split("\n")[:-1]
        kind = next((c for c in (SOLUTION, TESTS, PLACEHOLDER) if c in piece.classes), "")
        if not kind:
            numbers = list(range(number, number + len(own)))
            number += len(own)
        else:
            first, last = next(ranges, (number, number))
            number = last + 1
            numbers = [first] * len(own)
            if kind in _LABELS:
                own, numbers = own[1:-1], list(range(first + 1, last))
                gaps.append(f"{len(lines) + 1}-{len(lines) + len(own)} {labels[_LABELS[kind]]}")
        lines += own
        typed += numbers
    head = pieces[0]
    kept = [c for c in div.classes if c != "gaps" and not _LINES.fullmatch(c)]
    solved = [SOLUTION] if any(SOLUTION in piece.classes for piece in pieces) and not kept else []
    attributes = {**head.attributes, "typed": f"{' '.join(map(str, typed))} {number - 1}"}
    if gaps:
        attributes["gaps"] = "\n".join(gaps)
    return pf.CodeBlock(
        "\n".join(lines),
        identifier=head.identifier,
        classes=[*head.classes, *kept, *solved],
        attributes=attributes,
    )
