"""What the files of an export must not hold: what the lessons have, and no student sees in any of them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from coursebuild import audit
from coursebuild.editions import USED_FIELDS
from coursebuild.engine.students import Lesson
from coursebuild.model import (
    PAGES,
    RAW,
    Audiences,
    Document,
    Evidence,
    Format,
    Reading,
    fragments,
    parts,
    vocabulary,
    without_marks,
)
from coursebuild.publish.sources.elements import elements
from coursebuild.publish.sources.text import front_matter
from coursebuild.runtime import resources

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# Words of filters/pagebreaks.py and of copies of quizzes, which are not in pages as they are written.
_NAMES = (
    "newpage pagebreak clearpage cleardoublepage break before after always left right recto verso important "
    "quiz copy single multiple written matching reason"
)
_SETTING = re.compile(r"\s*coursebuild:")


class Texts(NamedTuple):
    """The texts of a lesson: all that it has, and those that students see."""

    every: tuple[str, ...]
    shown: tuple[str, ...]


def of_lessons(lessons: Iterable[Texts]) -> Evidence:
    """The evidence of all lessons together."""
    every: dict[str, None] = {}
    shown: dict[str, None] = dict.fromkeys(_notation())
    for texts in lessons:
        every.update(dict.fromkeys(texts.every))
        shown.update(dict.fromkeys(texts.shown))
    return audit.evidence_of_texts(every, shown)


def texts_of(lesson: Lesson, document: Document, audiences: Audiences) -> Texts:
    """The texts of a lesson, from its document with the audiences of its parts, and from its page."""
    content = json.loads(document.json)
    every = [
        *fragments(without_marks(document.json)),
        *_comments(document.source.reading),
        *_fields(content["meta"]),
        *_raw(content["blocks"]),
    ]
    page = lesson.pages[Format.HTML].encode()
    shown = [*_shown(document, audiences), *(passage.text for passage in audit.HTML.passages(page))]
    return Texts(tuple(dict.fromkeys(every)), tuple(dict.fromkeys(shown)))


def _comments(reading: Reading) -> list[str]:
    """The texts of comments: those of HTML, and those of YAML in the front matter."""
    text = "\n".join(reading.lines)
    of_html = [found[1] for found in _COMMENT.finditer(text) if not _SETTING.match(found[1])]
    return [*of_html, *front_matter.comments(reading.lines[: front_matter.end(reading.lines)])]


def _notation() -> Iterator[str]:
    """Names that any lesson may have for what they mean, although no page shows them."""
    yield _NAMES
    yield from (*resources.filter_module("conditions").OWN, *USED_FIELDS, *vocabulary.KINDS)


def _raw(node: Any) -> Iterator[str]:
    """What is written for other programs: a page need not have all of it."""
    if isinstance(node, list):
        for each in node:
            yield from _raw(each)
    elif isinstance(node, dict):
        if node.get("t") in RAW:
            yield from node["c"][1].split("\n")
        else:
            yield from _raw(node.get("c"))


def _fields(meta: Mapping[str, Any]) -> Iterator[str]:
    """The values of fields that no page uses, also of those that stand in the middle of the text."""
    text_of = resources.filter_module("conditions").metadata_text
    for key, value in meta.items():
        if key not in USED_FIELDS:
            yield from (key, text_of(value))


def _shown(document: Document, audiences: Audiences) -> Iterable[str]:
    """The texts that students see in any format."""
    content = parts.load(document.json)
    students = frozenset(("student", format_) for format_ in PAGES)
    for part in parts.parts(content, audiences):
        yield from parts.visible_texts(part, audiences, students)
        yield from parts.visible_addresses(part, audiences, students)


def is_hidden(document: Document, audiences: Audiences) -> bool:
    """Whether students see something of a document in no format; what stood in an open gap is nothing."""
    found = elements(json.loads(document.json)["blocks"], audiences.date)
    return any(
        not audiences.formats_for_students(classes, pairs, date)
        for (_, classes, pairs), date in found
        if vocabulary.PLACEHOLDER not in classes
    )
