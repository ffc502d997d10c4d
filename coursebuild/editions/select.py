"""Select what one edition of a document shows in one format."""

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import panflute as pf

from coursebuild.config.labels import Labels
from coursebuild.editions import licenses, metadata
from coursebuild.editions.filters import Filters, log_as_diagnostics
from coursebuild.editions.misspelt_fields import misspelt_fields
from coursebuild.editions.placeholders import with_placeholders_as_text
from coursebuild.editions.student_fields import student_fields
from coursebuild.model import (
    NOTHING,
    STUDENT,
    Begin,
    BuildError,
    Course,
    Diagnostic,
    Document,
    Edition,
    Facts,
    Format,
    Referred,
    Selection,
    Source,
    Values,
    fragments,
    squeezed,
    without_marks,
)
from coursebuild.runtime import resources

_TEXTS = frozenset({"Str", "Space", "SoftBreak"})
_PARAGRAPHS = ("Para", "Plain")
_FILE = re.compile(r"file-(\d{1,6})")
_IDENTIFIER = re.compile(r'\["([^"\\]+:[^"\\]+|[a-z]+-[^"\\]+)",\[')  # with a prefix, in compact JSON
_REFERENCE = re.compile(r"@\{?(?P<name>[A-Za-z-]+[:-][\w:./-]*\w)\}?")
_BOXES = ("☐", "☒")
_TASKS = tuple({"t": "Str", "c": box} for box in _BOXES)


class _AnyFormat(frozenset[str]):
    """Every name of a format: pandoc accepts any in raw blocks, and panflute a few."""

    def __contains__(self, _: object) -> bool:
        return True


pf.elements.RAW_FORMATS = _AnyFormat()


_ANEW = Begin()


class Setup(NamedTuple):
    """What all selections of a document share.

    `given` is the metadata from the command line, `begin` is where the document's numbers begin, `day` as in
    BuildOptions.
    """

    course: Course
    labels: Labels
    filters: Filters
    given: Values = NOTHING
    begin: Begin = _ANEW
    day: str = ""


def select(
    document: Document,
    edition: Edition,
    format_: Format,
    setup: Setup,
    referred: Mapping[str, Referred] = MappingProxyType({}),
) -> Selection:
    """Select what an edition shows of a document in a format. Raises BuildError if a filter fails.

    `referred` is what references to other lessons lead to, by their keys.
    """
    source = document.source
    diagnostics: list[Diagnostic] = []
    content = with_placeholders_as_text(without_marks(document.json))
    doc = _load_tree(content, source)
    diagnostics += metadata.unused_fields(source, doc, edition, setup.course)
    diagnostics += misspelt_fields(source, doc, setup.course)
    metadata.set_metadata(doc, edition, format_, setup.course, setup.given)
    metadata.set_begin(doc, format_, setup.begin)
    metadata.set_day(doc, content, setup.course.show_from.get(source.location.lesson, ""), setup.day)
    doc.metadata["coursebuild-corrections"] = setup.course.layouts.get(edition.name, "inline")
    doc.metadata["coursebuild-referred"] = {key: each._asdict() for key, each in referred.items()}
    diagnostics += metadata.resolve_language(doc, source, setup.labels, setup.course.boxes)
    with log_as_diagnostics(source, diagnostics):
        filters = setup.filters
        needed = filters.needed(content, doc)
        doc = filters.before_authors(source, doc, needed)
        changes = (
            filters.has_authors
            or "references" in needed
            or resources.filter_module("typography").respells(content)
        )
        before = (*_fragments(doc), *_facts(doc, source, edition, []).texts) if changes else ()
        doc = filters.authors(source, doc)
        added = _without(_fragments(doc), before) if filters.has_authors else ()
        files = _included_files(doc) if '"file-' in content else ()
        doc = filters.after_authors(source, doc, needed)
    facts, layout = _facts(doc, source, edition, diagnostics), metadata.layout(doc, source, diagnostics)
    doc.metadata = {}  # a field called `body` or `toc` would replace a variable of the writer's template
    selected = json.dumps(_merge_texts(doc.to_json()), ensure_ascii=False, separators=(",", ":"))
    shown = fragments(selected)
    after = _without(shown, added) if filters.has_authors else (*shown, *facts.texts)
    expected = (*before, *after)
    withheld = tuple(_without_names(_without(fragments(content), shown, expected), selected))
    return Selection(source, edition, selected, facts, layout, expected, withheld, tuple(diagnostics), files)


def _included_files(doc: pf.Doc) -> tuple[int, ...]:
    """The numbers of the files whose code is shown, which stand in a class of the code block."""
    found: dict[int, None] = {}

    def collect(element: pf.Element, _: pf.Doc) -> None:
        if isinstance(element, pf.CodeBlock):
            numbers = (_FILE.fullmatch(name) for name in element.classes)
            found.update({int(number[1]): None for number in numbers if number})

    doc.walk(collect)
    return tuple(sorted(found))


def _facts(doc: pf.Doc, source: Source, edition: Edition, diagnostics: list[Diagnostic]) -> Facts:
    fields, points = student_fields(doc, source, edition, diagnostics)
    about = licenses.about(doc.metadata.content, doc, source, diagnostics)
    return metadata.facts(doc, source, diagnostics)._replace(fields=fields, points=points, about=about)


def _merge_texts(node: Any) -> Any:
    """Merge words and the spaces between them into one `Str`, which halves the writer's work.

    The checkbox of a task and the space after it are not merged: by them pandoc knows a task list.
    """
    if isinstance(node, dict):
        merged_node = {key: _merge_texts(value) for key, value in node.items()}
        return _trimmed(merged_node) if node.get("t") in _PARAGRAPHS else merged_node
    if not isinstance(node, list):
        return node
    merged: list[Any] = []
    text: dict[str, Any] | None = None
    for part in node:
        kind = part.get("t") if isinstance(part, dict) else None
        if kind not in _TEXTS or part.get("c") in _BOXES or (merged and merged[-1] in _TASKS):
            merged.append(_merge_texts(part))
            text = None
        elif text is None:
            text = {"t": "Str", "c": part.get("c", " ")}
            merged.append(text)
        elif "c" in part or not text["c"].endswith(" "):  # merge spaces between which something was removed
            text["c"] += part.get("c", " ")
    return merged


def _trimmed(paragraph: Any) -> Any:
    """A paragraph without the space after what was removed from its beginning, or before its end."""
    inlines = paragraph["c"]
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if inlines and inlines[at]["t"] == "Str" and inlines[at] not in _TASKS:
            inlines[at]["c"] = strip(inlines[at]["c"], " ")
            if not inlines[at]["c"]:
                del inlines[at]
    return paragraph


def _fragments(doc: pf.Doc) -> tuple[str, ...]:
    return fragments(json.dumps(doc.to_json()))


def _without_names(texts: Iterable[str], selected: str) -> Iterator[str]:
    """Yield texts without references, and without the names of exercises, that a selection has itself.

    What a correction refers to is not withheld where readers have it, with its identifier in the page.
    """
    names = frozenset(_IDENTIFIER.findall(selected))
    for text in texts:
        if text not in names:
            yield _REFERENCE.sub(lambda found: "" if _name(found["name"]) in names else found[0], text)


def _name(key: str) -> str:
    """Return the identifier that `@Fig:disk` leads to."""
    return key[:1].lower() + key[1:]


def _without(texts: Iterable[str], *others: Iterable[str]) -> tuple[str, ...]:
    """The texts, without duplicates, that are not in all of the others."""
    common = frozenset.intersection(*(frozenset(map(squeezed, each)) for each in others))
    return tuple(dict.fromkeys(text for text in texts if squeezed(text) not in common))


def count(document: Document, format_: Format, setup: Setup) -> Mapping[str, int]:
    """Count what students see of each kind that is numbered. Raises BuildError if that fails."""
    source, course = document.source, setup.course
    content = with_placeholders_as_text(without_marks(document.json))
    doc = _load_tree(content, source)
    metadata.set_metadata(doc, course.editions[STUDENT.name], format_, course, setup.given)
    metadata.set_begin(doc, format_, _ANEW)
    doc.metadata["box-labels"] = dict.fromkeys(course.boxes, "")
    with log_as_diagnostics(source, []):
        return setup.filters.count(source, doc, content)


def depends_on_format(document: Document) -> bool:
    """Whether a condition may depend on the format; if none does, all formats share a selection."""
    return '["format",' in document.json


def _load_tree(content: str, source: Source) -> pf.Doc:
    try:
        doc = pf.load(io.StringIO(content))
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as error:
        message = "the document has an element that cannot be processed, perhaps a table without cells"
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB010", message)) from error
    doc.format = "html"
    return doc
