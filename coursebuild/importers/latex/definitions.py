"""The commands and environments that an author defines, of which some hide what they are given."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.importers.latex.answers import environment_meaning, is_answering
from coursebuild.importers.latex.conditions import has_condition, is_part_of_condition
from coursebuild.importers.latex.marks import Line, closing_brace

_DEFINITION = re.compile(
    r"(?:\\(?:long|global|protected|outer)\s*)*\\(?P<how>(?:re)?newcommand|providecommand|DeclareRobustCommand"
    r"|(?:re|provide)?newrobustcmd|(?:New|Renew|Provide|Declare)(?:Expandable)?DocumentCommand"
    r"|(?:New|Renew|Provide|Declare)DocumentEnvironment|(?:re)?newenvironment|(?:Re)?[nN]ewEnviron|[gex]?def)"
    r"(?![A-Za-z@])\*?\s*(?:\{\s*\\?(?P<braced>[A-Za-z@]+)\*?\s*\}|\\(?P<bare>[A-Za-z@]+))"
)
_SAME = re.compile(r"\\let\s*\\(?P<name>[A-Za-z@]+)\s*=?\s*\\(?P<other>[A-Za-z@]+)")
_COMMENTED = re.compile(r"\\(?:exclude|include|special)comment\s*\{(?P<name>[A-Za-z]+)\}")
_COUNT = re.compile(r"\s*\[\s*(?P<count>\d)\s*\]")
_OPTIONAL = re.compile(r"\s*\[(?P<text>[^\[\]]*)\]")
_OPENING = re.compile(r"\s*(?=\{)")
# The arguments of xparse: mandatory, optional, with a default, a star, another sign.
_ARGUMENT = re.compile(r"[+!>]*\s*(?P<kind>[a-zA-Z])(?:(?<=[OGE])\s*(?P<default>\{[^{}]*\}))?")
# Commands of which no reader sees the last argument.
_UNSEEN = re.compile(
    r"\\(?:[hv]?phantom|[hv]space\*?|index|label|typeout|write\d*|message|setbox\d*|savebox|sbox|settowidth"
    r"|settoheight|settodepth|setlength|addtolength|gdef|pdfbookmark|PackageInfo"
    r"|textcolor\s*\{\s*white\s*\}|color\s*\{\s*white\s*\}|texttransparent\s*\{\s*0\s*\})"
    r"(?:\s*\[[^\]]*\])?(?:\s*\{[^{}#]*\}(?=\s*\{))*\s*(?=\{)"
)
_HIDES_ALL = re.compile(
    r"\\(?:setbox|lrbox|comment|begin\s*\{(?:lrbox|comment)\}|[Cc]ollect\w*|scantokens|VerbatimOut|phantom"
    r"|color\s*\{\s*white\s*\})"
)
_OF_CALL = re.compile(r"\\If(?:NoValue|Value|Boolean|Blank)TF?(?![A-Za-z])")
_LENGTH = re.compile(r"\s*[\d.,]*\s*(?:cm|mm|in|pt|ex|em|\\\w+)?\s*")
_MOST_EXPANSIONS, _LARGEST = 1000, 5_000_000


class _Definition(NamedTuple):
    """A definition: where it stands, its name, the kinds of its arguments, and what it does.

    `default` is that of a first optional argument.
    """

    start: int
    end: int
    how: str
    name: str
    arguments: str
    default: str
    does: str

    @property
    def is_environment(self) -> bool:
        return "nviron" in self.how

    @property
    def is_of_call(self) -> bool:
        """Whether pandoc does not know this kind of definition."""
        return "Document" in self.how


def turn_definitions(draft: Draft, text: str, line: Line) -> str:
    """Remove the definitions of what may hide, and mark each use of it; what pandoc expands stays."""
    definitions = [*_definitions(text)]
    hiding = _hiding(definitions, text)
    commented = {found["name"] for found in _COMMENTED.finditer(text)}
    lines = {each.name: line(text[each.start : each.end].split("\n", maxsplit=1)[0]) for each in definitions}
    for each in reversed(definitions):
        if each.name in hiding or (each.is_environment and environment_meaning(each.name)):
            text = text[: each.start] + text[each.end :]
        elif each.is_of_call and not each.is_environment and set(each.arguments[1:]) <= {"m"}:
            text = text[: each.start] + _for_pandoc(each) + text[each.end :]
    lines |= {found["name"]: line(found[0]) for found in _SAME.finditer(text)}
    text = _SAME.sub(lambda found: "" if found["name"] in hiding else found[0], text)
    text = _expand(text, [each for each in definitions if each.name in hiding and _is_plain(each)])
    kinds = {each.name: each.arguments for each in definitions if not _is_plain(each)}
    for name in [*hiding, *sorted(commented - hiding.keys())]:
        # What an answer's name hides by itself is told, and turned, where it is used.
        if is_answering(name) and name not in commented:
            continue
        new = re.sub(rf"\\(begin|end)\s*\{{{re.escape(name)}\*?\}}", r"\\\1{cbhidden}", text)
        new = _calls(new, name, kinds.get(name) or kinds.get(hiding.get(name, ""), "m"))
        if new != text:
            draft.tell(
                lines.get(name, line(f"{{{name}}}")),
                HIDDEN,
                f"`{name}` may hide something there: it is for instructors alone",
            )
        text = new
    return text


def _definitions(text: str) -> Iterator[_Definition]:
    at = 0
    while found := _DEFINITION.search(text, at):
        at = found.end()
        how, name = found["how"], found["braced"] or found["bare"]
        arguments, default, at = _signature(text, how, at)
        groups: list[str] = []
        for _ in range(2 if how.endswith("nvironment") else 1):
            opening = _OPENING.match(text, at)
            end = closing_brace(text, opening.end()) if opening else -1
            if opening and end >= 0:
                groups.append(text[opening.end() + 1 : end])
                at = end + 1
        if groups:
            yield _Definition(found.start(), at, how, name, arguments, default, "\n".join(groups))


def _signature(text: str, how: str, at: int) -> tuple[str, str, int]:
    """Return the kinds of a command's arguments, the first one's default, and where what it does begins."""
    if how.endswith("def"):
        end = text.find("{", at)
        return "m" * text.count("#", at, max(end, at)), "", max(end, at)
    if "Document" in how:
        opening = _OPENING.match(text, at)
        end = closing_brace(text, opening.end()) if opening else -1
        if opening is None or end < 0:
            return "", "", at
        kinds = [*_ARGUMENT.finditer(text[opening.end() + 1 : end])]
        default = kinds[0]["default"] if kinds else ""
        return "".join(each["kind"] for each in kinds), (default or "{}")[1:-1], end + 1
    count, first = _COUNT.match(text, at), None
    if count:
        at = count.end()
        first = _OPTIONAL.match(text, at)
        at = first.end() if first else at
    number = int(count["count"]) if count else 0
    kinds_ = ("O" if first else "m") + "m" * (number - 1) if number else ""
    return kinds_, first["text"] if first else "", at


def _hiding(definitions: Sequence[_Definition], text: str) -> dict[str, str]:
    """Return the names of what may hide; for another name of a command, that command."""
    hiding = {each.name: each.name for each in definitions if _may_hide(each)}
    same = [*_SAME.finditer(text)]
    while True:
        using = re.compile(
            rf"\\(?:begin\s*\{{)?(?:{'|'.join(map(re.escape, hiding)) or '(?!)'})(?![A-Za-z@])"
        )
        new = {each.name: each.name for each in definitions if using.search(each.does)}
        new |= {found["name"]: found["other"] for found in same if found["other"] in hiding}
        if new.keys() <= hiding.keys():
            return hiding
        hiding = new | hiding


def _may_hide(definition: _Definition) -> bool:
    does = definition.does
    if has_condition(does) or _OF_CALL.search(does):
        return True
    if definition.is_environment and _HIDES_ALL.search(does):
        return True
    if not definition.is_environment and any(map(is_answering, re.findall(r"\\([A-Za-z]+)", does))):
        return True
    if _is_plain(definition):
        return is_part_of_condition(does)
    seen = _seen(does)
    texts = [f"#{n}" for n, kind in enumerate(definition.arguments, 1) if kind in "mrvGb"]
    if definition.is_environment:
        texts = [text for text, kind in zip(texts, definition.arguments, strict=False) if kind == "b"]
        texts += ["\\BODY"] if definition.how.endswith("Environ") else []
    return any(text not in seen for text in texts)


def _seen(does: str) -> str:
    """Return what a command does, without what no reader sees."""
    at = 0
    while found := _UNSEEN.search(does, at):
        end = closing_brace(does, found.end())
        at = found.start() + 1
        if end >= 0:
            does = does[: found.start()] + does[end + 1 :]
    return does


def _is_plain(definition: _Definition) -> bool:
    """Whether a command stands for what it does, whatever follows it."""
    return not (definition.is_environment or definition.arguments)


def _for_pandoc(definition: _Definition) -> str:
    count = f"[{len(definition.arguments)}]" if definition.arguments else ""
    first = f"[{definition.default}]" if definition.arguments[:1] in ("O", "o") else ""
    return f"\\newcommand{{\\{definition.name}}}{count}{first}{{{definition.does}}}"


def _expand(text: str, definitions: Sequence[_Definition]) -> str:
    """Write what commands without arguments do in their places: it may begin what another one ends."""
    does = {each.name: each.does for each in definitions if not is_answering(each.name)}
    if not does:
        return text
    use = re.compile(rf"\\(?P<name>{'|'.join(map(re.escape, does))})(?![A-Za-z@])(?:\{{\}})?")
    at = 0
    for _ in range(_MOST_EXPANSIONS):
        found = use.search(text, at)
        if found is None or len(text) > _LARGEST:
            break
        text = f"{text[: found.start()]}{does[found['name']]} {text[found.end() :]}"
        at = found.start()
    return text


def _calls(text: str, name: str, kinds: str) -> str:
    """Write each use of a command as one of `cbanswer` with all its arguments."""
    use = re.compile(rf"\\{re.escape(name)}(?![A-Za-z@])\*?")
    at = 0
    while found := use.search(text, at):
        end, texts = found.end(), list[str]()
        for _ in kinds:
            if (opening := _OPENING.match(text, end)) and (
                closing := closing_brace(text, opening.end())
            ) >= 0:
                texts.append(text[opening.end() + 1 : closing])
                end = closing + 1
            elif optional := _OPTIONAL.match(text, end):
                texts += [] if _LENGTH.fullmatch(optional["text"]) else [optional["text"]]
                end = optional.end()
        if (
            not texts
            and "m" in kinds
            and (token := re.compile(r"\s*(\\[A-Za-z]+|[^\s\\{}])").match(text, end))
        ):
            texts, end = [token[1]], token.end()
        new = f"\\cbanswer{{{' '.join(texts)}}}" if texts else ""
        text = text[: found.start()] + new + text[end:]
        at = found.start() + (len("\\cbanswer") if texts else 0)
    return text
