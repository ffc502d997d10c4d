"""What an author meant held against what pandoc made of it: a slip is told before anybody sees it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from coursebuild.config import files
from coursebuild.lint import lost_words, source_rules, tree_rules
from coursebuild.lint.attribute_rules import Finding, Names
from coursebuild.model import (
    MARKED,
    Audiences,
    Course,
    Diagnostic,
    Document,
    Format,
    Place,
    Selection,
    Source,
    Values,
    has_errors,
    vocabulary,
)
from coursebuild.runtime import resources

# in pandoc's JSON: an element's identifier, one in raw HTML, a link's target
_IDENTIFIER = re.compile(r'"c":\s*\[(?:\d+,\s*)?\["((?:[^"\\]|\\.)+)",\s*\[')
_RAW_IDENTIFIER = re.compile(r'id=(?<!\wid=)\\"([^"\\]+)\\"')
_TARGET = re.compile(r'\["#((?:[^"\\]|\\.)+)",\s*"')
_IGNORE = re.compile(r"coursebuild:\s*ignore((?:[\s,]+CB\d{3})+)")
_IN_STYLE = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def check(document: Document, course: Course, given: Values) -> tuple[Diagnostic, ...]:
    """A document's slips and pandoc's doubts, in the order of lines; `given` are the command's metadata."""
    source, reading = document.source, document.source.reading
    content = json.loads(document.json)
    names = _names(content["meta"], course, given)
    tree = tree_rules.walk(content, names)
    certain = {(f.line, f.column) for f in reading.fences} | {
        (block.line, block.column) for block in reading.blocks if block.certain
    }
    taken = {(int(line), int(column)) for line, column in MARKED.findall(document.json)}
    taken.update(place for place in tree.marked_math if place not in certain)
    slips = source_rules.in_lines(reading, names.audiences, taken, tree.codes, tree.headings)
    found = [Diagnostic(source.location.name, *slip) for slip in slips]
    if not has_errors(found):
        found += [
            Diagnostic(source.location.name, line, 1, code, message)
            for line, code, message in lost_words.dropped(reading, document.json)
        ]
    # what is left as text, or never closed, is what a fence left: it is told where no fence is at fault
    told = {d.line for d in found if d.rule.guards}
    found += [
        d
        for d in (*_placed(document, tree.findings), *document.diagnostics)
        if not (told and d.rule.guards and (d.line in told or d.code in ("CB107", "CB117")))
    ]
    placed = (
        d.at(source_rules.unclosed(reading) or (d.line, d.column)) if d.code == "CB107" else d for d in found
    )
    return tuple(sorted(dict.fromkeys(placed)))


def links(document: Document, selection: Selection) -> Iterator[Diagnostic]:
    """Links to a place of the document that the edition does not have."""
    here = _identifiers(selection.json) | {selection.facts.anchor}
    missing = _identifiers(document.json) - here
    for target in dict.fromkeys(_TARGET.findall(selection.json)):
        if (name := _unescaped(target)) in missing:
            message = f"the {selection.edition.name} edition has no `#{name}`, where this link leads"
            line, column = _place_of_link(document, name)
            yield Diagnostic(document.source.location.name, line, column, "CB123", message)


def _place_of_link(document: Document, name: str) -> Place:
    """Where `#name` stands, or else, between brackets, the heading that has the name."""
    headings = dict(tree_rules.headings(json.loads(document.json)))
    heading = re.escape(headings.get(name, ""))
    wanted = re.compile(rf"\(?#{re.escape(name)}(?![\w-])" + (rf"|(?i:\[{heading}\])" if heading else ""))
    places = (
        (number, found.start() + 1)
        for number, line in document.source.reading.prose_lines()
        if (found := wanted.search(line)) and f"{{#{name}" not in line
    )
    return next(places, (0, 0))


def heeded(
    source: Source | None, course: Course, diagnostics: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """The diagnostics without those that the configuration, or a comment on their line, ignores."""
    kept = []
    for diagnostic in diagnostics:
        told = set(course.ignored)
        if source and 0 < diagnostic.line <= len(source.reading.lines):
            told.update(
                re.findall(r"CB\d{3}", "".join(_IGNORE.findall(source.reading.lines[diagnostic.line - 1])))
            )
        if not (diagnostic.rule.can_be_ignored and diagnostic.code in told):
            kept.append(diagnostic)
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=4)
def _identifiers(content: str) -> frozenset[str]:
    return frozenset(
        _unescaped(name) for name in _IDENTIFIER.findall(content) + _RAW_IDENTIFIER.findall(content)
    )


def _unescaped(text: str) -> str:
    return str(json.loads(f'"{text}"'))


def _placed(document: Document, findings: list[Finding]) -> Iterator[Diagnostic]:
    source = document.source
    said: dict[tuple[str, str], int] = {}
    for finding in findings:
        # the same words twice are told at their first and second place
        nth = said.get((finding.code, finding.quote), 0)
        said[finding.code, finding.quote] = nth + 1
        if finding.place:
            yield Diagnostic(source.location.name, *finding.place, finding.code, finding.message)
            continue
        placed = _nth(document, finding, nth)
        if placed.line or finding.code != "CB121":  # text about comments, from entities
            yield placed


def _nth(document: Document, finding: Finding, nth: int) -> Diagnostic:
    name = document.source.location.name
    prose = list(document.source.reading.prose_lines())
    places = [
        (number, found.start() + 1)
        for number, line in prose
        for found in (re.finditer(re.escape(finding.quote), line) if finding.quote else ())
    ]
    if not places:
        return document.source.place(finding.quote, finding.code, finding.message, or_at=finding.or_at)
    return Diagnostic(name, *places[min(nth, len(places) - 1)], finding.code, finding.message)


def _names(meta: Mapping[str, Any], course: Course, given: Values) -> Names:
    conditions, answers, exercises = map(resources.filter_module, ("conditions", "answers", "exercises"))
    decided = {
        key: frozenset(edition.values[key] for edition in course.editions.values() if key in edition.values)
        for key in course.decided
    }
    free = {key: None for key in (*meta, *course.defaults, *given, "lang") if key not in decided}
    always = {"edition": frozenset(course.editions), "format": frozenset(Format)}
    of_each_edition = frozenset.intersection(*(frozenset(e.values) for e in course.editions.values()))
    return Names(
        Audiences(course, meta, given),
        {**free, **decided, **always},
        of_each_edition | always.keys(),
        conditions.OWN,
        vocabulary.KINDS | _styled(course),
        {"lines": answers.count, **{key: partial(exercises.number, key) for key in exercises.AMOUNTS}},
    )


def _styled(course: Course) -> frozenset[str]:
    """The classes that the author's style sheets know."""
    own = course.root / "templates"
    texts = [files.text(own, path.name) or "" for path in sorted(own.glob("*.css"))] if own.is_dir() else []
    return frozenset(name for text in texts for name in _IN_STYLE.findall(text))
