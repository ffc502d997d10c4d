"""Print ruled lines for answers: `lines=6` gives six lines in editions that do not show corrections.

    ::: {.answer lines=6}                 ::: {.correction .if correction="true" lines=6}
    Your answer:                          In the student edition, six lines replace this.
    :::                                   :::

The lines are thematic breaks after the content of the div. In editions that show corrections there are no
lines, and an answer without content is removed.

    pandoc --filter filters/conditions.py --filter filters/answers.py lesson.md
"""

import re
from typing import Any

import panflute as pf

CLASS, LINES = "answer", "answer-lines"
RULED = frozenset({CLASS, "correction", "solution"})  # classes that may have `lines`
MAX_LINES = 60


def transform(doc: pf.Doc) -> pf.Doc:
    shows_corrections = str(doc.get_metadata("correction")).strip().casefold() in ("true", "yes", "on")

    def rule(element: Any, _: pf.Doc) -> Any:
        if not isinstance(element, pf.Div) or RULED.isdisjoint(element.classes):
            return None
        lines = count(element.attributes.pop("lines", ""))
        if CLASS not in element.classes or not lines:
            return None
        if not shows_corrections:
            element.content.append(_ruled(lines))
        return element if element.content else []

    return doc.walk(rule, stop_if=lambda element: isinstance(element, (pf.Para, pf.Plain)))


def count(value: str) -> int | None:
    """Parse a value of `lines`: a number from 1 to 60. Return None for any other value."""
    number = int(value) if re.fullmatch("[0-9]{1,3}", value) else 0
    return number if 1 <= number <= MAX_LINES else None


def _ruled(lines: int) -> Any:
    rules = (pf.HorizontalRule() for _ in range(lines))
    return pf.Div(*rules, classes=[LINES], attributes={"aria-hidden": "true"})


if __name__ == "__main__":
    pf.dump(transform(pf.load()))
