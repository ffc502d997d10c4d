"""Write a question as coursebuild's `::: quiz`."""

from collections.abc import Sequence
from typing import NamedTuple


class Answer(NamedTuple):
    """An answer: a choice, with whether it is right, a pair, or what is written; and its reason."""

    text: str
    is_right: bool = True
    reason: str = ""


def choices(question: str, answers: Sequence[Answer], about: Sequence[str] = ()) -> list[str]:
    """Return the lines of a question with choices; `about` are those of the correction of them all."""
    items = [answer._replace(text=f"[{'x' if answer.is_right else ' '}] {answer.text}") for answer in answers]
    return written(question, items, about)


def written(question: str, items: Sequence[Answer], about: Sequence[str] = ()) -> list[str]:
    """Return the lines of a question with a list of pairs, or with the one answer that is written."""
    lines = ["", "::: quiz", *question.strip().split("\n"), ""]
    is_loose = any(item.reason for item in items)
    for item in items:
        lines.append(f"- {' '.join(item.text.split())}")
        lines += ["", f"  {' '.join(item.reason.split())}"] if item.reason else []
        lines += [""] if is_loose else []
    below = [line for line in about if line.strip()]
    lines += ["", ":::: correction", *about, "::::"] if below else []
    return [*lines, ":::", ""]
