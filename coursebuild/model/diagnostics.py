"""Diagnostics: what is wrong, where, and what to do about it."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model.rules.rule import Rule, Severity


def rules() -> Mapping[str, Rule]:
    """All rules by their codes, in the order of the codes."""
    from coursebuild.model.rules.catalogue import RULES  # noqa: PLC0415 (few builds have diagnostics)

    return RULES


class Diagnostic(NamedTuple):
    """One thing to tell the author; `line` and `column` count from 1, 0 where there is none."""

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

    def at(self, place: tuple[int, int]) -> "Diagnostic":
        """The same, at another line and column."""
        return self._replace(line=place[0], column=place[1])

    def below(self, lines: int) -> "Diagnostic":
        """The same, so many lines further down."""
        return self._replace(line=self.line + lines, column=1) if self.line else self

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return printable(f"{place}: {self.severity}[{self.code}]: {self.message}") + f"\n    {self.remedy}"


def short(text: str, most: int = 60) -> str:
    """A text on one line, and no longer than a message takes."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def printable(text: str) -> str:
    """On one line, without what a terminal or a CI service would obey."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text)


def shown(path: Path) -> str:
    """The path as an author reads it: relative where it is below the current folder."""
    absolute, here = os.path.abspath(path), f"{os.getcwd()}{os.sep}"  # noqa: PTH109 (for each file)
    return absolute.removeprefix(here) if absolute.startswith(here) else str(path)


class BuildError(Exception):
    """A document, or the whole call, cannot be built; it carries the reasons."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type["BuildError"], tuple[Diagnostic, ...]]:
        return type(self), self.diagnostics


class UsageError(BuildError):
    """The call itself is wrong: nothing was tried."""


class ImageError(Exception):
    """An image that cannot be shown; `code` is its rule."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity is Severity.ERROR for d in diagnostics)
