"""A document's metadata: what the front matter, the course, the call and the edition say of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import panflute as pf

from coursebuild.config.labels import Labels
from coursebuild.model import (
    ALWAYS_DECIDED,
    FALLBACK_LANGUAGE,
    Course,
    Diagnostic,
    Edition,
    Facts,
    Format,
    Layout,
    Source,
    Values,
    is_language,
)
from coursebuild.runtime import resources

# Front matter that has other tools load files, run programs or write into a page.
IGNORED = frozenset(
    "abbreviations bibliography citation-abbreviations csl css default-image-extension epub-cover-image "
    "epub-fonts extract-media filter filters header-includes include-after include-after-body "
    "include-before include-before-body include-in-header lua-filter metadata-file metadata-files "
    "pdf-engine pdf-engine-opts reference-doc resource-path syntax-definition template".split()
)


def doubts(source: Source, doc: pf.Doc, edition: Edition, course: Course) -> Iterator[Diagnostic]:
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


def set_metadata(doc: pf.Doc, edition: Edition, format_: Format, course: Course, given: Values) -> None:
    for key in course.decided & set(doc.metadata.content):
        del doc.metadata[key]
    for key, value in course.defaults.items():
        if key not in doc.metadata:
            doc.metadata[key] = _meta(value)
    decided = {**edition.values, "edition": edition.name, "format": format_.value}
    for key, value in {**given, **decided}.items():
        doc.metadata[key] = _meta(value)


def settle_language(doc: pf.Doc, source: Source, labels: Labels) -> Iterator[Diagnostic]:
    lang = _plain(doc.metadata["lang"]) if "lang" in doc.metadata else FALLBACK_LANGUAGE
    if not is_language(lang):
        yield source.place(lang, "CB210", f"`{lang}` is not a language")
        lang = FALLBACK_LANGUAGE
    doc.metadata["lang"] = lang
    doc.metadata["labels"] = dict(labels.in_language(lang))


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


def facts(doc: pf.Doc, source: Source, noticed: list[Diagnostic]) -> Facts:
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


def layout(doc: pf.Doc, source: Source, noticed: list[Diagnostic]) -> Layout:
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
