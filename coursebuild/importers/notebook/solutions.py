"""What the cells of a notebook keep from students: by nbgrader, Otter, tags, or words in their code."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.importers.notebook.cell import Cell
from coursebuild.model import Code, answer_words
from coursebuild.source import faults_of, is_mark


class Audience(Enum):
    """Who sees a cell."""

    ALL = "all"
    ANSWER = "answer"  # a correction
    INSTRUCTORS = "instructors"  # hidden there, and no answer
    NO_CODE = "no code"  # the output alone is for everybody
    NO_OUTPUT = "no output"


_WORDS = r"(?:SOLUTIONS?|ANSWERS?|CORRECTIONS?|CORRIG[EÉ]S?|HIDDEN TESTS?|MARK SCHEME|STRIP)"
_SIGNS = r"(?P<before>[ \t]*)(?P<sign>#|//|--+|%|<!--|\(\*|=+)[#/%]*[ \t]*"
_FIRST, _LAST = r"(?:BEGIN|START|D[EÉ]BUT)", r"(?:END|STOP|FIN)"
_BEGIN = re.compile(rf"(?i)^{_SIGNS}(?:{_FIRST}[ \t_:]*{_WORDS}|{_WORDS}[ \t_:]+{_FIRST})\b.*$")
_END = re.compile(rf"(?i)^{_SIGNS}(?:{_LAST}[ \t_:]*{_WORDS}|{_WORDS}[ \t_:]+{_LAST})\b.*$")
_MARK = re.compile(
    rf"(?i)(?:#|//|--|%)(?:[^\w\n]|_)*{_WORDS}(?:[ \t]*:?[ \t]*NO PROMPT|(?:[^\w\n]|_)+(?:BEGIN|START))?"
    r"(?:[^\w\n]|_)*$",
    re.MULTILINE,
)
_ANY = re.compile(
    rf"(?i)\b(?:BEGIN|START|END|STOP)[ \t_]+{_WORDS}\b|#[ \t]*{_WORDS}[ \t_]+(?:BEGIN|START|END|STOP)\b"
)
_STUB = re.compile(
    r"(?i)#[ \t]*YOUR CODE HERE|YOUR ANSWER HERE|raise NotImplementedError"
    r"|VOTRE CODE ICI|VOTRE R[EÉ]PONSE ICI"
)
_OTTER = re.compile(
    r"(?i)^[ \t]*#?[ \t]*(?P<end>BEGIN|END)[ \t]+"
    r"(?P<what>QUESTION|SOLUTION|PROMPT|TESTS?|ASSIGNMENT|EXPORT)\b"
)
_CONFIGURATION = re.compile(r"(?i)\A\s*#[ \t]*(?:ASSIGNMENT|EXPORT|QUESTION|TESTS?)[ \t]+CONFIG\b")  # Otter's
_AUTOTEST = re.compile(r"(?m)^[ \t]*#+[ \t]*(?:HASHED[ \t]+)?AUTOTEST\b")  # of nbgrader
_HIDES_ALL = re.compile(
    r"(?i)(?:remove|hide|hidden)[-_]?cell|hidden|skip|nbsphinx-hidden|exclude|solution-hidden"
)
_HIDES_CODE = re.compile(r"(?i)(?:remove|hide)[-_]?(?:input|code)|collapsed?[-_]input")
_HIDES_OUTPUT = re.compile(r"(?i)(?:remove|hide)[-_]?outputs?")
_NOT_SHOWN = ("notes", "skip")  # of RISE's slides
_OTHER_KEYS = frozenset("nbgrader id executionInfo ExecuteTime execution vscode outputId pycharm".split())
_DEEPEST = 4


class Regions:
    """The audience of each cell, in order: cells of Otter open and close regions for those after them."""

    def __init__(self) -> None:
        self._open = ""

    def audience(self, cell: Cell, draft: Draft) -> Audience | None:
        """Return who sees a cell; None if it is a mark of Otter's, which nobody needs to see."""
        mark = _OTTER.match(cell.text) if cell.kind == "raw" else None
        if mark:
            what = mark["what"].upper()
            if mark["end"].upper() == "END" or what in ("QUESTION", "ASSIGNMENT", "EXPORT"):
                self._open = ""
            else:
                self._open = what
                if what != "PROMPT":
                    draft.tell(
                        cell.line,
                        HIDDEN,
                        f"cells after cell {cell.number} are {what.lower()}: they are for instructors alone",
                    )
            return None
        if self._open.startswith(("SOLUTION", "TEST")):
            return Audience.ANSWER if self._open == "SOLUTION" else Audience.INSTRUCTORS
        found = _of_cell(cell)
        if found is Audience.ANSWER:
            draft.tell(cell.line, HIDDEN, f"cell {cell.number} is a solution: it becomes a correction")
        elif found is Audience.INSTRUCTORS:
            draft.tell(cell.line, HIDDEN, f"cell {cell.number} is hidden there: it is for instructors alone")
        return found


def _of_cell(cell: Cell) -> Audience:
    metadata = cell.metadata
    names = [*_names(metadata)]
    meanings = {"answer" if name.lower() == "answer" else answer_words.class_meaning(name) for name in names}
    if meanings & {"answer", "teacher"}:
        return Audience.ANSWER
    is_hidden = metadata.get("nbsphinx") == "hidden" or _slide(metadata) in _NOT_SHOWN
    is_hidden = is_hidden or any(pattern.search(cell.text) for pattern in (_AUTOTEST, _CONFIGURATION))
    if is_hidden or "hidden" in meanings or any(map(_HIDES_ALL.fullmatch, names)):
        return Audience.INSTRUCTORS
    if _is_nbgraders_solution(cell) or _is_ambiguous(cell.text):
        return Audience.ANSWER
    return _of_parts(cell, names)


def _of_parts(cell: Cell, names: list[str]) -> Audience:
    """Return who sees a cell whose code or output may be hidden."""
    metadata, jupyter = cell.metadata, cell.metadata.get("jupyter")
    jupyter = jupyter if isinstance(jupyter, dict) else {}
    hides_code = (
        jupyter.get("source_hidden") is True
        or metadata.get("cellView") == "form"
        or any(map(_HIDES_CODE.fullmatch, names))
    )
    hides_output = jupyter.get("outputs_hidden") is True or any(map(_HIDES_OUTPUT.fullmatch, names))
    if cell.kind != "code":
        return Audience.INSTRUCTORS if hides_code else Audience.ALL
    if hides_code:
        return Audience.INSTRUCTORS if hides_output else Audience.NO_CODE
    return Audience.NO_OUTPUT if hides_output else Audience.ALL


def _names(metadata: Any, depth: int = 0) -> Iterator[str]:
    """Yield a cell's tags, the keys that are set, and their values: extensions have names of their own."""
    if depth > _DEEPEST or isinstance(metadata, str):
        yield from [metadata] if isinstance(metadata, str) else []
    elif isinstance(metadata, list):
        for value in metadata:
            yield from _names(value, depth + 1)
    elif isinstance(metadata, dict):
        for key, value in metadata.items():
            if key in _OTHER_KEYS or value in (None, False, "", "false"):
                continue
            if not isinstance(value, dict | list):
                yield key
            yield from _names(value, depth + 1)


def _slide(metadata: dict[str, Any]) -> str:
    slideshow = metadata.get("slideshow")
    return str(slideshow.get("slide_type")) if isinstance(slideshow, dict) else ""


def _is_nbgraders_solution(cell: Cell) -> bool:
    """Whether all of a cell is a solution to nbgrader.

    One without marks is replaced as a whole when the assignment is released; one that has the stub already
    is the student's.
    """
    grading = cell.metadata.get("nbgrader")
    if not isinstance(grading, dict) or not grading.get("solution") or not cell.text.strip():
        return False
    return not (_STUB.search(cell.text) or _is_marked(cell.text))


def withholds_outputs(cell: Cell) -> bool:
    """Whether students get the notebook without any output: nbgrader and Otter make them such a version."""
    mark = _OTTER.match(cell.text) if cell.kind == "raw" else None
    return _is_nbgraders_solution(cell) or _is_marked(cell.text) or mark is not None


def _is_marked(text: str) -> bool:
    """Whether each mark of a solution in a text has its partner."""
    depth, count = 0, 0
    for line in text.split("\n"):
        if _BEGIN.match(line):
            depth, count = depth + 1, count + 1
        elif _END.match(line):
            depth -= 1
        if depth not in (0, 1):
            return False
    return depth == 0 and count > 0


def _is_ambiguous(text: str) -> bool:
    """Whether a text has marks of a solution that are no pairs of lines."""
    return bool(_MARK.search(text) or _ANY.search(text)) and not _is_marked(text)


def parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a code, each with whether it is a solution, without the lines that mark it."""
    if not _is_marked(text):
        yield text, False
        return
    part: list[str] = []
    for line in text.split("\n"):
        begins, ends = bool(_BEGIN.match(line)), bool(_END.match(line))
        if begins or ends:
            yield "\n".join(part).strip("\n"), ends
            part = []
        else:
            part.append(line)
    yield "\n".join(part).strip("\n"), False


def with_gaps(text: str) -> str:
    """Return a code with marks that coursebuild reads; "" if it has none, or some that cannot be read so."""
    if not _is_marked(text):
        return ""
    lines = [_respelled(line) for line in text.split("\n")]
    code = Code(1, 1, len(lines) + 2, "```", "", "\n".join(lines))
    return code.text if not any(faults_of(code)) else ""


def _respelled(line: str) -> str:
    """Return a line as a mark of coursebuild, if it is one of another spelling."""
    found = _BEGIN.match(line) or _END.match(line)
    if not found or is_mark(line):
        return line
    edge = "BEGIN" if _BEGIN.match(line) else "END"
    kind = "HIDDEN TESTS" if "TEST" in line.upper() else "SOLUTION"
    nothing = " NO PROMPT" if edge == "BEGIN" and "NO PROMPT" in line.upper() else ""
    end = line[len(line.rstrip("->*/) ")) :].strip() if found["sign"] in ("<!--", "(*") else ""
    return f"{found['before']}{found['sign']} {edge} {kind}{nothing} {end}".rstrip()


def stubbed(text: str) -> str:
    """Return a code in which each solution is replaced by a line that asks for it, as nbgrader does."""
    if not _is_marked(text):
        return text
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if found := _BEGIN.match(line):
            is_test = "TEST" in line.upper()
            lines += [] if is_test else [f"{found['before']}{found['sign']} YOUR CODE HERE"]
            inside = True
        elif _END.match(line):
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines).strip("\n")


def complete(text: str) -> str:
    """Return a code with its solutions, without the lines that mark them."""
    return "\n".join(line for line in text.split("\n") if not (_BEGIN.match(line) or _END.match(line)))
