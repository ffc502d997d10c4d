"""What may be typed at a place."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from lsprotocol import types
from lsprotocol.types import CompletionItemKind as Kinds

from coursebuild.config import labels
from coursebuild.lsp import notation, words
from coursebuild.lsp.features import citations, references
from coursebuild.lsp.features.completing import attributes, code, prose
from coursebuild.lsp.features.hover import label
from coursebuild.lsp.features.identifiers import identifiers
from coursebuild.lsp.features.offers import Offer, files_in, item
from coursebuild.lsp.lessons import Lesson
from coursebuild.model import Place, rules, vocabulary

TRIGGERS = (".", ":", "{", " ", '"', "=", "(", "/", "#", "`", "^", "[", "@", "\\")
IMAGES = frozenset((".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"))

_FENCE = re.compile(r"(?P<before>[ \t>]*)(?P<colons>:{3,})[ \t]*(?P<word>[^\W\d_][\w-]*)?$")
_LINK = re.compile(r"(?P<image>!?)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([ \t]*<?(?P<address>[^()<>\s]*)$")
_NOTE = re.compile(r"\[\^(?P<word>[^\]\s]*)$")
_REFERENCE = re.compile(r"\]\[(?P<word>[^\]]*)$")
_IGNORED = re.compile(r"<!--\s*coursebuild:\s*ignore(?:[\s,]+CB\d{3})*[\s,]+(?P<word>\w*)$")
_CITATION = re.compile(r"(?<![\w\\@])@\{?(?P<word>[\w:./-]*)$")
_FIELD_NAME = re.compile(r"(?P<word>[\w-]*)$")
_FIELD_VALUE = re.compile(r"(?P<key>[\w-]+):[ \t]+(?P<word>[^\s,\[\]]*)$")

_NOT_IN_ADDRESSES = re.compile(r"[\s()<>\[\]%#?\\\"'`*_]")

_SWITCHES = ("toc", "cover", "draft", "require-corrections", "summary", "public")
_BOXES: Mapping[str, str] = {  # how a box is opened, as a snippet, if not by its kind alone
    "correction": '{.correction .if correction="true"}',
    "solution": '{.solution .if correction="true"}',
    "exercise": '{.exercise title="$1"}',
    "tab": '{.tab title="$1"}',
}
_INSIDE: Mapping[str, tuple[str, ...]] = {  # what a box has in it, if not a text alone
    vocabulary.QUIZ: ("$1", "", "- [x] $2", "- [ ] $0"),
    "tabs": ("## $1", "", "$0"),
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
    for kind in (*lesson.kinds, *_INSIDE):
        meaning = words.CLASSES.get(kind) or words.of_kind(kind, label(lesson, kind))
        name = kind if before[end - 1].isspace() else f" {kind}"
        yield Offer(end, kind, Kinds.Class, meaning, name, kind)
        inside = _INSIDE.get(kind, ("$0",))
        box = f"\n{quoted}".join((f"{colons} {_BOXES.get(kind, kind)}", *inside, colons))
        typed = before[start:end] + kind
        yield Offer(start, f"{kind} …", Kinds.Snippet, meaning, box, typed, is_snippet=True)


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
    for name, is_folder in files_in(lesson, folder):
        suffix = Path(name).suffix.lower()
        if found["image"] and not is_folder and suffix not in IMAGES:
            continue
        path = _NOT_IN_ADDRESSES.sub(lambda sign: quote(sign[0]), f"{folder}/{name}" if folder else name)
        order = f"{'1' if is_folder else '0' if suffix == '.md' else '2'}{name}"
        yield Offer(start, path + "/" * is_folder, Kinds.Folder if is_folder else Kinds.File, order=order)


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
        for each in references.offered(lesson, found["word"]):
            yield Offer(found.start("word"), each.identifier, Kinds.Reference, each.text)
        for cited in citations.references(lesson):
            yield Offer(found.start("word"), cited.key, Kinds.Reference, cited.title)


# What is offered where, the first of which that offers anything.
_OFFERS: tuple[Callable[[Lesson, int, str], Iterator[Offer]], ...] = (
    _in_front_matter,
    _rules,
    _fenced_divs,
    code.languages,
    code.marks_of_gaps,
    attributes.in_braces,
    prose.ticks,
    prose.macros,
    _link_targets,
    _definitions,
    _references,
)
