"""Read what students have of a quiz, `::: {.quiz data-quiz-copy=""}`, as `coursebuild export` writes it."""

import json
from collections.abc import Iterator
from typing import Any

from coursebuild.model import vocabulary
from coursebuild.pandoc.quizzes.blocks import LISTS, PARAGRAPHS, PREFIX, TICKED, Block, items_of

COPY = [vocabulary.QUIZ_COPY, ""]


def is_copy(quiz: Block) -> bool:
    """Whether a quiz has no answers, but what is made of questions for students."""
    return COPY in quiz["c"][0][2]


def read(quiz: Block) -> bool:
    """Read a copy in place; return whether a choice is ticked in it, which would be an answer."""
    quiz["c"][0][2].remove(COPY)
    for question in _questions(quiz["c"][1]):
        for items in (items_of(block) for block in question["c"][1] if block["t"] in LISTS):
            for first in (item[0] for item in items if item and item[0]["t"] in PARAGRAPHS):
                first["t"] = "Plain"  # as in the quiz, also where something stands below it
    return TICKED in json.dumps(quiz["c"][1], ensure_ascii=False)


def _questions(node: Any) -> Iterator[Block]:
    """Yield the fenced divs of the questions of a copy."""
    if isinstance(node, list):
        for each in node:
            yield from _questions(each)
    elif isinstance(node, dict):
        if node.get("t") == "Div" and any(key.startswith(PREFIX) for key, _ in node["c"][0][2]):
            yield node
        yield from _questions(node.get("c"))
