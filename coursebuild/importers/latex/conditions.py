"""Rewrite the conditionals of TeX, of which nobody can tell here which part readers get, as environments."""

import re

from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.importers.latex.answers import is_answering
from coursebuild.importers.latex.marks import Line, Marks, closing_brace, depth_in_paragraph
from coursebuild.model import answer_words, short

_CONDITION = re.compile(
    r"(?P<unless>\\unless\s*)?\\if(?P<name>[A-Za-z@]*)(?![A-Za-z@])|\\(?P<word>else|or|fi)(?![A-Za-z@])"
)
# Those about the engine and the mode, and those of packages, whose parts are arguments.
_NOT_HIDING = frozenset(
    "vmode hmode mmode inner true void hbox vbox eof then thenelse pdf pdftex xetex luatex".split()
)
_WITH_PARTS = re.compile(r"\\if(?P<name>thenelse|toggle|bool|boolexpr)\s*(?=\{)")
_WITH_ARGUMENTS = re.compile(
    r"\\if(?:thenelse|toggle|bool|boolexpr|def\w+|undef|cs\w+|str\w+|num\w+|dim\w+|blank|notblank|empty)\s*\{"
)
_OF_TEX = frozenset("x num dim odd cat defined csname case".split()) | {""}
_COMPARED = re.compile(r"(?:\\(?!begin)[A-Za-z@]+|[=<>\d])*")  # what those of TeX compare
_STUDENTS = frozenset("eleve eleves student students etudiant etudiants etu".split())
_OTHER = {"cbif": "cbunless", "cbunless": "cbif", "cbhidden": "cbhidden"}
_COMMANDS = {"cbif": "cbanswer", "cbunless": "cbshown", "cbhidden": "cbanswer"}  # within an argument
_FORMULA = re.compile(
    r"\\begin\s*\{(?P<name>equation|align|gather|multline|eqnarray|displaymath|math)(?P<star>\*?)\}.*?"
    r"\\end\s*\{(?P=name)(?P=star)\}|\\\(.*?\\\)|\\\[.*?\\\]|(?<!\\)\$\$.*?\$\$"
    r"|(?<![\\$])\$(?:\\.|[^$\\\n]|\n(?!\s*\n))+\$",
    re.DOTALL,
)
_WITH_ARGUMENT = re.compile(r"\\(?P<name>[A-Za-z]+)\s*(?=\{)")


def has_condition(definition: str) -> bool:
    """Whether what a command does depends on something."""
    return any(
        each["name"] is not None and each["name"] not in _NOT_HIDING
        for each in _CONDITION.finditer(definition)
    )


def is_part_of_condition(definition: str) -> bool:
    """Whether a command ends a conditional that it does not begin, or has its other part."""
    return any(each["word"] for each in _CONDITION.finditer(definition)) and not any(
        each["name"] is not None for each in _CONDITION.finditer(definition)
    )


def turn_formulas(draft: Draft, body: str, _: Marks, line: Line) -> str:
    """Make a formula of which a part is hidden, or is an answer, the instructor's as a whole."""

    def turned(found: re.Match[str]) -> str:
        formula = found[0]
        commands = [each["name"] for each in _WITH_ARGUMENT.finditer(formula) if is_answering(each["name"])]
        if not commands and not has_condition(formula):
            return formula
        what = f"`{short(formula)}` may hide something there: it is for instructors alone"
        draft.tell(line(formula.split("\n")[0]), HIDDEN, what)
        for name in commands:
            formula = re.sub(rf"\\{name}(?=\s*\{{)", "", formula)
        formula = _CONDITION.sub(" ", formula)
        return f"\\cbanswer{{{formula}}}"

    return _FORMULA.sub(turned, body)


def turn_conditions(draft: Draft, body: str, _: Marks, line: Line) -> str:
    r"""Rewrite `\ifprintanswers … \else … \fi`, and other conditionals, as environments."""
    body = _turn_parts(draft, body, line)
    parts: list[str] = []
    opened: list[
        tuple[str, bool]
    ] = []  # the environment of each open conditional, and if it is in an argument
    at = 0
    for found in _CONDITION.finditer(body):
        name = found["name"]
        if name is not None and _WITH_ARGUMENTS.match(body, found.start()):
            continue
        parts.append(body[at : found.start()])
        compared = _COMPARED.match(body, found.end()) if name in _OF_TEX else None
        at = (compared or found).end()
        if name is not None and name not in _NOT_HIDING and name != "false":
            environment = _environment(draft, name, line)
            environment = _OTHER[environment] if found["unless"] else environment
            opened.append((environment, depth_in_paragraph(body, found.start()) > 0))
            parts.append(_opening(*opened[-1]))
        elif name is not None:
            opened.append(("", False))
            parts.append(found[0])
        elif not opened or not opened[-1][0]:
            parts.append(found[0])
            if found["word"] == "fi" and opened:
                opened.pop()
        else:
            environment, is_inside = opened.pop()
            parts.append(_closing(environment, is_inside=is_inside))
            if found["word"] != "fi":
                opened.append((_OTHER[environment], is_inside))
                parts.append(_opening(*opened[-1]))
    return "".join((*parts, body[at:]))


def _opening(environment: str, is_inside: bool) -> str:  # noqa: FBT001 (from a pair)
    return f"\\{_COMMANDS[environment]}{{" if is_inside else f"\n\n\\begin{{{environment}}}\n"


def _closing(environment: str, *, is_inside: bool) -> str:
    return "}" if is_inside else f"\n\\end{{{environment}}}\n\n"


def _turn_parts(draft: Draft, body: str, line: Line) -> str:
    r"""Rewrite `\ifthenelse{…}{…}{…}` and its like."""
    at = 0
    while found := _WITH_PARTS.search(body, at):
        at, ends, begins = found.end(), list[int](), list[int]()
        for _ in range(3):
            begins.append(body.find("{", ends[-1] if ends else at))
            ends.append(closing_brace(body, begins[-1]) if begins[-1] >= 0 else -1)
            if ends[-1] < 0:
                break
        else:
            condition, first, other = (body[begin + 1 : end] for begin, end in zip(begins, ends, strict=True))
            words = [word for word in re.findall("[A-Za-z]+", condition) if word != "boolean"]
            environment = _environment(draft, words[0], line) if len(words) == 1 else "cbhidden"
            if len(words) != 1:
                draft.tell(
                    line(found[0]),
                    HIDDEN,
                    f"`{found[0]}` may hide something there: it is for instructors alone",
                )
            is_inside = depth_in_paragraph(body, found.start()) > 0
            new = (
                f"{_opening(name, is_inside)}{text}{_closing(name, is_inside=is_inside)}"
                for name, text in ((environment, first), (_OTHER[environment], other))
            )
            body = body[: found.start()] + "".join(new) + body[ends[-1] + 1 :]
            at = found.start()
    return body


def _environment(draft: Draft, name: str, line: Line) -> str:
    """Return the environment for the first part of a conditional."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
    if name not in _OF_TEX and (
        name == "printanswers"
        or answer_words.class_meaning(words) in ("answer", "teacher")
        or answer_words.announcing_name(words)
    ):
        return "cbif"
    if words in _STUDENTS:
        return "cbunless"
    draft.tell(
        line(f"\\if{name}"), HIDDEN, f"`\\if{name}` may hide something there: it is for instructors alone"
    )
    return "cbhidden"
