"""Turn the parts of a lesson that marks of their own divide: sections of exams, and cells of MyST."""

import re
from itertools import pairwise

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, Draft, Line
from coursebuild.model import answer_words, short

_IS_QUESTION = re.compile(r"(?m)^exsolution:")
_SECTION = re.compile(r"(?P<name>Question|Solution|Meta-information)[ \t]*")
_BREAK = re.compile(r"\+\+\+[ \t]*(?P<data>\{.*\})?[ \t]*")
_CELL = re.compile(r"[ \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{code-cell\}")
_HIDING_TAGS = re.compile(r"(?i)\b(?:remove|hide|hidden)[-_](?:cell|input)\b|\bhidden\b|\bskip\b|\bnotes\b")
_FIELD = re.compile(r"ex[a-z]+(?:\[[^\]]*\])?:.*")


def turn_question(draft: Draft) -> None:
    """Give the sections of a question of R's package exams the headings and conditions that they need."""
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


def turn_breaks(draft: Draft) -> None:
    """Make the text of a cell of MyST that its tags hide the instructor's: from its break to the next one."""
    prose = draft.read().prose
    ends = [
        at
        for at, line in enumerate(draft.lines)
        if (prose[at] and _BREAK.fullmatch(line.text)) or _CELL.match(line.text)
    ]
    for at, end in reversed([*pairwise([*ends, len(draft.lines)])]):
        found = _BREAK.fullmatch(draft.lines[at].text)
        words = re.findall(r"[\w-]+", found["data"] or "") if found else []
        is_answer = any(answer_words.class_meaning(word) == "answer" for word in words)
        if not found or not (is_answer or _HIDING_TAGS.search(found["data"] or "")):
            continue
        number = draft.lines[at].number
        draft.tell(number, HIDDEN, f"`{short(found[0])}` hides this cell there: it is for instructors alone")
        attributes = notation.correction() if is_answer else notation.HIDDEN
        body = draft.lines[at + 1 : end]
        draft.replace(at + 1, end, ["", f"::::::: {attributes}", *body, Line(number, ":::::::"), ""])
