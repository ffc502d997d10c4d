"""A document's metadata: the values from the front matter, the course, the command line and the edition."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import panflute as pf

from coursebuild.config.labels import Labels, code
from coursebuild.model import (
    ALWAYS_DECIDED,
    DAY,
    FALLBACK_LANGUAGE,
    SHOW_FROM,
    STUDENT,
    Begin,
    BoxKind,
    Course,
    Diagnostic,
    Edition,
    Facts,
    Format,
    Layout,
    Source,
    Values,
    language_tag,
)
from coursebuild.runtime import resources

# Fields that make pandoc or other tools load files, run programs or insert raw text into a page.
UNSUPPORTED = frozenset(
    "abbreviations citation-abbreviations css default-image-extension epub-cover-image "
    "epub-fonts extract-media filter filters header-includes include-after include-after-body "
    "include-before include-before-body include-in-header lua-filter metadata-file metadata-files "
    "pdf-engine pdf-engine-opts reference-doc resource-path syntax-definition template".split()
)

COST = "coursebuild-cost"  # set by filters/exercises.py

_FRENCH = re.compile(r"\b(?:les?|des|une?|est|dans|vous|pour|avec|sur|qui|que|et|du|au|aux)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|is|are|to|with|for|that|you|this|it|in)\b", re.IGNORECASE)
_MANY = 12  # French words of these in a text that is in French


def unused_fields(source: Source, doc: pf.Doc, edition: Edition, course: Course) -> Iterator[Diagnostic]:
    """Warn about each field of the front matter that has no effect."""
    for key in sorted(doc.metadata.content):
        if key in UNSUPPORTED:
            yield source.place(f"\n{key}:", "CB305", f"the front matter's `{key}` is not used").below(1)
        elif key == "edition" and text_of(doc.metadata[key]) in course.editions.keys() - {STUDENT.name}:
            message = f"the lesson is marked as {text_of(doc.metadata[key])}, and every edition has it"
            yield source.place(f"\n{key}:", "CB144", message).below(1)
        elif key in ALWAYS_DECIDED or key == DAY or _contradicts(doc, key, edition, course):
            yield source.place(f"\n{key}:", "CB101", f"the front matter's `{key}` is not used").below(1)


def _contradicts(doc: pf.Doc, key: str, edition: Edition, course: Course) -> bool:
    """Whether a field has a value of neither this edition nor the student edition."""
    if key not in course.decided:
        return False
    value = text_of(doc.metadata[key])
    return value not in (edition.values.get(key), course.editions[STUDENT.name].values.get(key))


def set_metadata(doc: pf.Doc, edition: Edition, format_: Format, course: Course, given: Values) -> None:
    """Set a document's metadata.

    The edition's values override those of the command line (`given`), which override the front matter's,
    which override the course's.
    """
    for key in course.decided & set(doc.metadata.content):
        del doc.metadata[key]
    for key, value in course.defaults.items():
        if key not in doc.metadata:
            doc.metadata[key] = _meta_value(value)
    decided = {**edition.values, "edition": edition.name, "format": format_.value}
    for key, value in {**given, **decided}.items():
        doc.metadata[key] = _meta_value(value)
    student = {**dict.fromkeys(course.decided, ""), **course.defaults, **course.editions[STUDENT.name].values}
    doc.metadata["coursebuild-students"] = {
        key: student[key] for key in course.decided - {"edition", "format"}
    } | {"edition": STUDENT.name}


def set_begin(doc: pf.Doc, format_: Format, begin: Begin) -> None:
    """Set where the numbers begin, for filters/numbers.py."""
    counted = begin.counted.get(format_.seen_as.value, {})
    doc.metadata["coursebuild-chapter"] = str(begin.chapter or "")
    doc.metadata["coursebuild-counted"] = {kind: str(count) for kind, count in counted.items()}


def set_day(doc: pf.Doc, content: str, date: str, day: str) -> None:
    """Set the day, if filters need it, and the date of all corrections, if the front matter has none.

    `content` is the document's JSON.
    """
    if date and SHOW_FROM not in doc.metadata:
        doc.metadata[SHOW_FROM] = date
    has_dates = SHOW_FROM in doc.metadata or f'["{SHOW_FROM}",' in content
    doc.metadata[DAY] = day if has_dates else ""


def resolve_language(
    doc: pf.Doc, source: Source, labels: Labels, boxes: Mapping[str, BoxKind]
) -> Iterator[Diagnostic]:
    """Set `lang`, and `labels` in that language, and those of the author's own kinds of boxes.

    Warn if `lang` is not a language code (BCP 47), or if it is not set and the text is in French.
    """
    if "lang" not in doc.metadata and _is_french(source.text):
        message = "the text seems to be in French, and its language is not set: the page is in English"
        yield source.place("", "CB033", message).at((1, 1))
    typed = text_of(doc.metadata["lang"]) if "lang" in doc.metadata else FALLBACK_LANGUAGE
    lang = language_tag(typed)
    if not lang:
        yield source.place(typed, "CB210", f"`{typed}` is not a language code")
        lang = FALLBACK_LANGUAGE
    doc.metadata["lang"] = lang
    doc.metadata["labels"] = dict(labels.in_language(lang))
    doc.metadata["box-labels"] = {name: kind.label(code(lang)) for name, kind in boxes.items()}


def _is_french(text: str) -> bool:
    """Whether a text has many French words, and few English ones."""
    french = len(_FRENCH.findall(text))
    return french >= _MANY and french > 2 * len(_ENGLISH.findall(text))


def _meta_value(value: str | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return {"true": True, "false": False}.get(value, value)


def text_of(meta: Any) -> str:
    """The text of a metadata value, without markup."""
    if isinstance(meta, pf.MetaBool):
        return str(meta.boolean).lower()
    return re.sub(r"[ \t\r\n]+", " ", pf.stringify(meta.walk(_without_raw))).strip()  # no-break spaces stay


def truth_of(meta: Any) -> str:
    """The text of a metadata value, in lower case; `true` or `false` if conditions read it as that."""
    written = text_of(meta).lower()
    return str(resources.filter_module("conditions").WORDS.get(written, written))


def _without_raw(element: Any, _: pf.Doc) -> Any:
    """Drop comments and tags, which are not text."""
    return [] if isinstance(element, (pf.RawInline, pf.RawBlock)) else None


def _texts(meta: Any) -> tuple[str, ...]:
    """The text of each value of a list, or of a single value; of an author with fields, the `name`."""
    values = meta.content if isinstance(meta, pf.MetaList) else [meta]
    named = (v["name"] if isinstance(v, pf.MetaMap) and "name" in v else v for v in values)
    return tuple(text for value in named if (text := text_of(value)))


def facts(doc: pf.Doc, source: Source, diagnostics: list[Diagnostic]) -> Facts:
    """What the title block shows. Append a diagnostic if the document has no title."""
    meta: Mapping[str, Any] = doc.metadata.content

    def one(*keys: str) -> str:
        return next((text_of(meta[key]) for key in keys if key in meta), "")

    def many(*keys: str) -> tuple[str, ...]:
        return next((_texts(meta[key]) for key in keys if key in meta), ())

    if not one("title"):
        diagnostics.append(
            source.place("", "CB206", "the document has no title: the file's name is used instead")
        )
    return Facts(
        title=one("title") or source.location.stem.name.encode("utf-8", "replace").decode(),
        subtitle=one("subtitle"),
        authors=many("author", "authors"),
        date=one("date"),
        lang=one("lang"),
        keywords=many("keywords", "tags"),
        description=one("description", "abstract"),
        anchor=one("title-identifier"),
        cost=one(COST),
    )


def layout(doc: pf.Doc, source: Source, diagnostics: list[Diagnostic]) -> Layout:
    """What the front matter sets about the page. Append a diagnostic for each value that is not allowed."""
    meta: Mapping[str, Any] = doc.metadata.content

    def one_of(key: str, *values: str) -> str:
        value = truth_of(meta[key]) if key in meta else ""
        if value not in ("", *values):
            message = f"`{key}` must be {' or '.join(f'`{each}`' for each in values)}, not `{value}`"
            diagnostics.append(source.place(f"\n{key}:", "CB212", message).below(1))
        return value

    one_of("require-corrections", "true", "false")  # which the check reads
    contents = {"true": True, "false": False}.get(one_of("toc", "true", "false"))
    return Layout(
        cover=one_of("cover", "true", "false") == "true",
        draft=one_of("draft", "true", "false") == "true",
        contents=contents,
        links_as_notes=one_of("links", "footnote", "inline") == "footnote",
    )
