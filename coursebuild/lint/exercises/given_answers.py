"""Find answers that an exercise gives away: boxes that are ticked, and text in the room for an answer."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from coursebuild.lint.slip import Slip
from coursebuild.model import SPACES, Place, Reading, text_of
from coursebuild.source import read_attributes

_EXERCISE = frozenset({"exercise", "exo"})
_COST = frozenset({"minutes", "points"})
_TASK = re.compile(r"[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[(?P<tick>[ xX])\][ \t]")
_MOST_WORDS = 8  # of a label
_ASKING = (":", "?", "\u2026", "_", "...")  # how a label ends


def ticked_boxes(reading: Reading, is_for_students: Callable[[Place], bool]) -> Iterator[Slip]:
    """Report each ticked box among others in an exercise: other tools mark the right answer so."""
    exercises = list(_exercises(reading))
    tasks = {n: found for n, line in reading.prose_lines() if (found := _TASK.match(line))}
    for number, found in tasks.items():
        if found["tick"] == " " or not any(first <= number <= last for first, last in exercises):
            continue
        around = (tasks.get(number - 1), tasks.get(number + 1))
        if any(task and task["tick"] == " " for task in around) and is_for_students((number, 1)):
            message = "the box is ticked for everybody, as right answers are in other tools"
            yield Slip("CB148", message, (number, found.start("tick")))


def _exercises(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each exercise: a box, or the section of a heading."""
    for fence in reading.fences:
        if fence.opens and not _EXERCISE.isdisjoint(read_attributes(fence.text).classes):
            yield fence.line, fence.partner or len(reading.lines)
    for heading in reading.headings:
        _, brace, block = heading.text.rpartition("{")
        attributes = read_attributes(brace + block) if brace else None
        if attributes and not (
            _EXERCISE.isdisjoint(attributes.classes) and _COST.isdisjoint(dict(attributes.pairs))
        ):
            following = (other.line for other in reading.headings if other.line > heading.line)
            yield heading.line, next(following, len(reading.lines) + 1) - 1


def filled_answer(blocks: list[Any]) -> str:
    """Return the text of an answer's room, if it is more than a label or a prompt in italics; or ""."""
    text = " ".join(filter(None, map(text_of, blocks))).strip()
    is_one = len(blocks) <= 1 and all(block["t"] in ("Para", "Plain") for block in blocks)
    inlines = [i for block in blocks for i in block["c"] if i["t"] not in SPACES] if is_one else []
    is_prompt = bool(inlines) and all(inline["t"] == "Emph" for inline in inlines)
    is_label = is_one and text.endswith(_ASKING) and len(text.split()) <= _MOST_WORDS
    return "" if is_label or is_prompt or not re.search(r"\w", text) else text
