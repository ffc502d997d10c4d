"""Diagnostics as an editor shows them: with a range of the text, and the other places that they name.

Those of a file that lessons include are shown there too, while such a lesson is open.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types

from coursebuild.config import CONFIGURATION
from coursebuild.lsp import words
from coursebuild.lsp.opened import Found, Opened, Texts, leave_removed_folder
from coursebuild.lsp.positions import Text
from coursebuild.model import Diagnostic, Place, Severity

SOURCE = "coursebuild"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}
_QUOTED = re.compile(r"`([^`…]+)")
_OTHER_LINE = re.compile(r"\bon line (\d+)(?! of `)")
_WHAT = re.compile(r":{2,}.*\S|\{[^{}]*\}|[^\W_][\w-]*|\S+")  # at a column: a fence, attributes, a word
_INCLUDE = re.compile(r"\binclude=[\"']?([^\"'\s}]+)")
_HERE = "the other place"


Send = Callable[[str, list[types.Diagnostic], int | None], None]


class Board:
    """What is shown of each file: what its own check finds, and those of the lessons that include it."""

    def __init__(self, texts: Texts, send: Send) -> None:
        self._texts, self._send = texts, send
        self._found: dict[str, Found] = {}  # by the addresses of the texts that were checked

    def show(self, opened: Opened, found: Found) -> None:
        """Show what the check of a text has found, unless it was closed meanwhile."""
        if self._texts.opened.get(opened.uri) is not opened:
            return
        files = _files(self._found.get(opened.uri, ())) | _files(found)
        self._found[opened.uri] = found
        for name in (opened.name, *sorted(files - {opened.name})):
            self._show_file(name, self._texts.address(Path(name).absolute()))

    def forget(self, opened: Opened) -> None:
        """Show nothing more of what the check of a text has found: it was closed."""
        leave_removed_folder(opened.path.anchor)
        files = _files(self._found.pop(opened.uri, ()))
        self._show_file(opened.name, opened.uri)
        for name in sorted(files - {opened.name}):
            self._show_file(name, self._texts.address(Path(name).absolute()))

    def _show_file(self, name: str, uri: str) -> None:
        opened = self._texts.opened.get(uri)
        text = opened.text if opened else self._texts.of(Path(name)) or Text("")
        all_found = (each for found in self._found.values() for each in found)
        found = (*self._found.get(uri, ()), *(each for each in all_found if each.path == name))
        self._send(uri, published(dict.fromkeys(found), name, uri, text), opened.version if opened else None)


def _files(found: Found) -> set[str]:
    """The files, by their paths in messages, with a line that a diagnostic is about."""
    return {each.path for each in found if each.line and Path(each.path).name != CONFIGURATION}


def published(found: Iterable[Diagnostic], name: str, uri: str, text: Text) -> list[types.Diagnostic]:
    """The diagnostics of a text, of which `name` is the path in messages.

    Those of files that it includes are where it includes them, and those of other files at its top.
    """
    return [
        _published(each, uri, text) if each.path == name else _of_other_file(each, name, uri, text)
        for each in found
    ]


def _of_other_file(diagnostic: Diagnostic, name: str, uri: str, text: Text) -> types.Diagnostic:
    """A diagnostic of another file, with its place there."""
    place = ":".join([diagnostic.path, *(str(n) for n in (diagnostic.line, diagnostic.column) if n)])
    at = _including(Path(diagnostic.path).name, text)
    here = Diagnostic(name, *at, diagnostic.code, f"{place}: {diagnostic.message}")
    position = types.Position(max(diagnostic.line - 1, 0), max(diagnostic.column - 1, 0))
    there = types.Location(Path(diagnostic.path).absolute().as_uri(), types.Range(position, position))
    related = types.DiagnosticRelatedInformation(there, diagnostic.message)
    shown = _published(here, uri, text)
    shown.related_information = [related] if diagnostic.line else None
    return shown


def _including(file: str, text: Text) -> Place:
    """Where a text includes a file, or else any, which may include that one; (0, 0) if it includes none."""
    found = [
        (each[1].rpartition("/")[2] == file, number, each.start() + 1)
        for number, line in enumerate(text.lines, 1)
        if (each := _INCLUDE.search(line))
    ]
    _, line, column = min(found, key=lambda one: not one[0], default=(False, 0, 0))
    return line, column


def _published(diagnostic: Diagnostic, uri: str, text: Text) -> types.Diagnostic:
    related = [
        types.DiagnosticRelatedInformation(types.Location(uri, text.of_line(int(number))), _HERE)
        for number in _OTHER_LINE.findall(diagnostic.message)
    ]
    end = "" if diagnostic.message.endswith("?") else "."
    return types.Diagnostic(
        range=extent(diagnostic, text),
        message=f"{diagnostic.message}{end}\n{diagnostic.remedy}",
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.code,
        source=SOURCE,
        related_information=related or None,
        data={"explanation": words.of_rule(diagnostic.code)},
    )


def extent(diagnostic: Diagnostic, text: Text) -> types.Range:
    """What a diagnostic is about: what its message quotes, or the notation or word at its place.

    Without a column, it is the line; without a line, the first one.
    """
    line = max(diagnostic.line, 1)
    if not diagnostic.column or not diagnostic.line:
        return text.of_line(line)
    place: Place = (line, diagnostic.column)
    rest = text.line(line)[diagnostic.column - 1 :]
    quoted = next((q for q in _QUOTED.findall(diagnostic.message) if rest.startswith(q)), "")
    found = _WHAT.match(rest)
    length = len(quoted) or (found.end() if found else 0)
    if not length:  # the end of a line, or white space
        return text.of_line(line) if not rest.strip() else text.range(place, (line, diagnostic.column + 1))
    return text.range(place, (line, diagnostic.column + length))


def moved(found: Iterable[Diagnostic], name: str, before: Text, after: Text) -> tuple[Diagnostic, ...]:
    """Diagnostics of an earlier text at the lines that they now have, without those of changed lines.

    `name` is its path in messages; diagnostics of other files stay as they are.
    """
    old, new = before.lines, after.lines
    shortest = min(len(old), len(new))
    head = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    most = shortest - head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    kept = []
    for each in found:
        if each.path != name or each.line <= head:
            kept.append(each)
        elif each.line > len(old) - tail:
            kept.append(each._replace(line=each.line + len(new) - len(old)))
    return tuple(kept)
