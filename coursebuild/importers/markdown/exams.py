"""Turn a question of R's package exams: its solution and what it says of itself are sections of their own."""

import re

from coursebuild.importers import notation
from coursebuild.importers.draft import Draft, Line

_IS_QUESTION = re.compile(r"(?m)^exsolution:")
_SECTION = re.compile(r"(?P<name>Question|Solution|Meta-information)[ \t]*")
_FIELD = re.compile(r"ex[a-z]+(?:\[[^\]]*\])?:.*")


def turn_question(draft: Draft) -> None:
    """Give its sections the headings and conditions that they need."""
    if not _IS_QUESTION.search(draft.text):
        return
    lines: list[Line] = []
    for line in draft.lines:
        is_underline = bool(re.fullmatch(r"={3,}[ \t]*", line.text))
        above = _SECTION.fullmatch(lines[-1].text) if lines and is_underline else None
        if above:
            block = "" if above["name"] == "Question" else f" {{.correction {notation.INSTRUCTORS}}}"
            lines[-1] = lines[-1]._replace(text=f"# {above['name']}{block}")
            lines.append(line._replace(text=""))
        elif _FIELD.fullmatch(line.text):
            lines.append(line._replace(text=f"{line.text}\\"))  # each on a line of its own
        else:
            lines.append(line)
    draft.lines = lines
