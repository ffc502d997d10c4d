"""Turn a lesson in the Markdown of another tool, whichever it is: notations do not contradict one another."""

from collections.abc import Callable

from coursebuild import lint
from coursebuild.importers.draft import Draft, Line
from coursebuild.importers.markdown import (
    boxes,
    cells,
    components,
    conditions,
    divs,
    front_matter,
    includes,
    inlines,
    myst,
    questions,
    regions,
    template_tags,
)

_MOST_PASSES = 30  # boxes in boxes
# In this order: what is in a box is found when the box around it has been rewritten.
_REWRITES: tuple[Callable[[Draft], None], ...] = (
    includes.turn_includes,
    questions.turn_quizzes,
    questions.turn_gift,
    cells.turn_cells,
    myst.turn_directives,
    template_tags.turn_tags,
    components.turn_components,
    divs.turn_divs,
    boxes.turn_tabs,
)


def turn(draft: Draft) -> None:
    """Rewrite the lines of a draft."""
    front_matter.turn_front_matter(draft)
    regions.turn_question(draft)
    regions.turn_breaks(draft)
    conditions.turn_comments(draft)
    conditions.turn_macros(draft)
    for _ in range(_MOST_PASSES):
        before = draft.lines[:]
        for rewrite in _REWRITES:
            rewrite(draft)
        draft.lines = _fixed(draft)
        cells.turn_cells(draft)  # what is in a box by now
        boxes.turn_boxes(draft)
        if draft.lines == before:
            break
    boxes.hide_folded(draft)
    conditions.tell_comments(draft)
    components.drop_components(draft)
    _part_rules(draft)
    inlines.turn_inlines(draft)
    front_matter.end(draft)


def _fixed(draft: Draft) -> list[Line]:
    """Return the lines with the fixes that `check --fix` makes."""
    fixed = lint.fix_lines([line.text for line in draft.lines])
    return [Line(draft.lines[number - 1].number, text) for number, text in fixed]


def _part_rules(draft: Draft) -> None:
    """Put a blank line after a rule (`---`) right above a text, which pandoc would read as metadata."""
    prose = draft.read().prose
    for at in range(len(draft.lines) - 2, 0, -1):
        above, line, below = (draft.lines[n].text for n in (at - 1, at, at + 1))
        if prose[at] and line.rstrip() == "---" and below.strip() and not above.strip():
            draft.lines.insert(at + 1, Line(draft.lines[at].number, ""))
