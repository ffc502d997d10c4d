"""Find words that announce an answer to everybody: in headings, lead-ins, titles and names of files.

They may well be meant for everybody, so a build only warns; `coursebuild verify` refuses them until the
author marks them as public.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from coursebuild.lint.slip import Slip
from coursebuild.model import Heading, Paragraph, Place, Reading, Source, answer_words, text_of, vocabulary
from coursebuild.source import LIST_MARKER, is_public, is_well_formed, read_attributes

_MOST_WORDS = 7  # of a lead-in
_FEWEST_FILLERS = 3  # dots or underscores that are room to write on
# what may stand before a lead-in: quotation and list marks, a number, a bracket, a sign, a tag
_BEGINNING = (
    rf"^(?P<before>[ \t>|]*(?:(?:{LIST_MARKER}|\[[ xX]\]|\[\^[^\]\s]+\]:|:)[ \t]+)*"
    r"(?:\d+(?:\.\d+)*[.)]?[ \t]+)?(?:[*_]{1,2}(?=[(\[]))?(?:[^\w\s\\`{*_]{1,4}[ \t]?)?(?:</?\w+>)?)"
)
_BOLD = r"(?P<mark>\*\*\*|\*\*|\*|___|__|_)(?P<marked>[^*_\n]{2,80})(?P=mark)"
_PLAIN = r"(?P<plain>[^\W\d_][^:*_`|\n{}]{1,80}?)[ \u00a0\u202f]?(?::(?![:/])|[-\u2013\u2014\u2192](?=[ \t]))"
_INNER = (
    r"\*\*(?P<inner>[^*\n]{2,60}?[ \u00a0]?:)\*\*(?P<after>[^\n]*)"  # bold words in a line, before a colon
)
_SPANNED = (
    r"\[(?P<spanned>[^\[\]\n]{2,80})\]\{"
    rf"(?![^{{}}\n]*\.{vocabulary.PUBLIC}\b)"
    r"[^{}\n]*\}[ \u00a0]?(?=[:\u2013\u2014-])"
)
_LEAD_IN = re.compile(
    rf"{_BEGINNING}(?:{_BOLD}|{_SPANNED}|{_PLAIN})(?P<rest>[^\n]*)|{_INNER}",
    re.MULTILINE,
)
_ALONE = re.compile(r"[ \t>]*(?P<plain>[^\W\d_]+(?:[ \u00a0-][^\W\d_]+){0,2})[.:]?[ \t]*")  # as a paragraph
_NOTHING = re.compile(r"[\s:.\u2026_*\u2013\u2014)\]-]*(?:\{[^{}]*\})?[\s.]*\Z")
_FILLERS = re.compile(rf"[.\u2026_]{{{_FEWEST_FILLERS},}}|\.answer\b|\u2026")
_COMMENT = re.compile(
    r"[ \t>]*(?:#+|//+|--+|%+|;+|/\*+|<!--|\(\*|\"\"\")[ \t]*@?(?P<text>[^\W\d_][^*\n]{1,60}?)[ \t:.]*"
    r"(?:-->|\*/|\*\)|\"\"\")?[ \t]*"
)
_LINK_OR_PUBLIC = re.compile(rf"\]\(|\]\{{[^{{}}]*\.{vocabulary.PUBLIC}\b")
_SHORT = 3  # words of a comment, or of a lead-in before a dash


class Public(NamedTuple):
    """What the author declares to be public, in coursebuild.toml or in the front matter."""

    declared: frozenset[str]  # in the form of `_key`
    is_lesson: bool  # whether the lesson's name and title are public

    @classmethod
    def of(cls, declared: Iterable[str], meta: Mapping[str, Any], as_text: Any) -> "Public":
        value = meta.get(vocabulary.PUBLIC)
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
    open_parts = public_parts(reading)

    def is_doubtful(place: Place) -> bool:
        is_public = any(first <= place[0] <= last for first, last in open_parts)
        return is_for_students(place) and not is_public

    def is_alone(number: int) -> bool:
        return not _is_kept_apart(reading, number, is_for_students)

    found = [*_headings(reading, public, is_alone), *_texts(reading, public, is_alone)]
    yield from (Slip("CB125", message, place) for place, message in found if is_doubtful(place))
    yield from _name_slips(source, meta, public)
    yield from _field_slips(source, meta)


Announcement = tuple[Place, str]  # its place, and a message


def _headings(reading: Reading, public: Public, is_alone: Callable[[int], bool]) -> Iterator[Announcement]:
    for heading in reading.headings:
        text, is_public = _heading_text(heading)
        if not (heading.well_formed or heading.level > 1):
            continue  # `#include`
        if is_public or public.has(text) or not answer_words.announcement(text):
            continue
        if is_alone(heading.line):
            yield (heading.line, 1), f"everybody sees the heading `{text}`"


def _texts(reading: Reading, public: Public, is_alone: Callable[[int], bool]) -> Iterator[Announcement]:
    """Yield the lead-ins, and the comments of code and HTML."""
    for paragraph in reading.paragraphs:
        for place, lead_in, rest in _lead_ins(paragraph):
            if not public.has(lead_in) and not (_NOTHING.match(rest) and not is_alone(place[0])):
                yield place, f"everybody sees what follows `{lead_in}`"
    for place, text in _comments(reading):
        if not public.has(text) and is_alone(place[0]):
            yield place, f"everybody sees what follows the comment `{text}`"


def _heading_text(heading: Heading) -> tuple[str, bool]:
    """Return a heading's text without its attributes, and whether it is marked as public."""
    text, brace, block = heading.text.rpartition("{")
    if not brace or not is_well_formed(brace + block.strip(" #")):
        return heading.text.strip(" #"), False
    return text.strip(" #"), vocabulary.PUBLIC in read_attributes(brace + block).classes


def _is_kept_apart(reading: Reading, number: int, is_for_students: Callable[[Place], bool]) -> bool:
    """Whether what follows a line is room for an answer, or a part that students do not see."""
    following = next((n for n in range(number + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    if not following:
        return False
    fence = next((f for f in reading.fences if f.line == following and f.opens), None)
    is_room = fence is not None and "answer" in read_attributes(fence.text).classes
    return is_room or not is_for_students((following, 1 if not fence else fence.column))


def lead_ins(paragraph: Paragraph) -> Iterator[tuple[Place, str]]:
    """Yield the lead-ins that announce an answer: bold or italic words, or words before a colon.

    One that asks for the reader's answer, with nothing after it, announces none.
    """
    yield from ((place, text) for place, text, _ in _lead_ins(paragraph))


def _lead_ins(paragraph: Paragraph) -> Iterator[tuple[Place, str, str]]:
    """Yield the place and the text of each lead-in, and what follows it on its line."""
    if paragraph.text.lstrip(" \t>").startswith("#"):
        return
    alone = None if paragraph.starts else _ALONE.fullmatch(paragraph.text)  # a cell may be a label
    if alone and _announces_alone(alone["plain"]):
        yield paragraph.place(alone.start("plain")), alone["plain"], ""
        return
    for found in _LEAD_IN.finditer(paragraph.text):
        group = next(name for name in ("marked", "spanned", "plain", "inner") if found[name])
        text, rest = found[group].strip(), found["rest"] or found["after"] or ""
        is_dashed = group == "plain" and paragraph.text[found.end("plain") :].lstrip()[:1] != ":"
        most = _SHORT if is_dashed else _MOST_WORDS
        if len(text.split()) > most or not answer_words.announcement(text):
            continue
        is_room = bool(_FILLERS.search(rest)) and not re.search(r"[^\W_]", rest.partition("{")[0])
        is_left_out = "[" in (found["before"] or "") and _LINK_OR_PUBLIC.search(rest)
        if is_room or is_left_out or (answer_words.asks_for_answer(text) and _NOTHING.match(rest)):
            continue
        start = found.start("mark") if found["marked"] else found.start(group)
        yield paragraph.place(start), text.rstrip(" :\u00a0\u202f"), rest


def _announces_alone(text: str) -> bool:
    """Whether a paragraph of some words announces one: "Solution", "Model answer", but not "An answer"."""
    begins = len(text.split()) == 1 or answer_words.begins_with_answer(text)
    return begins and bool(answer_words.announcement(text)) and not answer_words.asks_for_answer(text)


def _comments(reading: Reading) -> Iterator[tuple[Place, str]]:
    """Yield the comments of code and of HTML that say no more than that an answer follows."""
    code_lines = {n for code in reading.codes for n in range(code.line + 1, code.last or code.line + 1)}
    public = {n for code in reading.codes if is_public(code) for n in range(code.line, code.last + 1)}
    for number, line in enumerate(reading.lines, 1):
        if number in public:
            continue
        is_html = line.lstrip(" >").startswith("<!--")
        found = _COMMENT.fullmatch(line) if number in code_lines or is_html else None
        if found and len(found["text"].split()) <= _SHORT + 2 and "coursebuild" not in found["text"]:
            words = re.findall(r"[^\W\d_]+", found["text"])
            begins = answer_words.begins_with_answer(found["text"]) or (
                len(words) <= _SHORT and any(map(answer_words.mentions, words)) and is_html
            )
            if begins and answer_words.announcement(found["text"], teacher_alone=True):
                yield (number, found.start("text") + 1), found["text"]


def _name_slips(source: Source, meta: Mapping[str, Any], public: Public) -> Iterator[Slip]:
    """Check the path of a lesson below the sources, and its title."""
    if public.is_lesson:
        return
    stem = source.location.stem
    paths = {f"{stem}.md", str(stem), *(f"{p}/" for p in stem.parents), *map(str, stem.parents)}
    if not any(map(public.has, paths)):
        for part in stem.parts:
            if answer_words.announcing_name(part):
                yield Slip("CB125", f"everybody gets this lesson, and its path has `{part}`", (0, 0))
                break
    for field in ("title", "subtitle"):
        title = _shown_text(meta[field].get("c", "")) if field in meta else ""
        if title and answer_words.announcement(title, teacher_alone=True) and not public.has(title):
            line = next(
                (n for n, text in enumerate(source.reading.lines, 1) if text.startswith(f"{field}:")), 0
            )
            yield Slip("CB125", f"everybody sees the {field} `{title}`", (line, 1 if line else 0))


def _shown_text(inlines: Any) -> str:
    """Return the text of a title without the words that have a condition."""
    shown = [
        inline
        for inline in (inlines if isinstance(inlines, list) else [])
        if inline["t"] != "Span" or not _is_conditional(inline["c"][0])
    ]
    return text_of(shown) if isinstance(inlines, list) else str(inlines)


def _is_conditional(attributes: Any) -> bool:
    return not _CONDITIONAL.isdisjoint(attributes[1]) or vocabulary.SHOW_FROM in dict(attributes[2])


_CONDITIONAL = frozenset((*vocabulary.GUARDS, *vocabulary.CONDITION_CLASSES))
_READERS = frozenset("audience version type for profile category categories tags class public-cible".split())
_HIDING_FIELDS = {
    "hidden": "true",
    "published": "false",
    "visible": "false",
    "unlisted": "true",
    "solution": "true",
}


def _field_slips(source: Source, meta: Mapping[str, Any]) -> Iterator[Slip]:
    """Check what the front matter says about who reads a lesson: every edition has it."""
    for key, value in meta.items():
        text = text_of(value.get("c", "")) if value["t"] != "MetaBool" else str(value["c"]).lower()
        says = (key in _READERS and answer_words.announcement(text, teacher_alone=True)) or (
            _HIDING_FIELDS.get(key) == text
        )
        if says:
            line = next((n for n, t in enumerate(source.reading.lines, 1) if t.startswith(f"{key}:")), 0)
            message = f"the front matter says `{key}: {text}`, and every edition has the lesson"
            yield Slip("CB125", message, (line, 1 if line else 0))


def public_parts(reading: Reading) -> list[tuple[int, int]]:
    """Return the first and last line of each fenced div with the class `public`."""
    return [
        (fence.line, fence.partner or len(reading.lines))
        for fence in reading.fences
        if fence.opens and vocabulary.PUBLIC in read_attributes(fence.text).classes
    ]
