"""What may be typed at a place."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

from lsprotocol import types
from lsprotocol.types import CompletionItemKind as Kinds

from coursebuild.config import labels
from coursebuild.lsp import notation, words
from coursebuild.lsp.features import citations, references
from coursebuild.lsp.features.hover import label
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.offers import Offer, item
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import PAGES, BuildError, Place, rules, vocabulary
from coursebuild.runtime import resources

TRIGGERS = (".", ":", "{", " ", '"', "=", "(", "/", "#", "`", "^", "[", "@")
MOST_FILES = 500  # of a folder, that are offered
IMAGES = frozenset((".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"))

_FENCE = re.compile(r"(?P<before>[ \t>]*)(?P<colons>:{3,})[ \t]*(?P<word>[^\W\d_][\w-]*)?$")
_OPEN_BRACES = re.compile(r"\{[^{}]*$")
_VALUE = re.compile(r"""(?P<key>[\w:.-]+)=["']?(?P<value>[^"'\s]*)$""")
_CLASS = re.compile(r"\.(?P<word>[\w-]*)$")
_KEY = re.compile(r"(?:^|[\s{])(?P<word>[\w-]*)$")
_CODE_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:\{[ \t]*\.)?(?P<word>[\w+#-]*)$")
_LINK = re.compile(r"(?P<image>!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([ \t]*<?(?P<address>[^()<>\s]*)$")
_NOTE = re.compile(r"\[\^(?P<word>[^\]\s]*)$")
_REFERENCE = re.compile(r"\]\[(?P<word>[^\]]*)$")
_IGNORED = re.compile(r"<!--\s*coursebuild:\s*ignore(?:[\s,]+CB\d{3})*[\s,]+(?P<word>\w*)$")
_CITATION = re.compile(r"(?<![\w\\@])@\{?(?P<word>[\w:.-]*)$")
_FIELD_NAME = re.compile(r"(?P<word>[\w-]*)$")
_FIELD_VALUE = re.compile(r"(?P<key>[\w-]+):[ \t]+(?P<word>[^\s,\[\]]*)$")

_NOT_IN_ADDRESSES = re.compile(r"[\s()<>\[\]%#?\\\"'`*_]")

_SWITCHES = ("toc", "cover", "draft", "require-corrections", "summary", "public")
_BOXES: Mapping[str, str] = {  # how a box is opened, as a snippet, if not by its kind alone
    "correction": '{.correction .if correction="true"}',
    "solution": '{.solution .if correction="true"}',
    "exercise": '{.exercise title="$1"}',
}


def complete(lesson: Lesson, place: Place, *, snippets: bool) -> list[types.CompletionItem]:
    """What may follow what is typed before a place; `snippets` says whether the editor fills in gaps."""
    number, column = place
    before = lesson.text.line(number)[: column - 1]
    found = next(filter(None, (list(offers(lesson, number, before)) for offers in _OFFERS)), [])
    return [item(lesson.text, place, offer) for offer in found if snippets or not offer.is_snippet]


def _in_front_matter(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    if not 1 < number < notation.front_matter_end(lesson.text):
        return
    if value := _FIELD_VALUE.match(before):
        for text in _values_of_field(lesson, value["key"]):
            yield Offer(value.start("word"), text, Kinds.Value)
    elif _FIELD_NAME.fullmatch(before):
        for field, meaning in words.FIELDS.items():
            yield Offer(0, field, Kinds.Property, meaning, f"{field}: ")


def _values_of_field(lesson: Lesson, field: str) -> Iterable[str]:
    if field in _SWITCHES:
        return ("true", "false")
    if field == "links":
        return ("footnote",)
    return sorted(labels.tables(lesson.session.templates.built_in)) if field == "lang" else ()


def _rules(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """The codes of what a comment can ignore."""
    del lesson, number
    if found := _IGNORED.search(before):
        for code, rule in rules().items():
            if rule.can_be_ignored:
                yield Offer(found.start("word"), code, Kinds.Constant, rule.title)


def _fenced_divs(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """A kind after the colons, alone and as a whole box."""
    found = _FENCE.fullmatch(before)
    if not found or not lesson.has_notation(number):
        return
    colons, start, end = found["colons"], found.start("colons"), found.start("word")
    end = end if end >= 0 else len(before)
    quoted = found["before"] if ">" in found["before"] else ""  # editors indent the lines of a snippet
    for kind in (*_kinds(lesson), vocabulary.QUIZ):
        meaning = words.CLASSES.get(kind) or words.of_kind(kind, label(lesson, kind))
        name = kind if before[end - 1].isspace() else f" {kind}"
        yield Offer(end, kind, Kinds.Class, meaning, name, kind)
        box = f"\n{quoted}".join((f"{colons} {_BOXES.get(kind, kind)}", "$0", colons))
        typed = before[start:end] + kind
        yield Offer(start, f"{kind} …", Kinds.Snippet, meaning, box, typed, is_snippet=True)


def _code_languages(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    del lesson, number
    if found := _CODE_FENCE.fullmatch(before):
        yield from (Offer(found.start("word"), name, Kinds.EnumMember) for name in _lexers())


@cache
def _lexers() -> tuple[str, ...]:
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 (only this needs it)

    names = {alias for _, aliases, _, _ in get_all_lexers() for alias in aliases}
    return tuple(sorted({*names, *resources.filter_module("highlight").ALIASES, *vocabulary.DIAGRAMS}))


def _in_braces(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """A class, a key or a value in the attributes that are being typed."""
    braces = _OPEN_BRACES.search(before)
    if not braces or not lesson.has_notation(number):
        return
    inside = braces.start() + 1
    value = _VALUE.search(before, inside)
    if value and value["key"] == "include":
        yield from _included(lesson, value["value"], value.start("value"))
    elif value:
        for text, meaning in _values(lesson, value["key"]):
            yield Offer(value.start("value"), text, Kinds.Value, meaning)
    elif before.count('"', inside) % 2:  # in a text, such as a title
        return
    elif name := _CLASS.search(before, inside):
        for text, meaning in _classes(lesson):
            yield Offer(name.start("word"), text, Kinds.Class, meaning)
    elif key := _KEY.search(before, inside):
        including = words.INCLUDING if "include=" in before[inside:] else {}
        keys = {**including, **_own_keys(lesson), **words.ATTRIBUTES, **words.KEYS}
        for text, meaning in keys.items():
            yield Offer(key.start("word"), text, Kinds.Property, meaning, f"{text}=")


def _included(lesson: Lesson, path: str, start: int) -> Iterator[Offer]:
    """The files that a block may include: parts and code first, then lessons."""
    folder = path.rpartition("/")[0]
    for name, is_folder in _files(lesson, folder):
        order = f"{'0' if is_folder else '2' if name.endswith('.md') and name[0] != '_' else '1'}{name}"
        whole = f"{folder}/{name}" if folder else name
        yield Offer(start, whole + "/" * is_folder, Kinds.Folder if is_folder else Kinds.File, order=order)


def _classes(lesson: Lesson) -> Iterator[tuple[str, str]]:
    yield from ((kind, words.of_kind(kind, label(lesson, kind))) for kind in _kinds(lesson))
    yield from words.CLASSES.items()
    known = {*_kinds(lesson), *words.CLASSES}
    with suppress(BuildError):  # a style sheet that cannot be read is reported with each lesson
        styled = sorted(lesson.session.styled_classes - known)
        yield from ((name, "A class of your style sheets.") for name in styled)


def _values(lesson: Lesson, key: str) -> Iterator[tuple[str, str]]:
    if key == "edition":
        yield from ((name, "An edition of this course.") for name in lesson.session.course.editions)
    elif key == "format":
        yield from ((format_.value, "") for format_ in PAGES)
    else:
        values = {held[key] for held in lesson.audiences.values.values() if key in held}
        switch = {"true", "false"} if values & {"true", "false"} else set()
        yield from ((value, "") for value in sorted(values | switch, reverse=True))


def _own_keys(lesson: Lesson) -> dict[str, str]:
    """The keys that the course's editions and the lesson's front matter have."""
    keys = {key for held in lesson.audiences.values.values() for key in held}
    return dict.fromkeys(sorted(keys - words.FIELDS.keys()), "A condition on a value of this lesson.")


def _kinds(lesson: Lesson) -> list[str]:
    return sorted(vocabulary.KINDS | lesson.session.course.boxes.keys())


def _link_targets(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """The files to which a link or image may lead, and the parts of this lesson."""
    found = _LINK.search(before)
    if not found or not lesson.has_notation(number):
        return
    address, start = found["address"], found.start("address")
    if "#" in address:
        if address.startswith("#"):
            yield from (Offer(start, f"#{name}", Kinds.Reference) for name in identifiers(lesson))
        return
    folder = unquote(address.rpartition("/")[0])
    for name, is_folder in _files(lesson, folder):
        suffix = Path(name).suffix.lower()
        if found["image"] and not is_folder and suffix not in IMAGES:
            continue
        path = _NOT_IN_ADDRESSES.sub(lambda sign: quote(sign[0]), f"{folder}/{name}" if folder else name)
        order = f"{'1' if is_folder else '0' if suffix == '.md' else '2'}{name}"
        yield Offer(start, path + "/" * is_folder, Kinds.Folder if is_folder else Kinds.File, order=order)


def _files(lesson: Lesson, folder: str) -> list[tuple[str, bool]]:
    """The names in a folder of the lesson's, each with whether it is a folder."""
    base = Path(os.path.realpath(lesson.path.parent / folder))
    if not any(base.is_relative_to(os.path.realpath(root)) for root in lesson.location.roots):
        return []
    try:
        with os.scandir(base) as entries:
            found = [(entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith(".")]
    except (OSError, ValueError):
        return []
    return sorted(found)[:MOST_FILES]


def _definitions(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """The names of notes, and of the addresses that are defined for links."""
    del number
    for pattern, named in ((_NOTE, lesson.notes), (_REFERENCE, lesson.references)):
        if found := pattern.search(before):
            yield from (Offer(found.start("word"), name, Kinds.Reference) for name in named)


def _references(lesson: Lesson, number: int, before: str) -> Iterator[Offer]:
    """What is numbered, and the keys that may be cited."""
    found = _CITATION.search(before)
    if found and lesson.has_notation(number):
        for name, line in references.numbered(lesson):
            yield Offer(found.start("word"), name, Kinds.Reference, line)
        for each in citations.references(lesson):
            yield Offer(found.start("word"), each.key, Kinds.Reference, each.title)


# What is offered where, the first of which that offers anything.
_OFFERS: tuple[Callable[[Lesson, int, str], Iterator[Offer]], ...] = (
    _in_front_matter,
    _rules,
    _fenced_divs,
    _code_languages,
    _in_braces,
    _link_targets,
    _definitions,
    _references,
)
