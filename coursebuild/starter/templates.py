"""The built-in templates: list, copy and compare them with those of an author.

A copy has a mark in a comment: the version and a digest of the built-in file. So a later version can tell
whether the built-in file has changed since it was copied.
"""

import json
import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild import __version__
from coursebuild.config import labels, palette, toml
from coursebuild.config.templates import Folder, Templates
from coursebuild.model import Course

PURPOSES: Mapping[str, str] = {
    "page.html.jinja": "The page, for screen and print.",
    "tools.html.jinja": "The buttons and the search field of the page on screen.",
    "index.html.jinja": "The list of all lessons, and the field that searches them.",
    "neighbours.html.jinja": "The links from a lesson to those before and after it.",
    "base.css": "Type and boxes, for screen and print.",
    "screen.css": "The page on screen.",
    "print.css": "The printed page: paper, margins, running headers.",
    "theme.css.jinja": "Styles made from the palette, the theme and the icons.",
    "palette.toml": "The colours of the light and of the dark scheme. Yours are added to them.",
    "labels.toml": "The words that coursebuild writes. Yours are added to them.",
    "page.js": "What a reader can do with the page on screen.",
    "index.css": "The page with all lessons.",
    "index.js": "The search over all lessons.",
    "early.js": "The colours chosen last time, before anything is shown.",
    "lesson.md": "A new lesson, for `coursebuild new`.",
    "lesson.fr.md": "The same in French.",
}
_ICONS, _PURPOSE_OF_ICONS = "icons", "The icon of a kind of box."
_ADDED = (labels.FILE, palette.FILE)  # whose values are added to the built-in ones, one by one

# How a comment of each kind of file begins and ends.
_COMMENTS: Mapping[str, tuple[str, str]] = {
    ".jinja": ("{#- ", " -#}"),
    ".css": ("/* ", " */"),
    ".js": ("// ", ""),
    ".toml": ("# ", ""),
    ".svg": ("<!-- ", " -->"),
    ".md": ("# ", ""),  # in the front matter, whose first line it follows
}
_MARK = re.compile(r"Copied from coursebuild \S+, digest (?P<digest>[0-9a-f]{12})")
_MARK_LINE = re.compile(rf"^.*{_MARK.pattern}.*\n", re.MULTILINE)


class Template(NamedTuple):
    """A built-in template, and the author's file of the same name, or None."""

    name: str
    purpose: str
    built_in: str
    own: str | None

    @property
    def changed(self) -> bool:
        """Whether the built-in file has changed since the author's was copied from it."""
        mark = _MARK.search(self.own or "")
        return mark is not None and mark["digest"] != _digest(self.built_in)

    def copy(self) -> str:
        """The built-in file with a mark."""
        before, after = _COMMENTS[Path(self.name).suffix]
        mark = f"{before}Copied from coursebuild {__version__}, digest {_digest(self.built_in)}{after}\n"
        first, rest = self.built_in.split("\n", 1) if self.name.endswith(".md") else ("", self.built_in)
        return f"{first}\n{mark}{rest}" if first else f"{mark}{rest}"

    def diff(self) -> str:
        """The differences between the built-in file and the author's, in unified format.

        Of a file whose values are added to the built-in ones, only those that it has are compared. A mark is
        a difference only if the built-in file has changed.
        """
        if self.own is None:
            return ""
        if self.name in _ADDED:
            texts = _values(self.built_in, self.own)
        else:
            texts = (self.copy(), self.own) if self.changed else (self.built_in, without_mark(self.own))
        before, after = (StringIO(text).readlines() for text in texts)
        return "".join(
            unified_diff(before, after, f"coursebuild {__version__}/{self.name}", f"templates/{self.name}")
        )


def find(course: Course) -> dict[str, Template]:
    """All built-in templates by name. Raises: BuildError if one of the author's cannot be read."""
    templates = Templates.of_course(course.own_folder)
    icons = (f"{_ICONS}/{name}" for name in Folder(templates.built_in.path / _ICONS).names(".svg"))
    purposes = {**PURPOSES, **dict.fromkeys(icons, _PURPOSE_OF_ICONS)}
    return {
        name: Template(
            name,
            purpose,
            templates.built_in.text(name) or "",
            templates.own.text(name) if templates.has_own else None,
        )
        for name, purpose in purposes.items()
    }


def without_mark(text: str) -> str:
    """A template without the line of its mark."""
    return _MARK_LINE.sub("", text, count=1)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _values(*texts: str) -> tuple[str, str]:
    """Two TOML files as one line for each value that the second one has, in its order."""
    old, new = (
        {
            name: f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
            for name, value in _flat(toml.parse(text))
        }
        for text in texts
    )
    return "".join(old.get(name, "") for name in new), "".join(new.values())


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Each value of a table and of the tables in it, with its dotted name."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
