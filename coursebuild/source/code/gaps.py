"""Read the gaps in code: the lines between `BEGIN SOLUTION` and `END SOLUTION`, in comments of any style.

    # BEGIN SOLUTION: todo("return the sum")
    return sum(values)
    # END SOLUTION

Students get the text after the colon in place of the lines, or else a comment. In place of those between
nbgrader's `BEGIN HIDDEN TESTS` and `END HIDDEN TESTS` they get nothing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from coursebuild.model import Code, answer_words, short, vocabulary
from coursebuild.source.attributes import read_attributes

# How a comment of one line begins, and how one ends that has an end.
_SIGNS = r"#+|//+!?|--+|;+|%+|!+|'|(?i:REM)\b|/\*+|<!--|\(\*+|\{-"
_ENDS = {"/*": "*/", "<!--": "-->", "(*": "*)", "{-": "-}"}
_REPEATED = {sign: f"{sign} \t" for sign in "#/-;%"}  # what may end a comment that it begins
_COMMENT = re.compile(rf"(?P<indent>[ \t>]*)(?P<sign>{_SIGNS})?[ \t]*(?P<text>[^\W\d_].*)")
_MARK = re.compile(
    r"(?P<edge>BEGIN|END) +(?P<kind>SOLUTION|HIDDEN TESTS)"
    r"(?:(?P<nothing> +NO PROMPT)|[ \t]*:[ \t]*(?P<placeholder>\S.*?))?[ \t]*"
)
_WORDS = re.compile(r"[^\W\d_]+(?:[\s_-]*[^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"[\s#*/>})-]*(?:$|:)")  # the end of a comment, or a placeholder
_JOINED = re.compile(r"\S[ \t]{2,}(?![#/;%<(-])")  # spaces before what is no comment
_SHOUTED = re.compile(r"\b(?:BEGIN|END)[\s_-]*(?:SOLUTION|HIDDEN[\s_-]*TESTS?)\b")
_EDGES = {
    **dict.fromkeys(("begin", "start", "debut"), "BEGIN"),
    **dict.fromkeys(("end", "stop", "fin"), "END"),
}
_JOINED_WORDS = re.compile(r"(begin|end)(.+)")
_KINDS = ("solution", "answer", "hidden")

PYTHON = frozenset("ipython ipython3 py py3 python python3".split())


class Gap(NamedTuple):
    """A gap in code: the indexes of the lines of its two marks, and the lines that students get for it."""

    first: int
    last: int
    kind: str  # `SOLUTION` or `HIDDEN TESTS`
    placeholder: tuple[str, ...]


class Fault(NamedTuple):
    """What is wrong with a mark; `line` is an index, `column` is from 1, `code` the rule's."""

    line: int
    column: int
    code: str
    message: str


class _Mark(NamedTuple):
    line: int
    column: int
    text: str  # as in messages
    edge: str
    kind: str
    placeholder: tuple[str, ...]

    def fault(self, code: str, message: str) -> Fault:
        return Fault(self.line, self.column, code, message)


def may_have_gaps(text: str) -> bool:
    """Whether a text has the words of a mark, wherever they stand: nearly always not."""
    return _SHOUTED.search(text) is not None


def read_gaps(text: str, language: str = "") -> tuple[Gap, ...]:
    """Return the gaps of a code; one that has no end goes to the end of the code."""
    if not may_have_gaps(text):
        return ()
    lines = text.split("\n")
    found: list[Gap] = []
    begun: _Mark | None = None
    for mark in _marks(lines, language):
        if begun and mark.edge == "END":
            found.append(Gap(begun.line, mark.line, begun.kind, begun.placeholder))
            begun = None
        elif not begun and mark.edge == "BEGIN":
            begun = mark
    return (*found, *([Gap(begun.line, len(lines) - 1, begun.kind, begun.placeholder)] if begun else ()))


def gaps_of(code: Code) -> tuple[Gap, ...]:
    """Return the gaps of a fenced code block; in one with the class `public`, all is for students."""
    return () if is_public(code) else read_gaps(code.text)


def faults_of(code: Code) -> Iterator[Fault]:
    """Yield what is wrong with the marks in a fenced code block."""
    return iter(()) if is_public(code) else find_faults(code.text)


def find_faults(text: str) -> Iterator[Fault]:
    """Yield what is wrong with the marks in a code."""
    lines = text.split("\n")
    yield from _pairing_faults(lines)
    for number, line in enumerate(lines):
        if not _mark(number, line, "") and (near := _near_miss(line)):
            yield Fault(number, near[0], "CB192", near[1])


def _pairing_faults(lines: Sequence[str]) -> Iterator[Fault]:
    begun: _Mark | None = None
    for mark in _marks(lines, ""):
        if mark.edge == "BEGIN" and begun:
            yield mark.fault("CB193", f"`{mark.text}` stands in a gap, which has no end before it")
        elif mark.edge == "BEGIN":
            begun = mark
            if any(_JOINED.search(line.lstrip(" \t>")) for line in mark.placeholder):
                yield mark.fault("CB194", f"`{mark.text}`: another line seems to follow the placeholder")
        elif not begun:
            yield mark.fault("CB193", f"`{mark.text}` ends no gap")
        else:
            if begun.kind != mark.kind:
                yield mark.fault("CB193", f"`{mark.text}` does not end what `{begun.text}` begins")
            elif not "".join(lines[begun.line + 1 : mark.line]).strip(" \t>"):
                yield begun.fault("CB194", f"no line follows `{begun.text}`")
            begun = None
    if begun:
        yield begun.fault("CB193", f"the gap of `{begun.text}` has no end")


def filled(text: str, language: str, *, solved: bool) -> str:
    """Return a code without the marks of its gaps, and with the lines of the gaps if it is `solved`."""
    lines = text.split("\n")
    for gap in reversed(read_gaps(text, language)):
        kept = lines[gap.first + 1 : gap.last] if solved else gap.placeholder
        lines[gap.first : gap.last + 1] = kept
    return "\n".join(lines)


def is_public(code: Code) -> bool:
    """Whether its author says that students may see all of a code block."""
    return vocabulary.PUBLIC in code.info and vocabulary.PUBLIC in read_attributes(code.info).classes


def is_mark(line: str) -> bool:
    """Whether a line of code is a mark of a gap."""
    return _mark(0, line, "") is not None


def is_nearly_mark(line: str) -> bool:
    """Whether a line of code is a mark of a gap, or was meant to be one."""
    return is_mark(line) or _near_miss(line) is not None


def _marks(lines: Sequence[str], language: str) -> Iterator[_Mark]:
    for number, line in enumerate(lines):
        if mark := _mark(number, line, language):
            yield mark


def _mark(number: int, line: str, language: str) -> _Mark | None:
    """The mark that a line is, if it is well-formed."""
    comment = _COMMENT.fullmatch(line)
    if not comment or not comment["sign"]:
        return None
    indent, sign, text = comment["indent"], comment["sign"], comment["text"].rstrip()
    opening = next((each for each in _ENDS if sign.startswith(each)), "")
    if opening and not text.endswith(_ENDS[opening]):
        return None
    text = text.removesuffix(_ENDS.get(opening, "")).rstrip(_REPEATED.get(sign[0], " "))
    found = _MARK.fullmatch(text)
    if not found or (found["edge"] == "END" and (found["placeholder"] or found["nothing"])):
        return None
    if found["nothing"] or (found["kind"] != "SOLUTION" and not found["placeholder"]):
        placeholder: tuple[str, ...] = ()
    elif found["placeholder"] or language in PYTHON:  # in Python, a comment is no body of a function
        placeholder = (indent + (found["placeholder"] or "..."),)
    else:
        shortest = opening or (sign if sign.isalpha() else sign[:2] if sign[0] in "/-" else sign[0])
        placeholder = (f"{indent}{shortest} ... {_ENDS.get(opening, '')}".rstrip(),)
    shown = f"{found['edge']} {found['kind']}"
    return _Mark(number, len(indent) + 1, shown, found["edge"], found["kind"], placeholder)


def _near_miss(line: str) -> tuple[int, str] | None:
    """What a line may have meant as a mark: its column, and what is wrong with it."""
    visible = line if line.isascii() else "".join(c for c in line if unicodedata.category(c) != "Cf")
    comment = _COMMENT.fullmatch(visible)
    words = _WORDS.match(comment["text"]) if comment else None
    meant = ""
    if comment and words:
        rest = comment["text"][words.end() :]
        meant = _meant(_WORD.findall(words[0]), rest, has_sign=bool(comment["sign"]))
    shouted = _SHOUTED.search(visible)
    if not (meant or shouted):
        return None
    meant = meant or " ".join(_WORD.findall(shouted[0] if shouted else ""))
    quote = short(line.strip())
    if meant not in line:
        message = f"`{quote}` is no mark of a gap; did you mean `{meant}`?"
    elif comment and comment["sign"] and shouted and comment["text"].startswith(meant):
        message = f"`{quote}`: a colon and what students get may follow `{meant}`, and nothing else"
    else:
        message = f"`{quote}`: `{meant}` does not stand alone in a comment"
    return len(line) - len(line.lstrip()) + 1, message


def _meant(words: Sequence[str], rest: str, *, has_sign: bool) -> str:
    """The mark that the first words of a comment resemble, or "".

    Words in lower case may be prose, unless they are all that a comment says.
    """
    is_shouted = all(word.isupper() for word in words[:2])
    if not is_shouted and not (has_sign and vocabulary.fold(words[0]) in _EDGES):
        return ""  # nearly every line
    folded = [vocabulary.fold(word) for word in words]
    if not is_shouted:
        kind = _kind(folded[1]) if len(words) > 1 else ""
        is_alone = len(words) <= 1 + len(kind.split()) and _AFTER.match(rest)
        edge = _EDGES[folded[0]] if kind and is_alone else ""
    elif (joined := _JOINED_WORDS.fullmatch(folded[0])) and _kind(joined[2]):
        edge, kind = _EDGES[joined[1]], _kind(joined[2])
    else:
        kind = _kind(folded[1]) if len(words) > 1 else ""
        edge = _EDGES.get(folded[0]) or _EDGES.get(vocabulary.nearest(folded[0], ("begin", "end")), "")
        if not kind and len(words) > 1 and folded[1] in _EDGES:  # `SOLUTION BEGIN`
            edge, kind = _EDGES[folded[1]], _kind(folded[0])
    return f"{edge} {kind}" if edge and kind else ""


@lru_cache(maxsize=1 << 10)
def _kind(word: str) -> str:
    """What a word between `BEGIN` and the line's end means: `SOLUTION`, `HIDDEN TESTS`, or nothing."""
    if not word:
        return ""
    if vocabulary.nearest_guard(word) or answer_words.is_answer(word):
        return "SOLUTION"
    return {"solution": "SOLUTION", "answer": "SOLUTION", "hidden": "HIDDEN TESTS"}.get(
        vocabulary.nearest(word, _KINDS), ""
    )
