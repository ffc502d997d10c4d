r"""What the source of a formula has, and its drawing does not show.

Definitions are no such thing where the formula shows what they stand for: `\newcommand{\R}{\mathbb{R}} \R`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from coursebuild.drawings.formulas.typeset import Formula, FormulaError, formula_drawing

_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*%(?P<text>[^\n]*)")
_MEASURED = ("phantom", "hphantom", "vphantom")  # they leave room for what they do not show
_UNSHOWN = re.compile(r"\\(?:label|require)\b\s*")
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_DEFINING = re.compile(
    r"\\(?:(?P<command>(?:re|provide)?newcommand|DeclareMathOperator)\*?|(?P<def>[egx]?def)|(?P<let>let)"
    r"|(?:re)?newenvironment)(?![A-Za-z])"
)
_NAME = re.compile(r"\s*\{?\s*\\(?P<name>[A-Za-z]+|.)\s*\}?")
_OPTIONS = re.compile(r"\s*(?:\[(?P<count>[1-9])\]\s*(?P<default>\[[^\]]*\])?)?\s*")
_PARAMETERS = re.compile(r"[^{}\\]*")
_PARAMETER = re.compile(r"#([1-9])")
_LET = re.compile(r"\s*=?\s*(?:\\(?:[A-Za-z]+|.)|\S)", re.DOTALL)
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_OPTION = re.compile(r"(?<=[,\[])[ \t]*[a-z ]+(?=[,\]=])")  # of an arrow
_NOT_TEXT = re.compile(  # environments with the columns of their tables; structures, which are drawn as such
    r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}(?:\s*\{[^{}]*\})?|\\chemfig\s*(?:\[[^\]]*\])?\{[^{}]*\}"
)
_TEXT = re.compile(r"\w.*\w", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones may be lengths and positions


class _Definition(NamedTuple):
    """A definition in a formula; `is_certain` says that it shows all of its arguments where it is used."""

    start: int
    end: int
    name: str
    body: str
    is_certain: bool


def unseen(formula: Formula) -> Iterator[str]:
    """What a formula has that no page shows; a single sign that is only measured is nothing."""
    try:
        drawing = formula_drawing(formula)
    except FormulaError:  # pages show its source
        return
    drawn = _signs("".join((drawing.screen, *drawing.texts)))
    tex, found = _without(formula.tex, _comments(formula.tex))
    yield from (comment for comment in found if comment.strip("% \t"))
    definitions = [*_definitions(tex)]
    shown, defining = _without(tex, [(each.start, each.end) for each in definitions])
    measuring = "|".join((*_MEASURED, *_macros_that_measure(formula.macros)))
    shown, found = _without(shown, _arguments(shown, re.compile(rf"\\(?:{measuring})\b\s*")))
    yield from (each for each in found if _is_text(each) and _group(each).strip("{}") not in shown)
    shown, found = _without(shown, _arguments(shown, _UNSHOWN))
    yield from found
    names = _used(shown, definitions)
    for each, text in zip(definitions, defining, strict=True):
        pieces = _COMMAND.sub(" ", _PARAMETER.sub(" ", each.body)).split()
        is_drawn = all(_signs(piece) in drawn for piece in pieces)
        if each.name not in names or not each.is_certain or not is_drawn:
            yield text
    shown = _NOT_TEXT.sub(" ", _OPTION.sub(" ", shown) if "tikzcd" in shown else shown)
    words = _WORD.findall(_COMMAND.sub(" ", shown))
    yield from dict.fromkeys(word for word in words if _signs(word) not in drawn)


def _is_text(measured: str) -> bool:
    """Whether what is only measured has more than one sign."""
    return bool(_TEXT.search(_COMMAND.sub(" ", _group(measured))))


def _group(command: str) -> str:
    return command[command.find("{") :] if "{" in command else ""


def _signs(text: str) -> str:
    """The letters and digits of a text, whatever their style."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _without(tex: str, spans: list[tuple[int, int]]) -> tuple[str, list[str]]:
    """A formula without some parts, and these."""
    kept, end = "", 0
    for start, stop in spans:
        kept, end = f"{kept}{tex[end:start]} ", stop
    return kept + tex[end:], [tex[start:stop] for start, stop in spans]


def _comments(tex: str) -> list[tuple[int, int]]:
    return [(found.start("text") - 1, found.end()) for found in _COMMENT.finditer(tex)]


def _arguments(tex: str, command: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a command stands with its argument; not those within the argument of another."""
    spans: list[tuple[int, int]] = []
    for found in command.finditer(tex):
        if not spans or found.start() >= spans[-1][1]:
            spans.append((found.start(), found.end() + len(_argument(tex, found.end()))))
    return spans


def _argument(tex: str, start: int) -> str:
    """The group or the command at an index of a formula; the rest of it where a brace is not closed."""
    if tex[start : start + 1] != "{":
        command = _COMMAND.match(tex, start)
        return command[0] if command else tex[start : start + 1]
    depth = 0
    for brace in _BRACES.finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return tex[start : brace.end()]
    return tex[start:]


def _definitions(tex: str) -> Iterator[_Definition]:
    """The definitions in a formula; what cannot be read as one goes on to the end of its line."""
    end = 0
    for found in _DEFINING.finditer(tex):
        if found.start() < end:
            continue
        name = _NAME.match(tex, found.end())
        if name is None or not (found["command"] or found["def"] or found["let"]):
            end = (tex + "\n").index("\n", found.end())
            yield _Definition(found.start(), end, "", "", is_certain=False)
            continue
        begins, parameters, default = name.end(), set[str](), ""
        if found["let"]:
            let = _LET.match(tex, begins)
            end, body = (let.end(), let[0]) if let else (begins, "")
        else:
            if found["command"] and (options := _OPTIONS.match(tex, begins)):
                parameters = set(map(str, range(1, int(options["count"] or 0) + 1)))
                begins, default = options.end(), options["default"] or ""
            elif heading := _PARAMETERS.match(tex, begins):
                parameters, begins = set(_PARAMETER.findall(heading[0])), heading.end()
            body = _argument(tex, begins)
            end = begins + len(body)
        is_certain = parameters <= set(_PARAMETER.findall(body)) and not re.search(
            rf"\\(?:\w*phantom|label|require)|{_DEFINING.pattern}", body
        )
        yield _Definition(found.start(), end, name["name"], f"{body} {default}", is_certain)


def _used(shown: str, definitions: list[_Definition]) -> set[str]:
    """The names of definitions that a formula uses, or that those use."""
    bodies = {each.name: each.body for each in definitions}
    used: set[str] = set()
    waiting = [shown]
    while waiting:
        for command in _COMMAND.findall(waiting.pop()):
            name = command[1:]
            if name in bodies and name not in used:
                used.add(name)
                waiting.append(bodies[name])
    return used


def _macros_that_measure(macros: str) -> list[str]:
    """The names of the macros of a course or a lesson that may not show their arguments."""
    return [re.escape(each.name) for each in _definitions(macros) if "phantom" in each.body]
