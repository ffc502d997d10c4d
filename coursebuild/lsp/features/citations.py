"""The references that a lesson may cite, as its files of references name them."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types

from coursebuild.lsp.lessons import Lesson
from coursebuild.model import Place
from coursebuild.runtime import resources

CITED = re.compile(r"(?<![\w\\@])@\{?(?P<key>[\w:.#$%&+?<>~/-]*\w)?")
_KEYS = {  # where a key is, by the suffix of the file
    ".bib": re.compile(r"(?im)^[ \t]*@(?!comment|string|preamble)\w+[ \t]*[{(]\s*(?P<key>[^\s,{}]+)[ \t]*,"),
    ".json": re.compile(r'"id"[ \t]*:[ \t]*"(?P<key>[^"]+)"'),
    ".yaml": re.compile(r"(?m)^[ \t]*(?:-[ \t]+)?id:[ \t]*[\"']?(?P<key>[^\s\"']+)"),
}
_KEYS[".yml"] = _KEYS[".yaml"]
_TITLE = re.compile(r"""(?im)(?<![\w-])"?title"?[ \t]*[=:][ \t]*["{']*(?P<title>[^\n]*?)[}"', \t]*$""")
_LARGEST = 5_000_000  # bytes of a file of references that is read while the editor waits


class Reference(NamedTuple):
    """A reference: its key, its title if the file has one, and its place."""

    key: str
    title: str
    path: Path
    line: int


def references(lesson: Lesson) -> Iterator[Reference]:
    """The references of the files that the lesson's front matter names, or else coursebuild.toml."""
    roots = (*lesson.location.roots, lesson.session.course.root)
    for path in _files(lesson):
        pattern = _KEYS.get(path.suffix.lower())
        real = Path(os.path.realpath(path))
        if not pattern or not any(real.is_relative_to(os.path.realpath(root)) for root in roots):
            continue
        try:
            if real.stat().st_size > _LARGEST:
                continue
            text = real.read_text(encoding="utf-8-sig", errors="replace")
        except (OSError, ValueError):
            continue
        found = list(pattern.finditer(text))
        ends = [*(each.start() for each in found[1:]), len(text)]
        for each, end in zip(found, ends, strict=True):
            title = _TITLE.search(text, each.end(), end)
            plain = re.sub(r"[{}\\]", "", title["title"]) if title else ""
            yield Reference(each["key"], plain, real, text.count("\n", 0, each.start("key")) + 1)


def definition(lesson: Lesson, place: Place) -> types.Location | None:
    """Where the reference is that is cited at a place."""
    key = _key_at(lesson, place)
    found = next((each for each in references(lesson) if each.key == key), None) if key else None
    if found is None:
        return None
    at = types.Position(found.line - 1, 0)
    return types.Location(found.path.as_uri(), types.Range(at, at))


def described(lesson: Lesson, place: Place) -> str:
    """What is cited at a place, in Markdown; "" if nothing is."""
    key = _key_at(lesson, place)
    found = next((each for each in references(lesson) if each.key == key), None) if key else None
    return f"**{found.key}**: {found.title or found.path.name}" if found else ""


def _key_at(lesson: Lesson, place: Place) -> str:
    number, column = place
    for found in CITED.finditer(lesson.text.line(number)):
        if found.start() < column <= found.end() + 1:
            return found["key"] or ""
    return ""


def _files(lesson: Lesson) -> list[Path]:
    as_text = resources.filter_module("conditions").metadata_text
    course = lesson.session.course
    if value := lesson.meta.get("bibliography"):
        names = [as_text(each) for each in (value["c"] if value["t"] == "MetaList" else [value])]
        return [lesson.path.parent / name for name in names]
    given = course.defaults.get("bibliography", ())
    return [course.root / name for name in ([given] if isinstance(given, str) else given)]
