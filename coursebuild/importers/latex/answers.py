r"""Answers that a command begins, and nothing ends, as `\Answer` and `\corrige`."""

import re

from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.importers.latex.marks import Line, Marks, depth_in_paragraph
from coursebuild.model import answer_words

_ANSWERING_NAMES = frozenset(("corr", "sol", "cbanswer"))
_ENVIRONMENTS = frozenset(("TheSolution", "answer", "Answer"))
# How an author's own name of an environment for answers may begin or end, as `boxsol` does.
_JOINED = re.compile(r"(?i)(?:sol|corr|answ|repon)\w*|\w*(?:sol|corr|ans|rep)")
_COMMAND = re.compile(r"\\(?P<name>[A-Za-z]+)(?![A-Za-z@])(?!\s*[\[{])\*?")
_ENDING = re.compile(
    r"(?P<escaped>\\[{}\\])|(?P<brace>[{}])|\\(?:begin\s*\{(?:[Ee]xercise|exercice|exo|[Qq]uestion)\*?\}|(?P<edge>begin|end)\s*\{"
    r"|(?:titled)?(?:bonus)?(?:question|part|subpart|subsubpart)(?![A-Za-z])"
    r"|(?:chapter|(?:sub){0,2}section|exercice|exercise|Exercise|exo|question|Question)(?![A-Za-z]))"
)


def is_answering(name: str) -> bool:
    """Whether a command's or an environment's name means an answer."""
    return name in _ANSWERING_NAMES or answer_words.names_answer(name)


def environment_meaning(name: str) -> str:
    """Return `answer` or `hidden` if an environment's name means one; or else nothing."""
    if name in _ENVIRONMENTS or answer_words.names_answer(name):
        return "answer"
    return "hidden" if answer_words.class_meaning(name) or _JOINED.fullmatch(name) else ""


def turn_bare_answers(draft: Draft, body: str, _: Marks, line: Line) -> str:
    """Make what follows such a command a correction, to the next question or the end of what it is in."""
    at = 0
    while found := _COMMAND.search(body, at):
        at = found.end()
        if not (answer_words.is_answer(found["name"]) or found["name"] in _ANSWERING_NAMES):
            continue
        draft.tell(
            line(found[0]),
            HIDDEN,
            f"`{found[0]}` begins an answer: what follows it, to the next question, becomes a correction",
        )
        end = _end(body, at)
        text = body[at:end]
        is_inside = depth_in_paragraph(body, found.start()) > 0 and "\n\n" not in text
        answer = (
            f"\\cbanswer{{{text}}}"
            if is_inside
            else f"\n\n\\begin{{solution}}\n{text}\n\\end{{solution}}\n\n"
        )
        body = body[: found.start()] + answer + body[end:]
        at = found.start() + len(answer)
    return body


def _end(body: str, start: int) -> int:
    """Return where an answer ends: with its group or its environment, or at a question."""
    depth = braces = 0
    for found in _ENDING.finditer(body, start):
        if found["escaped"]:
            continue
        if found["brace"]:
            braces += 1 if found["brace"] == "{" else -1
        elif found["edge"]:
            depth += 1 if found["edge"] == "begin" else -1
            braces += 1  # of the name
        if depth < 0 or braces < 0 or not (depth or found["edge"] or found["brace"]):
            return found.start()
    return len(body)
