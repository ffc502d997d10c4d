"""Diagnostics: what is wrong, where, and what to do."""

import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model.rules.rule import Rule, Severity


def rules() -> Mapping[str, Rule]:
    """All rules by code, sorted."""
    from coursebuild.model.rules.catalogue import RULES  # noqa: PLC0415 (slow to import; few builds have diagnostics)

    return RULES


class Diagnostic(NamedTuple):
    """A message for the author; `line` and `column` count from 1, and are 0 if unknown."""

    path: str
    line: int
    column: int
    code: str
    message: str

    @property
    def rule(self) -> Rule:
        return rules()[self.code]

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def remedy(self) -> str:
        return self.rule.remedy

    @property
    def as_published(self) -> "Diagnostic":
        """The same as it is said of what is published, where a doubt is an error."""
        return self._replace(code=self.rule.published_as or self.code)

    def at(self, position: tuple[int, int]) -> "Diagnostic":
        """Return a copy at another line and column."""
        return self._replace(line=position[0], column=position[1])

    def below(self, lines: int) -> "Diagnostic":
        """Return a copy that many lines further down, at column 1."""
        return self._replace(line=self.line + lines, column=1) if self.line else self

    def __str__(self) -> str:
        position = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return printable(f"{position}: {self.severity}[{self.code}]: {self.message}") + f"\n    {self.remedy}"


def excerpt(diagnostic: Diagnostic) -> str:
    """The line of the source, with a caret below the column; empty if the diagnostic has no column."""
    line = _source_line(diagnostic)
    if not line or not diagnostic.column:
        return ""
    gutter = f"{diagnostic.line:>5} | "
    before = printable(line[: diagnostic.column - 1].expandtabs(4))
    shown = printable(line.expandtabs(4))
    return f"{gutter}{shown}\n{' ' * (len(gutter) - 2)}| {' ' * len(before)}^"


def _source_line(diagnostic: Diagnostic) -> str:
    try:
        text = Path(diagnostic.path).read_text(encoding="utf-8-sig", errors="replace")
        return text.split("\n")[diagnostic.line - 1] if diagnostic.line else ""
    except (OSError, IndexError, ValueError):
        return ""


def short(text: str, most: int = 60) -> str:
    """Shorten a text to one line of at most `most` characters, for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def printable(text: str) -> str:
    """Escape the line breaks and control characters that a terminal or a CI service would interpret."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


def has_controls(text: str) -> bool:
    """Whether a text has a line break or a control character, which no name and no title has."""
    return any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in text)


def shown(path: Path) -> str:
    """The path for messages: relative if it is in the current folder."""
    absolute, here = os.path.abspath(path), f"{os.getcwd()}{os.sep}"  # noqa: PTH109 (called for each file)
    return absolute.removeprefix(here) if absolute.startswith(here) else str(path)


class BuildError(Exception):
    """A document, or everything, cannot be built; `diagnostics` are the reasons."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type["BuildError"], tuple[Diagnostic, ...]]:
        return type(self), self.diagnostics


class UsageError(BuildError):
    """The command or the configuration is wrong, so that nothing was built."""


class ImageError(Exception):
    """An image cannot be shown; `code` is that of its rule."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in diagnostics)
