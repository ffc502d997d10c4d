"""Compare what pandoc made of a source with what its author probably meant."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple

from coursebuild.config.templates import Folder, Templates
from coursebuild.lint import lost_words, source_rules, tree_rules
from coursebuild.lint.answers.announcements import Public, announcement_slips
from coursebuild.lint.answers.choices import choice_slips
from coursebuild.lint.answers.other_tools import other_tools_slips
from coursebuild.lint.attributes.names import Names
from coursebuild.lint.attributes.unknown import named_in
from coursebuild.lint.conditional_parts import audience_at, conditional_parts
from coursebuild.lint.dates import dated_slips, field_slips, listed_dates
from coursebuild.lint.duplicates import with_first
from coursebuild.lint.exercises import points, structure
from coursebuild.lint.links.parts import identifiers_of
from coursebuild.lint.links.references import belonging_slips, reference_slips
from coursebuild.lint.links.unread import unread_links
from coursebuild.lint.locating import is_empty, locate, not_escaped, unclosed, without_echoes
from coursebuild.lint.numbering import numbering_slips
from coursebuild.lint.other_notation.boxes import box_slips
from coursebuild.lint.other_notation.chunks import chunk_slips
from coursebuild.lint.other_notation.constructs import other_notation_slips
from coursebuild.lint.other_notation.indented import indented_slips
from coursebuild.lint.other_notation.tabs import tab_slips
from coursebuild.lint.slip import Parsed
from coursebuild.model import (
    MARKED,
    NOTHING,
    PAGES,
    SHOW_FROM,
    STUDENT,
    Audience,
    Audiences,
    BuildError,
    Course,
    Diagnostic,
    Document,
    Format,
    Place,
    Searched,
    Summary,
    Values,
    has_errors,
    vocabulary,
)
from coursebuild.runtime import resources

_LAST_DAY = "9999-12-31"  # on which all dates have come
_IN_STYLE = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


class Setup(NamedTuple):
    """What the checks of all documents have in common.

    `styled` are the classes in the author's style sheets, `given` the metadata of the command line, and
    `used` the names in the author's filters.
    """

    course: Course
    styled: frozenset[str] = frozenset()
    given: Values = NOTHING
    used: frozenset[str] = frozenset()


class Checked(NamedTuple):
    """The result of a check: diagnostics in the order of lines, pandoc's included, and audiences."""

    diagnostics: tuple[Diagnostic, ...]
    audiences: frozenset[Audience]  # of each part that is not for everybody


def check(document: Document, setup: Setup) -> Checked:
    """Check a document, before any edition is selected from it."""
    source, reading = document.source, document.source.reading
    content = json.loads(document.json)
    names = _names(content["meta"], setup)
    tree = tree_rules.walk(content, names)
    certain = {(f.line, f.column) for f in reading.fences} | {
        (block.line, block.column) for block in reading.blocks if block.certain
    }
    marked = {(int(line), int(column)) for line, column in MARKED.findall(document.json)}
    marked.update(place for place in tree.marked_math if place not in certain)
    parsed = Parsed(
        marked, tree.codes, tree.headings, Searched("\0".join(tree.braces)), document.json, tree.gapped
    )
    slips = source_rules.source_slips(reading, names, parsed)
    found = list(locate(source, slips))
    found += locate(source, field_slips(content["meta"]))
    if SHOW_FROM in document.json:
        found += locate(source, dated_slips(content, _later(content["meta"], setup), names))
    parts = conditional_parts(reading, names.audiences)
    editions = frozenset(setup.course.editions) - {STUDENT.name}

    def is_for_students(place: Place) -> bool:
        return names.is_for_students(audience_at(place, parts, names.audiences))

    found += locate(source, other_tools_slips(reading, is_for_students, editions, names.public))
    found += locate(
        source, other_notation_slips(reading, document.json, cites=_cites(content["meta"], setup.course))
    )
    found += locate(source, chunk_slips(reading))
    found += locate(source, tab_slips(reading))
    found += locate(source, indented_slips(reading, tree.codes))
    found += locate(source, numbering_slips(reading))
    found += locate(source, choice_slips(reading, is_for_students, names.public))
    found += locate(source, unread_links(reading, document.json))
    identifiers, boxes = identifiers_of(document.json), setup.course.boxes
    found += locate(source, reference_slips(reading, document.json, identifiers, boxes))
    found += locate(source, belonging_slips(document.json, identifiers))
    found += locate(source, announcement_slips(source, content["meta"], is_for_students, names.public))
    if not has_errors(found):
        found += locate(source, lost_words.lost_word_slips(reading, document.json))
        found += locate(source, box_slips(reading, tree.codes, vocabulary.KINDS | setup.course.boxes.keys()))
    duplicated = [with_first(source, each) for each in document.diagnostics]
    # a wrong fence leaves other notation as text or unclosed: report that only where no line is at fault
    fault_lines = {d.line for d in found if d.rule.guards}
    found += [
        d
        for d in (*locate(source, not_escaped(reading, tree.slips)), *duplicated)
        if not (fault_lines and d.rule.guards and (d.line in fault_lines or d.code in ("CB107", "CB117")))
    ]
    if not has_errors(found):
        elements = structure.parts_of(content, names)
        found += locate(source, structure.structure_slips(elements, reading, names))
        found += locate(source, points.point_slips(elements, reading, names))
    found = [d for d in found if d.code != "CB164" or is_empty(reading, d.line)]
    located = (
        d.at(source_rules.mismatched_closing(reading) or unclosed(reading, d)) if d.code == "CB107" else d
        for d in found
    )
    return Checked(without_echoes(sorted(located)), frozenset(tree.audiences))


def _cites(meta: Mapping[str, Any], course: Course) -> bool:
    """Whether a document names a bibliography, so that its citations are resolved."""
    return "bibliography" in meta or "bibliography" in course.defaults


def summarize(document: Document, setup: Setup) -> Summary:
    """Summarize a document; its title is that of its pages, or else the name of its file."""
    content = json.loads(document.json)
    meta = content["meta"]
    metadata_text = resources.filter_module("conditions").metadata_text
    if "title" in meta:
        title = metadata_text(meta["title"])
    else:
        title = str(setup.course.defaults.get("title", "")) or structure.opening_title(content["blocks"])
    names = _names(meta, setup)
    parts = structure.parts_of(content, names)
    student = (STUDENT.name, Format.PDF)
    minutes, marks = (
        points.Costs(parts, names, key).total(student) for key in (points.MINUTES, points.POINTS)
    )
    count = structure.count(parts, names)
    dates = tuple(listed_dates(document, content, _later(meta, setup))) if SHOW_FROM in document.json else ()
    return Summary(title or document.source.location.stem.name, *count, minutes, marks, dates)


def _later(meta: Mapping[str, Any], setup: Setup) -> Audiences:
    """The audiences of a day on which all dates have come."""
    return Audiences(setup.course, meta, setup.given, day=_LAST_DAY)


def styled_classes(templates: Templates) -> frozenset[str]:
    """Return the classes in the author's style sheets.

    Raises:
        BuildError: a style sheet cannot be read.

    """
    texts = (templates.own.text(name) or "" for name in templates.own.names(".css"))
    return frozenset(name for text in texts for name in _IN_STYLE.findall(text))


def names_in_filters(course: Course) -> frozenset[str]:
    """Return the names in the author's filters, which may be those of attributes."""
    filters, texts = Folder(course.own_folder / "filters"), list[str]()
    for name in course.filters:
        with suppress(BuildError):  # which is reported where the filter is applied
            texts.append(filters.text(f"{name}.py") or "")
    return named_in(texts)


def _names(meta: Mapping[str, Any], setup: Setup) -> Names:
    conditions, answers, costs = map(resources.filter_module, ("conditions", "answers", "costs"))
    course = setup.course
    decided = {
        key: frozenset(
            conditions.as_text(edition.values[key])
            for edition in course.editions.values()
            if key in edition.values
        )
        for key in course.decided
    }
    free = {key: None for key in (*meta, *course.defaults, *setup.given, "lang") if key not in decided}
    own: dict[str, list[str]] = {}
    front_matter = {key: conditions.metadata_text(value) for key, value in meta.items()}
    for values in (course.defaults, front_matter, setup.given):
        for key in values.keys() & free.keys() - {"lang"}:
            own.setdefault(key, []).append(conditions.as_text(values[key]))
    always = {"edition": frozenset(course.editions), "format": frozenset(PAGES)}
    of_each_edition = frozenset.intersection(*(frozenset(e.values) for e in course.editions.values()))
    return Names(
        Audiences(course, meta, setup.given),
        {**free, **decided, **always},
        of_each_edition | always.keys(),
        conditions.OWN,
        vocabulary.KINDS | setup.styled | course.boxes.keys(),
        {**answers.ROOM, **{key: partial(costs.number, key) for key in costs.SYNTAX}},
        Public.of(course.public, meta, conditions.metadata_text),
        {key: frozenset(values) for key, values in own.items()},
        setup.used,
    )
