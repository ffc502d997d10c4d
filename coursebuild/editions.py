"""One edition of a document: the filters, loaded by name and applied in one stated order."""

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coursebuild import labels, lines, resources
from coursebuild.deferred import deferred
from coursebuild.errors import BuildError, Diagnostic
from coursebuild.model import Document, Facts, Layout, Selection, Source
from coursebuild.request import ALWAYS_DECIDED, Course, Edition, Format, Values
from coursebuild.resources import folder
from coursebuild.wording import fragments, squeezed

with deferred("yaml"):  # for filters that read YAML in a lesson
    import panflute as pf

BEFORE_THE_AUTHORS = ("conditions",)
AFTER_THE_AUTHORS = (
    *("headings", "pagebreaks", "answers", "admonitions", "exercises", "typography", "highlight"),
)

# Front matter that has other tools load files, run programs or write into a page.
IGNORED = frozenset(
    "abbreviations bibliography citation-abbreviations csl css default-image-extension epub-cover-image "
    "epub-fonts extract-media filter filters header-includes include-after include-after-body "
    "include-before include-before-body include-in-header lua-filter metadata-file metadata-files "
    "pdf-engine pdf-engine-opts reference-doc resource-path syntax-definition template".split()
)
_RAW_FORMAT = re.compile(r'"t":"Raw(?:Block|Inline)","c":\["([^"]*)"')
_CONDITION = re.compile('"(?:if|unless|correction|solution)"')
_TEXTS = frozenset({"Str", "Space", "SoftBreak"})
_BOXES = ("☐", "☒")
_TASKS = tuple({"t": "Str", "c": box} for box in _BOXES)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def select(document: Document, edition: Edition, format_: Format, course: Course, given: Values) -> Selection:
    """The document as one edition shows it in one format.

    `given` are the command's metadata: they go before the front matter, which goes before the
    course's; what the edition decides goes before all. Raises BuildError where a filter fails.
    """
    source = document.source
    with _heard(source) as noticed:
        doc = _load_tree(document)
        noticed.extend(_doubts(source, doc, edition, course))
        _set_metadata(doc, edition, format_, course, given)
        noticed.extend(_settle_language(doc, source, course))
        for name, path in _order(course):
            doc = _apply(source, name, path, doc)
        facts, layout = _facts(doc, source, noticed), _layout(doc, source, noticed)
        doc.metadata = {}  # a field called `body` or `toc` would stand in for the writer's own
        selected = json.dumps(_with_whole_texts(doc.to_json()), ensure_ascii=False, separators=(",", ":"))
    withheld = _withheld(document.json, selected)
    return Selection(source, edition, selected, facts, layout, withheld, tuple(noticed))


def _with_whole_texts(node: Any) -> Any:
    """A part of pandoc's tree with words and the spaces between them as one text: half the writer's work.

    The box of a task and the space after it stay apart: they make a list one of tasks.
    """
    if isinstance(node, dict):
        return {key: _with_whole_texts(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    whole: list[Any] = []
    text: dict[str, Any] | None = None
    for part in node:
        kind = part.get("t") if isinstance(part, dict) else None
        if kind not in _TEXTS or part.get("c") in _BOXES or (whole and whole[-1] in _TASKS):
            whole.append(_with_whole_texts(part))
            text = None
        elif text is None:
            text = {"t": "Str", "c": part.get("c", " ")}
            whole.append(text)
        elif "c" in part or not text["c"].endswith(" "):  # of two spaces with nothing between, one is left
            text["c"] += part.get("c", " ")
    return whole


def _withheld(document: str, selection: str) -> tuple[str, ...]:
    """The texts of a document that a selection does not show, each once."""
    shown = set(map(squeezed, fragments(selection)))
    return tuple(
        dict.fromkeys(
            text for text in fragments(lines.without_marks(document)) if squeezed(text) not in shown
        )
    )


def depends_on_format(document: Document) -> bool:
    """Whether a condition may ask for the format; where none does, formats share a selection."""
    return '["format",' in document.json


def has_conditions(document: Document) -> bool:
    """Whether an edition may show what another does not."""
    return _CONDITION.search(document.json) is not None


def _load_tree(document: Document) -> pf.Doc:
    content = lines.without_marks(document.json)
    pf.elements.RAW_FORMATS.update(_RAW_FORMAT.findall(content))  # any may be left out, none refused
    try:
        doc = pf.load(io.StringIO(content))
    except (IndexError, KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"it holds what panflute cannot read (a table without cells, perhaps): {error}"
        raise _unreadable(document.source, message) from error
    doc.format = "html"
    return doc


def _unreadable(source: Source, message: str) -> BuildError:
    return BuildError(Diagnostic(source.location.name, 0, 0, "CB010", message))


@contextmanager
def _heard(source: Source) -> Iterator[list[Diagnostic]]:
    """What the filters log, as diagnostics at the place that each quotes."""
    heard: list[Diagnostic] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told = vars(record)
            quote, code, or_at = told.get("quote", ""), told.get("code", "CB207"), told.get("or_at", "")
            heard.append(source.place(quote, code, record.getMessage(), or_at=or_at))

    logger, listener = logging.getLogger("coursebuild.filters"), Listener()
    logger.addHandler(listener)
    try:
        yield heard
    finally:
        logger.removeHandler(listener)


def _order(course: Course) -> tuple[tuple[str, Path], ...]:
    own = course.root / "filters"
    return (
        *((name, folder("filters") / f"{name}.py") for name in BEFORE_THE_AUTHORS),
        *((name, own / f"{name}.py") for name in course.filters),
        *((name, folder("filters") / f"{name}.py") for name in AFTER_THE_AUTHORS),
    )


def load_filters() -> None:
    """Import the built-in filters; otherwise they are imported when they are applied."""
    for name in (*BEFORE_THE_AUTHORS, *AFTER_THE_AUTHORS):
        resources.filter_module(name)


def _apply(source: Source, name: str, path: Path, doc: pf.Doc) -> pf.Doc:
    try:
        return resources.module(path).transform(doc)
    except RecursionError:
        raise
    except (Exception, SystemExit) as error:
        message = f"the filter `{name}` failed: {type(error).__name__}: {error}"
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB009", message)) from error


def _doubts(source: Source, doc: pf.Doc, edition: Edition, course: Course) -> Iterator[Diagnostic]:
    for key in sorted(doc.metadata.content):
        if key in IGNORED:
            yield source.place(f"\n{key}:", "CB305", f"the front matter's `{key}` is not used").below(1)
        elif key in ALWAYS_DECIDED or _says_otherwise(doc, key, edition, course):
            yield source.place(f"\n{key}:", "CB101", f"the front matter's `{key}` is not used").below(1)


def _says_otherwise(doc: pf.Doc, key: str, edition: Edition, course: Course) -> bool:
    """A value that neither this edition nor the student's has: a document may say the student's."""
    if key not in course.decided:
        return False
    said = _plain(doc.metadata[key])
    return said not in (edition.values.get(key), course.editions["student"].values.get(key))


def _set_metadata(doc: pf.Doc, edition: Edition, format_: Format, course: Course, given: Values) -> None:
    for key in course.decided & set(doc.metadata.content):
        del doc.metadata[key]
    for key, value in course.defaults.items():
        if key not in doc.metadata:
            doc.metadata[key] = _meta(value)
    decided = {**edition.values, "edition": edition.name, "format": format_.value}
    for key, value in {**given, **decided}.items():
        doc.metadata[key] = _meta(value)


def _settle_language(doc: pf.Doc, source: Source, course: Course) -> Iterator[Diagnostic]:
    lang = _plain(doc.metadata["lang"]) if "lang" in doc.metadata else labels.FALLBACK
    if not _LANGUAGE.fullmatch(lang):
        yield source.place(lang, "CB210", f"`{lang}` is not a language")
        lang = labels.FALLBACK
    doc.metadata["lang"] = lang
    doc.metadata["labels"] = dict(labels.in_language(lang, course.root / "templates", folder("templates")))


def _meta(value: str | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return {"true": True, "false": False}.get(value, value)


def _plain(meta: Any) -> str:
    if isinstance(meta, pf.MetaBool):
        return str(meta.boolean).lower()
    return re.sub(r"[ \t\r\n]+", " ", pf.stringify(meta.walk(_without_raw))).strip()  # no-break spaces stay


def _without_raw(element: Any, _: pf.Doc) -> Any:
    """A comment or a tag is no text."""
    return [] if isinstance(element, (pf.RawInline, pf.RawBlock)) else None


def _plains(meta: Any) -> tuple[str, ...]:
    """Each of a list's values, or the one value; of an author with fields, the name."""
    values = meta.content if isinstance(meta, pf.MetaList) else [meta]
    named = (v["name"] if isinstance(v, pf.MetaMap) and "name" in v else v for v in values)
    return tuple(text for value in named if (text := _plain(value)))


def _facts(doc: pf.Doc, source: Source, noticed: list[Diagnostic]) -> Facts:
    meta: Mapping[str, Any] = doc.metadata.content

    def one(*keys: str) -> str:
        return next((_plain(meta[key]) for key in keys if key in meta), "")

    def many(*keys: str) -> tuple[str, ...]:
        return next((_plains(meta[key]) for key in keys if key in meta), ())

    if not one("title"):
        noticed.append(source.place("", "CB206", "the document has no title: its file's name stands in"))
    return Facts(
        title=one("title") or source.location.stem.name.encode("utf-8", "replace").decode(),
        subtitle=one("subtitle"),
        authors=many("author", "authors"),
        date=one("date"),
        lang=one("lang"),
        keywords=many("keywords", "tags"),
        description=one("description", "abstract"),
        anchor=one("title-identifier"),
    )


def _layout(doc: pf.Doc, source: Source, noticed: list[Diagnostic]) -> Layout:
    meta: Mapping[str, Any] = doc.metadata.content
    words = resources.filter_module("conditions").WORDS  # what is true is so for conditions as well

    def one_of(key: str, *values: str) -> str:
        said = _plain(meta[key]).lower() if key in meta else ""
        said = str(words.get(said, said))
        if said not in ("", *values):
            choice = " nor ".join(f"`{value}`" for value in values)
            noticed.append(source.place(f"\n{key}:", "CB212", f"`{key}` is neither {choice}").below(1))
        return said

    contents = {"true": True, "false": False}.get(one_of("toc", "true", "false"))
    return Layout(
        cover=one_of("cover", "true", "false") == "true",
        draft=one_of("draft", "true", "false") == "true",
        contents=contents,
        links_as_notes=one_of("links", "footnote", "inline") == "footnote",
    )
