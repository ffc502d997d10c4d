"""What the files of an export must not hold: what the lessons have, and no student sees in any of them."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    text_of,
    tree,
    vocabulary,
    without_marks,
    words,
)
from coursebuild.publish.sources import dates
from coursebuild.publish.sources.text import front_matter
from coursebuild.runtime import resources

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# Words of filters/pagebreaks.py and of copies of quizzes, which are not in pages as they are written.
_NAMES = (
    "newpage pagebreak clearpage cleardoublepage break before after always left right recto verso important "
    "quiz copy single multiple written matching reason"
)
_PROGRAMS = re.compile(r"<(script(?![^>]*ld\+json)|style)\b.*?</(?:script|style)>", re.DOTALL)  # of all pages
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
    page = _on_screen(lesson)
    passages = audit.HTML.passages(page.encode())
    shown = [*_shown(document, audiences, page), *(passage.text for passage in passages)]
    return Texts(tuple(dict.fromkeys(every)), tuple(dict.fromkeys(shown)))


def words_of(lesson: Lesson) -> frozenset[str]:
    """The words of the page of a lesson, and of its tags."""
    return frozenset(words(_on_screen(lesson)))


def _on_screen(lesson: Lesson) -> str:
    return _PROGRAMS.sub("", lesson.pages[Format.HTML])


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
    for each in tree.of_kinds(node, *RAW):
        yield from each["c"][1].split("\n")


def _fields(meta: Mapping[str, Any]) -> Iterator[str]:
    """The values of fields, also in the middle of the text, and the names of those that no page uses."""
    text_of = resources.filter_module("conditions").metadata_text
    for key, value in meta.items():
        if key not in USED_FIELDS:
            yield from (key, text_of(value))
        elif key in parts.METADATA:
            yield from _leaves(value, text_of)


def _leaves(value: Any, text_of: Callable[[Any], str]) -> Iterator[str]:
    """The texts in a value of the front matter, and the names of the fields in it."""
    if value["t"] == "MetaMap":
        for key, each in value["c"].items():
            yield key
            yield from _leaves(each, text_of)
    elif value["t"] == "MetaList":
        for each in value["c"]:
            yield from _leaves(each, text_of)
    else:
        yield from text_of(value).split("\n\n")  # its paragraphs


def _shown(document: Document, audiences: Audiences, page: str) -> Iterable[str]:
    """The texts that students see in any format, but for the metadata, which is in their page."""
    content = parts.load(document.json)
    content["meta"] = {}
    on_page = frozenset(words(page.partition("<main")[2]))
    students = frozenset(("student", format_) for format_ in PAGES)
    for part in parts.parts(content, audiences):
        visible = part._replace(content=_without_raw(part.content))
        yield from parts.visible_texts(visible, audiences, students)
        yield from parts.visible_addresses(part, audiences, students)
    for text in _raw(content["blocks"]):
        if on_page.issuperset(words(text)):
            yield text


def _without_raw(node: Any) -> Any:
    """A part of the tree without what is written for other programs, of which pages need not have all."""
    if isinstance(node, list):
        return [_without_raw(each) for each in node if not (isinstance(each, dict) and each.get("t") in RAW)]
    if isinstance(node, dict):
        return {} if node.get("t") in RAW else {**node, "c": _without_raw(node["c"])} if "c" in node else node
    return node


def is_hidden(document: Document, audiences: Audiences) -> bool:
    """Whether students see something of a document in no format; what stood in an open gap is nothing."""
    found = tree.attributed(json.loads(document.json)["blocks"], audiences.date, dates.inside)
    return any(
        not audiences.formats_for_students(classes, pairs, date)
        for node, (_, classes, pairs), date in found
        if not (vocabulary.PLACEHOLDER in classes or _is_copy_of_blank(node, classes))
    )


def _is_copy_of_blank(node: Any, classes: Sequence[str]) -> bool:
    """Whether an element is a blank without an answer."""
    return vocabulary.BLANK in classes and text_of(node) == vocabulary.UNANSWERED
