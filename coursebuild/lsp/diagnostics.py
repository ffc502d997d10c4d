"""Diagnostics as an editor shows them: with a range of the text, and the other places that they name."""

import re
from collections.abc import Iterable

from lsprotocol import types

from coursebuild.lsp import words
from coursebuild.lsp.positions import Text
from coursebuild.model import Diagnostic, Place, Severity

SOURCE = "coursebuild"
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}
_QUOTED = re.compile(r"`([^`…]+)")
_OTHER_LINE = re.compile(r"\bon line (\d+)")
_WHAT = re.compile(r":{2,}.*\S|\{[^{}]*\}|[^\W_][\w-]*|\S+")  # at a column: a fence, attributes, a word
_HERE = "the other place"


def published(found: Iterable[Diagnostic], name: str, uri: str, text: Text) -> list[types.Diagnostic]:
    """The diagnostics of a text, of which `name` is the path in messages; those of other files at its top."""
    return [_published(each, uri, text) for each in _at_home(found, name)]


def _at_home(found: Iterable[Diagnostic], name: str) -> Iterable[Diagnostic]:
    for each in found:
        if each.path == name:
            yield each
        else:
            place = ":".join([each.path, *(str(n) for n in (each.line, each.column) if n)])
            yield Diagnostic(name, 0, 0, each.code, f"{place}: {each.message}")


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


def moved(found: Iterable[Diagnostic], before: Text, after: Text) -> tuple[Diagnostic, ...]:
    """Diagnostics of an earlier text at the lines that they now have, without those of changed lines."""
    old, new = before.lines, after.lines
    shortest = min(len(old), len(new))
    head = next((n for n in range(shortest) if old[n] != new[n]), shortest)
    most = shortest - head
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    kept = []
    for each in found:
        if each.line <= head:
            kept.append(each)
        elif each.line > len(old) - tail:
            kept.append(each._replace(line=each.line + len(new) - len(old)))
    return tuple(kept)
