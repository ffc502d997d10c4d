"""A lesson that is open in an editor, with what its notation means in its course."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from coursebuild.engine import Session
from coursebuild.lsp.positions import Text
from coursebuild.model import (
    FALLBACK_LANGUAGE,
    NOTHING,
    Audiences,
    BuildError,
    Location,
    Reading,
    language_tag,
)
from coursebuild.source import read_lines

LARGEST = 1_000_000  # characters of a text that is read while the editor waits


@dataclass(frozen=True)
class Lesson:
    """A text and its course; `front_matter` is what pandoc last read, in its JSON."""

    uri: str
    path: Path
    text: Text
    session: Session
    location: Location
    front_matter: str = ""

    @cached_property
    def reading(self) -> Reading:
        """The text read line by line; empty if it is too long to be read each time."""
        lines = self.text.lines if len(self.text.content) <= LARGEST else ("",)
        return read_lines("\n".join(lines), self.location.kinds)

    @cached_property
    def meta(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.front_matter or "{}")
        return found

    @cached_property
    def audiences(self) -> Audiences:
        return Audiences(self.session.course, self.meta, NOTHING)

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
