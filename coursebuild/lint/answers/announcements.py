"""Find words that announce an answer to everybody: in headings, lead-ins, titles and names of files.

They may well be meant for everybody, so a build only warns; `coursebuild verify` refuses them until the
author marks them as public.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from coursebuild.lint.slip import Slip
from coursebuild.model import Paragraph, Place, Reading, Source, answer_words, text_of, vocabulary
from coursebuild.source import LIST_MARKER, read_attributes

PUBLIC = "public"  # the class, and the front matter's field, of what students may see

_MOST_WORDS = 7  # of a lead-in
_BEGINNING = rf"^(?P<before>[ \t>]*(?:(?:{LIST_MARKER}|\[[ xX]\]|:)[ \t]+)*)"
_LEAD_IN = re.compile(
    rf"{_BEGINNING}(?:(?P<mark>\*\*\*|\*\*|\*|___|__|_)(?P<marked>[^*_\n]{{2,80}})(?P=mark)"
    r"|(?P<plain>[^\W\d_][^:*_`|\n{}]{1,80}?)[ \u00a0\u202f]?:(?=\s|$))(?P<rest>[^\n]*)",
    re.MULTILINE,
)
_NOTHING = re.compile(r"[\s:.…_*\u2013\u2014-]*\Z")


class Public(NamedTuple):
    """What the author declares to be public, in coursebuild.toml or in the front matter."""

    declared: frozenset[str]  # in the form of `_key`
    is_lesson: bool  # whether the lesson's name and title are public

    @classmethod
    def of(cls, declared: Iterable[str], meta: Mapping[str, Any], as_text: Any) -> "Public":
        value = meta.get(PUBLIC)
        return cls(frozenset(map(_key, declared)), value is not None and as_text(value) == "true")

    def has(self, text: str) -> bool:
        return _key(text) in self.declared

    def has_class(self, name: str) -> bool:
        return _key(f".{name}") in self.declared


def _key(text: str) -> str:
    """The form in which texts are compared: folded, without spaces and colons at the end."""
    return " ".join(vocabulary.fold(text).strip(" :.*_\u00a0").split()) if text[:1] != "." else text


def announcement_slips(
    source: Source, meta: Mapping[str, Any], is_for_students: Callable[[Place], bool], public: Public
) -> Iterator[Slip]:
    """Yield a slip for each heading, lead-in, title and name that announces an answer to students."""
    reading = source.reading
    open_parts = _public_parts(reading)

    def is_doubtful(place: Place) -> bool:
        is_public = any(first <= place[0] <= last for first, last in open_parts)
        return is_for_students(place) and not is_public

    yield from _name_slips(source, meta, public)
    for heading in reading.headings:
        text, brace, block = heading.text.rpartition("{")
        text = text if brace else heading.text
        is_public = bool(brace) and PUBLIC in read_attributes(brace + block).classes
        if not (heading.well_formed or heading.level > 1):
            continue  # `#include`
        if is_public or not is_doubtful((heading.line, 1)) or public.has(text.strip(" #")):
            continue
        if answer_words.announcement(text):
            message = f"everybody sees the heading `{text.strip(' #')}`"
            yield Slip("CB125", message, (heading.line, 1))
    for paragraph in reading.paragraphs:
        for place, lead_in in lead_ins(paragraph):
            if is_doubtful(place) and not public.has(lead_in):
                yield Slip("CB125", f"everybody sees what follows `{lead_in}`", place)


def lead_ins(paragraph: Paragraph) -> Iterator[tuple[Place, str]]:
    """Yield the lead-ins that announce an answer: bold or italic words, or words before a colon.

    One that asks for the reader's answer, with nothing after it, announces none.
    """
    if paragraph.text.lstrip().startswith("#"):
        return
    for found in _LEAD_IN.finditer(paragraph.text):
        if found["plain"] and found.start() and not found["before"].strip():
            continue  # a line in the middle of a paragraph
        text = (found["marked"] or found["plain"]).strip()
        if len(text.split()) > _MOST_WORDS or not answer_words.announcement(text):
            continue
        if answer_words.asks_for_answer(text) and _NOTHING.match(found["rest"]):
            continue
        start = found.start("mark") if found["mark"] else found.start("plain")
        yield paragraph.place(start), text.rstrip(" :\u00a0\u202f")


def _name_slips(source: Source, meta: Mapping[str, Any], public: Public) -> Iterator[Slip]:
    """Check the path of a lesson below the sources, and its title."""
    if public.is_lesson:
        return
    stem = source.location.stem
    paths = {f"{stem}.md", str(stem), *(f"{p}/" for p in stem.parents), *map(str, stem.parents)}
    if not any(map(public.has, paths)):
        for part in stem.parts:
            if answer_words.announcement(part):
                yield Slip("CB125", f"everybody gets this lesson, and its path has `{part}`", (0, 0))
                break
    for field in ("title", "subtitle"):
        title = text_of(meta[field].get("c", "")) if field in meta else ""
        if title and answer_words.announcement(title) and not public.has(title):
            line = next(
                (n for n, text in enumerate(source.reading.lines, 1) if text.startswith(f"{field}:")), 0
            )
            yield Slip("CB125", f"everybody sees the {field} `{title}`", (line, 1 if line else 0))


def _public_parts(reading: Reading) -> list[tuple[int, int]]:
    """Return the first and last line of each fenced div with the class `public`."""
    return [
        (fence.line, fence.partner or len(reading.lines))
        for fence in reading.fences
        if fence.opens and PUBLIC in read_attributes(fence.text).classes
    ]
