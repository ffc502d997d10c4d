r"""The macros of formulas: of the course, and of a lesson's front matter.

In the front matter, pandoc reads values as Markdown, where `\,` is a comma. So they are read here:

    math:
      macros:
        R: \mathbb{R}
        norm: '\left\lVert #1 \right\rVert'
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

_ENTRY = re.compile(
    r"(?P<indent>[ \t]*)(?P<quote>[\"']?)(?P<name>[A-Za-z]{1,40})(?P=quote):[ \t]*(?P<value>.*)"
)
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"[ \t]*(?:#.*)?')
_SINGLE = re.compile(r"'((?:[^']|'')*)'[ \t]*(?:#.*)?")
_COMMENT = re.compile(r"[ \t]+#.*")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ARGUMENT = re.compile("#([1-9])")


class Macros:
    """Macros in TeX, by their names without a backslash."""

    def __init__(self, course: Mapping[str, str], lines: Sequence[str]) -> None:
        """Those of the front matter, in the first lines of a source, override those of the course."""
        self._macros = {**course, **macros_in(lines)}

    def definitions(self, tex: str) -> str:
        """The definitions of the macros that a formula uses, and of those that they use."""
        return "".join(map(self._definition, used_macros(self._macros, tex)))

    def _definition(self, name: str) -> str:
        tex = self._macros[name]
        arguments = max(map(int, _ARGUMENT.findall(tex)), default=0)
        return rf"\def\{name}{''.join(f'#{n}' for n in range(1, arguments + 1))}{{{tex}}}"


def macros_in(lines: Sequence[str]) -> dict[str, str]:
    """The macros of the front matter in the first lines of a source."""
    return dict(_of_front_matter(lines))


def used_macros(macros: Mapping[str, str], tex: str) -> dict[str, str]:
    """The macros that a text uses, and those that they use."""
    used: dict[str, str] = {}
    waiting = [tex] if macros else []
    while waiting:
        for name in _COMMAND.findall(waiting.pop()):
            if name in macros and name not in used:
                used[name] = macros[name]
                waiting.append(macros[name])
    return used


def _of_front_matter(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    if not lines or lines[0].rstrip() != "---":
        return
    inside = list(takewhile(lambda line: line.rstrip() not in ("---", "..."), lines[1:]))
    path: list[tuple[int, str]] = []  # the keys around a line, each with its indentation
    for line in inside:
        entry = _ENTRY.fullmatch(line)
        if entry is None:
            continue
        depth = len(entry["indent"])
        path = [each for each in path if each[0] < depth]
        if [name for _, name in path] == ["math", "macros"] and entry["value"]:
            yield entry["name"], _value(entry["value"])
        path.append((depth, entry["name"]))


def _value(written: str) -> str:
    if found := _SINGLE.fullmatch(written):
        return found[1].replace("''", "'")
    if found := _DOUBLE.fullmatch(written):
        return re.sub(r"\\(.)", r"\1", found[1])
    return _COMMENT.sub("", written).strip()
