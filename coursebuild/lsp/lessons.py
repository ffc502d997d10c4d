"""A lesson that is open in an editor, with what its notation means in its course."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from coursebuild import lint
from coursebuild.engine import Session
from coursebuild.lsp.opened import Texts
from coursebuild.lsp.positions import Text
from coursebuild.model import (
    FALLBACK_LANGUAGE,
    NOTHING,
    Audience,
    Audiences,
    BuildError,
    Code,
    Location,
    Place,
    Reading,
    language_tag,
    vocabulary,
)
from coursebuild.source import read_attributes, read_lines

SUFFIX = ".md"
LARGEST = 1_000_000  # characters of a text that is read while the editor waits


@dataclass(frozen=True)
class Lesson:
    """A text and its course; `front_matter` is what pandoc last read, in its JSON; `texts` are all files'."""

    uri: str
    path: Path
    location: Location
    text: Text
    session: Session
    front_matter: str = ""
    texts: Texts = field(default_factory=Texts, compare=False)

    @cached_property
    def reading(self) -> Reading:
        """The text read line by line; empty if it is too long to be read each time."""
        lines = self.text.lines if len(self.text.content) <= LARGEST else ("",)
        return read_lines("\n".join(lines), self.location.kinds, backslash=self.location.backslash)

    @cached_property
    def meta(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.front_matter or "{}")
        return found

    @cached_property
    def audiences(self) -> Audiences:
        return Audiences(self.session.course, self.meta, NOTHING)

    def of_text(self, path: Path, text: Text) -> "Lesson":
        """Another lesson of the course."""
        location = self.location._replace(path=path)
        return replace(
            self, uri=self.texts.address(path), path=path, location=location, text=text, front_matter=""
        )

    def is_inside(self, path: Path) -> bool:
        """Whether a file is in the folder of the lessons, or in `resources`."""
        real = os.path.realpath(path)
        return any(Path(real).is_relative_to(os.path.realpath(root)) for root in self.location.roots)

    def file(self, written: str) -> Path:
        """The real path of a file, as it is written in this lesson."""
        return Path(os.path.realpath(self.path.parent / written))

    @property
    def included(self) -> "Iterator[Lesson]":
        """The Markdown files that the lesson includes, as they were when it was checked last."""
        opened = self.texts.opened.get(self.uri)
        for path in sorted(opened.included) if opened else ():
            text = self.texts.of(Path(path)) if path.endswith(SUFFIX) and self.is_inside(Path(path)) else None
            if text:
                yield self.of_text(Path(path), text)

    @property
    def kinds(self) -> list[str]:
        """The kinds of boxes."""
        return sorted(vocabulary.KINDS | self.session.course.boxes.keys())

    @property
    def macros(self) -> dict[str, str]:
        """The macros of formulas: the course's with their texts, and the front matter's without."""
        of_math = self.meta.get("math", {}).get("c", {})
        own = of_math.get("macros", {}).get("c", {}) if isinstance(of_math, dict) else {}
        return {**self.session.course.macros, **(dict.fromkeys(own, "") if isinstance(own, dict) else {})}

    def code_at(self, number: int) -> Code | None:
        """The block of code that has a line in it."""
        codes = (code for code in self.reading.codes if code.line < number)
        return next((code for code in codes if number < code.last or not code.last), None)

    def is_in_quiz(self, number: int) -> bool:
        return any(
            fence.opens
            and fence.line < number
            and (number < fence.partner or not fence.partner)
            and vocabulary.QUIZ in read_attributes(fence.text).classes
            for fence in self.reading.fences
        )

    def has_notation(self, number: int) -> bool:
        """Whether a line may have attributes: it is prose, or opens a block of code."""
        prose = self.reading.prose
        return number > len(prose) or prose[number - 1] or any(c.line == number for c in self.reading.codes)

    @cached_property
    def notes(self) -> Mapping[str, int]:
        """The lines that define footnotes, by name."""
        return self._defined(lint.NOTE)

    @cached_property
    def references(self) -> Mapping[str, int]:
        """The lines that define the addresses of links, by name."""
        return self._defined(lint.REFERENCE)

    def _defined(self, pattern: re.Pattern[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in self.reading.prose_lines():
            if "]:" in line and (defined := pattern.match(line)):
                found.setdefault(" ".join(defined["name"].split()).casefold(), number)
        return found

    def audience_at(self, place: Place) -> Audience:
        """Who sees what is at a place, by the conditions of all that is around it."""
        return lint.audience_at(place, self._parts, self.audiences)

    @cached_property
    def _parts(self) -> "list[lint.Part]":
        return lint.conditional_parts(self.reading, self.audiences)

    @cached_property
    def language(self) -> str:
        """The language of the lesson's labels."""
        values = next(iter(self.audiences.values.values()), {})
        return language_tag(values.get("lang", "")) or FALLBACK_LANGUAGE

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels of boxes; none if a file of the author's with labels is broken."""
        own = {name: kind.label(self.language) for name, kind in self.session.course.boxes.items()}
        with suppress(BuildError):
            return {**self.session.labels.in_language(self.language), **own}
        return own
