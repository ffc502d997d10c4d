r"""Answers that a command begins, and nothing ends, as `\Answer` and `\corrige`."""

import re

from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.importers.latex.marks import Line, Marks
from coursebuild.model import answer_words

ANSWERING_NAMES = frozenset(("corr", "sol", "cbanswer"))
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)(?![A-Za-z@])(?!\s*[\[{])\*?")
_ENDING = re.compile(
    r"\\(?:begin\s*\{(?:[Ee]xercise|exercice|exo|[Qq]uestion)\*?\}|(?P<edge>begin|end)\s*\{"
    r"|(?:titled)?(?:bonus)?(?:question|part|subpart|subsubpart)(?![A-Za-z])"
    r"|(?:chapter|(?:sub){0,2}section|exercice|exercise|Exercise|exo|question|Question)(?![A-Za-z]))"
)


def turn_bare_answers(draft: Draft, body: str, _: Marks, line: Line) -> str:
    """Make what follows such a command a correction, to the next question or the end of what it is in."""
    at = 0
    while found := _COMMAND.search(body, at):
        at = found.end()
        if not (answer_words.is_answer(found["name"]) or found["name"] in ANSWERING_NAMES):
            continue
        draft.tell(
            line(found[0]),
            HIDDEN,
            f"`{found[0]}` begins an answer: what follows it, to the next question, becomes a correction",
        )
        end = _end(body, at)
        answer = f"\n\n\\begin{{solution}}\n{body[at:end]}\n\\end{{solution}}\n\n"
        body = body[: found.start()] + answer + body[end:]
        at = found.start() + len(answer)
    return body


def _end(body: str, start: int) -> int:
    depth = 0
    for found in _ENDING.finditer(body, start):
        if found["edge"]:
            depth += 1 if found["edge"] == "begin" else -1
        if depth < 0 or (depth == 0 and not found["edge"]):
            return found.start()
    return len(body)
