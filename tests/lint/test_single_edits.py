"""Every single edit of a line of notation: what students get is right, or something is said at a line.

All edits of all shapes are tried with THOROUGH set, and otherwise a sample, which is always the same.
"""

import os
from itertools import islice

import pytest
from lessons import PUBLIC, SECRET, edited_lessons
from selecting import shown_in_each_edition
from shapes import SHAPES

STEP = 1 if "THOROUGH" in os.environ else 29  # each lesson, or one of so many
BATCHES = 8


def _is_wrong(text: str) -> bool:
    """Whether students see a secret, an edition loses something silently, or a refusal names no line."""
    shown, reported = shown_in_each_edition(text)
    is_located = any(diagnostic.line for diagnostic in reported)
    if not shown:
        return not is_located
    public, secrets = set(PUBLIC.findall(text)), set(SECRET.findall(text))
    is_complete = all(
        public <= set(PUBLIC.findall(content)) for content in shown.values()
    ) and secrets <= set(SECRET.findall(shown["instructor"]))
    return bool(SECRET.search(shown["student"])) or not (is_complete or is_located)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_right_or_reported(batch: int) -> None:
    sample = islice(edited_lessons(), batch * STEP, None, BATCHES * STEP)
    assert [text for text in sample if _is_wrong(text)] == []


def test_the_sample_has_edits_of_all_shapes() -> None:
    sample = list(islice(edited_lessons(), 0, None, STEP))
    assert {text.splitlines()[1] for text in sample} >= {f"title: Lab {n}" for n in range(len(SHAPES))}
    assert len(sample) > 600
