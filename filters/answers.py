"""Print room for answers in editions that do not show corrections: ruled lines, blank space, squared paper.

    ::: {.answer lines=6}                 ::: {.correction .if correction="true" lines=6}
    Your answer:                          In the student edition, six lines replace this.
    :::                                   :::

`space="4cm"` leaves blank space, and `grid="4cm"` prints squares of 5 mm. The lines are thematic breaks after
the content of the div. In editions that show corrections there is no room, and an answer without content is
removed.

    pandoc --filter filters/conditions.py --filter filters/answers.py lesson.md
"""

import re
from typing import Any

import panflute as pf

CLASS, LINES, SPACE, GRID = "answer", "answer-lines", "answer-space", "answer-grid"
RULED = frozenset({CLASS, "correction", "solution"})  # classes that may have room
MAX_LINES, MAX_HEIGHT, SQUARE = 60, 240, 5  # lines; millimetres

_HEIGHT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)[ \u00a0]?(cm|mm)")


def transform(doc: pf.Doc) -> pf.Doc:
    shows_corrections = str(doc.get_metadata("correction")).strip().casefold() in ("true", "yes", "on")

    def rule(element: Any, _: pf.Doc) -> Any:
        if not isinstance(element, pf.Div) or RULED.isdisjoint(element.classes):
            return None
        asked = {key: parse(element.attributes.pop(key, "")) for key, parse in ROOM.items()}
        if CLASS not in element.classes or not any(asked.values()):
            return None
        if not shows_corrections:
            element.content.extend(_room(key, amount) for key, amount in asked.items() if amount)
        return element if element.content else []

    return doc.walk(rule, stop_if=lambda element: isinstance(element, (pf.Para, pf.Plain)))


def count(value: str) -> int | None:
    """Parse a value of `lines`: a number from 1 to 60. Return None for any other value."""
    number = int(value) if re.fullmatch("[0-9]{1,3}", value) else 0
    return number if 1 <= number <= MAX_LINES else None


def height(value: str) -> float | None:
    """Parse a value of `space` or `grid`, from 5 mm to 24 cm; return millimetres, or None if invalid."""
    found = _HEIGHT.fullmatch(value)
    millimetres = float(found[1].replace(",", ".")) * (10 if found[2] == "cm" else 1) if found else 0
    return millimetres if SQUARE <= millimetres <= MAX_HEIGHT else None


ROOM = {"lines": count, "space": height, "grid": height}  # the attributes, and how their values are parsed


def _room(key: str, amount: float) -> Any:
    hidden = {"aria-hidden": "true"}
    if key == "lines":
        rules = (pf.HorizontalRule() for _ in range(int(amount)))
        return pf.Div(*rules, classes=[LINES], attributes=hidden)
    if key == "grid":
        amount = round(amount / SQUARE) * SQUARE
    name = SPACE if key == "space" else GRID
    return pf.Div(classes=[name], attributes={**hidden, "style": f"height:{amount:g}mm"})


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
