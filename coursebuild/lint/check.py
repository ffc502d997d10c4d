"""Compare what pandoc made of a source with what its author probably meant."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from coursebuild.config.templates import Templates
from coursebuild.lint import lost_words, source_rules, structure, tree_rules
from coursebuild.lint.answers.announcements import Public, announcement_slips
from coursebuild.lint.answers.given_answers import ticked_boxes
from coursebuild.lint.answers.other_tools import other_tools_slips
from coursebuild.lint.attribute_rules import Names
from coursebuild.lint.conditional_parts import audience_at, conditional_parts
from coursebuild.lint.slip import Parsed, Slip
from coursebuild.model import (
    MARKED,
    NOTHING,
    Audience,
    Audiences,
    Course,
    Diagnostic,
    Document,
    Format,
    Place,
    Reading,
    Selection,
    Source,
    Values,
    fragments,
    has_errors,
    squeezed,
    vocabulary,
    words,
)
from coursebuild.runtime import resources

MIN_WORD = 4  # letters: a shorter word may be in an identifier by chance
# in pandoc's JSON: an element's identifier, one in raw HTML, a link's target
_IDENTIFIER = re.compile(r'"c":\s*\[(?:\d+,\s*)?\["((?:[^"\\]|\\.)+)",\s*\[')
_RAW_IDENTIFIER = re.compile(r'id=(?<!\wid=)\\"([^"\\]+)\\"')
_TARGET = re.compile(r'\["#((?:[^"\\]|\\.)+)",\s*"')
_IGNORE = re.compile(r"coursebuild:\s*ignore((?:[\s,]+CB\d{3})+)")
_ESCAPE = re.compile(r"\\([^\w\s])")
_SAME_BLOCK = 3  # lines
_DIV = re.compile(r"(?i)<(/?)div\b")
_IN_STYLE = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


class Setup(NamedTuple):
    """What the checks of all documents have in common.

    `styled` are the classes in the author's style sheets, `given` the metadata of the command line.
    """

    course: Course
    styled: frozenset[str] = frozenset()
    given: Values = NOTHING


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
    slips = source_rules.source_slips(reading, names, Parsed(marked, tree.codes, tree.headings, tree.braces))
    found = list(_locate(source, slips))
    parts = conditional_parts(reading, names.audiences)
    editions = frozenset(setup.course.editions) - {"student"}

    def is_for_students(place: Place) -> bool:
        return names.is_for_students(audience_at(place, parts, names.audiences))

    found += _locate(source, other_tools_slips(reading, is_for_students, editions, names.public))
    found += _locate(source, ticked_boxes(reading, is_for_students))
    found += _locate(source, announcement_slips(source, content["meta"], is_for_students, names.public))
    if not has_errors(found):
        found += _locate(source, lost_words.lost_word_slips(reading, document.json))
    # a wrong fence leaves other notation as text or unclosed: report that only where no line is at fault
    fault_lines = {d.line for d in found if d.rule.guards}
    found += [
        d
        for d in (*_locate(source, _not_escaped(reading, tree.slips)), *document.diagnostics)
        if not (fault_lines and d.rule.guards and (d.line in fault_lines or d.code in ("CB107", "CB117")))
    ]
    if not has_errors(found):
        found += _locate(source, structure.structure_slips(document.json, reading, names))
    located = (
        d.at(source_rules.mismatched_closing(reading) or _unclosed(reading, d)) if d.code == "CB107" else d
        for d in found
    )
    return Checked(without_echoes(sorted(located)), frozenset(tree.audiences))


def _not_escaped(reading: Reading, slips: Iterable[Slip]) -> Iterator[Slip]:
    """Leave out notation that the author escaped by a backslash, to show it."""
    unescaped = _ESCAPE.sub(r"\1", reading.text) if "\\" in reading.text else ""
    for slip in slips:
        is_shown = slip.code == "CB117" and slip.quote in unescaped
        if not (is_shown and not any(slip.quote in paragraph.text for paragraph in reading.paragraphs)):
            yield slip


def _unclosed(reading: Reading, diagnostic: Diagnostic) -> Place:
    """Return the place of a fenced div that is never closed; of a nested one, pandoc does not know it."""
    if diagnostic.line:
        return diagnostic.line, diagnostic.column
    waiting: list[Place] = []
    for number, line in reading.prose_lines():
        for tag in _DIV.finditer(line) if "<" in line else ():
            if not tag[1]:
                waiting.append((number, tag.start() + 1))
            elif waiting:
                waiting.pop()
    return waiting[-1] if waiting else (0, 0)


def without_echoes(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Keep of each line what says most about it.

    The notation of another tool is also text in braces; words that may announce an answer are of no interest
    on a line that is refused; and a misspelt attribute is also an unknown one.
    """
    found = list(dict.fromkeys(diagnostics))
    of_other_tools = {d.line for d in found if d.code == "CB120" and d.line}
    refused = {d.line for d in found if d.rule.guards and d.line}
    metadata = [d.line for d in found if d.code == "CB133"]
    doubtful_attributes = {d.line for d in found if d.code in ("CB124", "CB217")}
    first_of_line = {d.line: d for d in reversed(found) if d.code == "CB120"}
    return tuple(
        d
        for d in found
        if first_of_line.get(d.line if d.code == "CB120" else -1, d) == d
        and not (d.line in of_other_tools and d.code in ("CB106", "CB112", "CB117", "CB118"))
        and not (d.line in refused and d.code == "CB125")
        and not (d.line in doubtful_attributes and d.code == "CB145")
        # one report for a block
        and not (d.code == "CB133" and any(0 < d.line - line <= _SAME_BLOCK for line in metadata))
    )


def styled_classes(templates: Templates) -> frozenset[str]:
    """Return the classes in the author's style sheets.

    Raises:
        BuildError: a style sheet cannot be read.

    """
    texts = (templates.own.text(name) or "" for name in templates.own.names(".css"))
    return frozenset(name for text in texts for name in _IN_STYLE.findall(text))


def broken_links(document: Document, selection: Selection) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link to a part of the document that the edition does not have."""
    here = _identifiers(selection.json) | {selection.facts.anchor}
    # of a heading that the edition does not have, or to whose new name the filter turned the link
    elsewhere = _identifiers(document.json) | (_targets(selection.json) - _targets(document.json))
    for name in dict.fromkeys(map(_unescaped, _TARGET.findall(selection.json))):
        if name in elsewhere - here:
            message = (
                f"this link leads to `#{name}`, which the {selection.edition.name} edition does not have"
            )
            line, column = _link_place(document, name)
            yield Diagnostic(document.source.location.name, line, column, "CB123", message)


def withheld_names(document: Document, selection: Selection) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each typed identifier or target that has a word which the edition withholds."""
    if selection.edition.shows_corrections or not selection.withheld:
        return
    facts = selection.facts
    shown = {
        word for text in (*fragments(selection.json), facts.title, facts.subtitle) for word in words(text)
    }
    withheld = {w for text in selection.withheld for w in words(text) if len(w) >= MIN_WORD} - shown
    headings = squeezed(" ".join(text for _, text in tree_rules.headings(json.loads(selection.json))))
    for name in sorted(_identifiers(selection.json) | _targets(selection.json)):
        word = next((word for word in words(name) if word in withheld), "")
        if not word or squeezed(re.sub(r"-\d+$", "", name)) in headings:  # pandoc made it of what is shown
            continue
        typed = re.compile(rf"#{re.escape(name)}(?![\w-])")
        for number, line in document.source.reading.prose_lines():
            if found := typed.search(line):
                message = f"`#{name}` contains `{word}`, which the {selection.edition.name} edition withholds"
                place = number, found.start() + 1
                yield Diagnostic(document.source.location.name, *place, "CB147", message)
                break


def _link_place(document: Document, name: str) -> Place:
    """Find the link to `#name`, or `[heading]` with the text of the heading that has this identifier.

    The filter may have given the identifier another number than pandoc did.
    """
    headings = dict(tree_rules.headings(json.loads(document.json)))
    heading = re.escape(headings.get(name) or headings.get(re.sub(r"-\d+$", "", name), ""))
    wanted = re.compile(rf"\(?#{re.escape(name)}(?![\w-])" + (rf"|(?i:\[{heading}\])" if heading else ""))
    places = (
        (number, found.start() + 1)
        for number, line in document.source.reading.prose_lines()
        if (found := wanted.search(line)) and f"{{#{name}" not in line
    )
    return next(places, (0, 0))


def without_ignored(
    source: Source | None, course: Course, diagnostics: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    """Remove the diagnostics that coursebuild.toml, or a comment on their line, ignores."""
    kept = []
    for diagnostic in diagnostics:
        ignored = set(course.ignored)
        if source and 0 < diagnostic.line <= len(source.reading.lines):
            ignored.update(
                re.findall(r"CB\d{3}", "".join(_IGNORE.findall(source.reading.lines[diagnostic.line - 1])))
            )
        if not (diagnostic.rule.can_be_ignored and diagnostic.code in ignored):
            kept.append(diagnostic)
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=4)
def _identifiers(content: str) -> frozenset[str]:
    return frozenset(
        _unescaped(name) for name in _IDENTIFIER.findall(content) + _RAW_IDENTIFIER.findall(content)
    )


def _targets(content: str) -> frozenset[str]:
    return frozenset(map(_unescaped, _TARGET.findall(content)))


def _unescaped(text: str) -> str:
    return str(json.loads(f'"{text}"'))


def _locate(source: Source, slips: Iterable[Slip]) -> Iterator[Diagnostic]:
    seen: Counter[tuple[str, str]] = Counter()
    for slip in slips:
        # a quote that is reported twice is looked for at its first and second occurrence
        nth = seen[slip.code, slip.quote]
        seen[slip.code, slip.quote] += 1
        if slip.place:
            yield Diagnostic(source.location.name, *_refined(source, slip), slip.code, slip.message)
            continue
        located = _locate_quote(source, slip, nth)
        if located.line or slip.code != "CB121":  # otherwise a character reference: the text shows a comment
            yield located


def _refined(source: Source, slip: Slip) -> Place:
    """Return the place of a slip's quote in the attribute block at its place, or else that place."""
    line, column = slip.place or (0, 0)
    text = source.reading.lines[line - 1] if line else ""
    if slip.quote and text.startswith("{", column - 1):
        return line, max(text.find(slip.quote, column), column - 1) + 1
    return line, column


def _locate_quote(source: Source, slip: Slip, nth: int) -> Diagnostic:
    places = [
        (number, found.start() + 1)
        for number, line in source.reading.prose_lines()
        for found in (re.finditer(re.escape(slip.quote), line) if slip.quote else ())
    ]
    if not places:
        return source.place(slip.quote, slip.code, slip.message, or_at=slip.or_at)
    place = places[min(nth, len(places) - 1)]
    return Diagnostic(source.location.name, *place, slip.code, slip.message)


def _names(meta: Mapping[str, Any], setup: Setup) -> Names:
    conditions, answers, exercises = map(resources.filter_module, ("conditions", "answers", "exercises"))
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
    always = {"edition": frozenset(course.editions), "format": frozenset(Format)}
    of_each_edition = frozenset.intersection(*(frozenset(e.values) for e in course.editions.values()))
    return Names(
        Audiences(course, meta, setup.given),
        {**free, **decided, **always},
        of_each_edition | always.keys(),
        conditions.OWN,
        vocabulary.KINDS | setup.styled,
        {"lines": answers.count, **{key: partial(exercises.number, key) for key in exercises.AMOUNTS}},
        Public.of(course.public, meta, conditions.metadata_text),
        {key: frozenset(values) for key, values in own.items()},
    )
