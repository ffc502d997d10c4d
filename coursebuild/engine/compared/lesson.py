"""What readers of each edition see of one lesson, and how it differs from another one."""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from coursebuild import changes, drawings, editions, lint, pandoc, source
from coursebuild.changes import Block, Kind, View
from coursebuild.engine.compared.contents import Contents
from coursebuild.engine.documents import bibliography
from coursebuild.engine.documents.failures import explain_failure
from coursebuild.engine.session import Session
from coursebuild.model import (
    INSTRUCTOR,
    STUDENT,
    BuildOptions,
    Course,
    Diagnostic,
    Edition,
    Format,
    Location,
    Severity,
)
from coursebuild.runtime import store

Seen = Mapping[tuple[str, Format], tuple[Block, ...]]  # by edition and format
NOTHING_SEEN: Seen = MappingProxyType({})
Opened = Mapping[tuple[str, Format], Mapping[Any, str]]  # days, by edition and format, and by `Block.seen`
NOTHING_OPENED: Opened = MappingProxyType({})
_NO_PROGRAM = "CB185"  # which may run in a build, and not where a checkout is not trusted


class Side(NamedTuple):
    """A lesson as it is in one state of a course; without a location, it is not there.

    What is seen of it is kept under a `key` of the cache, if that is given; with it is told what readers did
    not see before a day after `since`. Of one that `is_former`, errors are overlooked that leave it readable.
    """

    session: Session
    location: Location | None
    options: BuildOptions
    key: str = ""
    since: str = ""
    is_former: bool = False


class LessonRead(NamedTuple):
    """What is seen of a lesson, and its language; or if it cannot be shown, nothing, and the errors.

    `opened` are the days since which some of it is seen.
    """

    seen: Seen = NOTHING_SEEN
    errors: tuple[Diagnostic, ...] = ()
    lang: str = ""
    opened: Opened = NOTHING_OPENED


class LessonCompared(NamedTuple):
    """The differences of a lesson, and the errors of either side; `changed` are the editions that differ.

    `lang` is the language of the lesson, if it is there and can be read, or of the former one.
    """

    views: tuple[View, ...] = ()
    former_errors: tuple[Diagnostic, ...] = ()
    errors: tuple[Diagnostic, ...] = ()
    changed: tuple[str, ...] = ()
    lang: str = ""


def compare(former: Side, now: Side, contents: Contents) -> LessonCompared:
    """Compare a lesson with what it was."""
    before, after = read(former, contents), read(now, contents)
    if after.errors:
        return LessonCompared((), before.errors, after.errors)
    is_for_correctors = any(edition.shows_corrections for edition in now.options.editions)
    withheld = tuple(
        block
        for edition in former.session.course.editions.values()
        if edition.shows_corrections
        for format_ in former.options.formats
        for block in _of(before.seen, edition.name, format_)
    )
    views: list[View] = []
    for edition in now.options.editions:
        # a report without corrections may be shown to students, and does not tell what was one
        hidden = withheld if is_for_correctors and not edition.shows_corrections else ()
        former_name = former_edition(edition, former.session.course).name
        for format_ in now.options.formats:
            old, new = _of(before.seen, former_name, format_), _of(after.seen, edition.name, format_)
            opened = after.opened.get((edition.name, format_)) or after.opened.get(
                (edition.name, Format.HTML), {}
            )
            views.append(View(edition.name, format_, changes.compare(old, new, hidden, opened)))
    changed = tuple(dict.fromkeys(view.edition for view in views if view.changes))
    return LessonCompared(
        _without_repetition(views), before.errors, changed=changed, lang=after.lang or before.lang
    )


def former_edition(edition: Edition, former: Course) -> Edition:
    """The edition of a former course with which one is compared: a new one with that for the same readers."""
    other = INSTRUCTOR if edition.shows_corrections else STUDENT
    return former.editions.get(edition.name) or former.editions[other.name]


def compare_editions(now: Side, less: Edition, contents: Contents) -> LessonCompared:
    """Compare each edition of a lesson with another edition, beyond which it may have something."""
    options = now.options._replace(editions=(less, *now.options.editions))
    read_ = read(now._replace(options=options), contents)
    views = []
    for edition in now.options.editions:
        for format_ in now.options.formats:
            fewer, more = (_of(read_.seen, each.name, format_) for each in (less, edition))
            views.append(View(edition.name, format_, changes.beyond(fewer, more)))
    return LessonCompared(_without_repetition(views), errors=read_.errors, lang=read_.lang)


def _of(seen: Seen, edition: str, format_: Format) -> tuple[Block, ...]:
    """What an edition shows in a format, which may be the same in all."""
    return seen[edition, format_] if (edition, format_) in seen else seen.get((edition, Format.HTML), ())


def _without_repetition(views: Sequence[View]) -> tuple[View, ...]:
    """The views without what an earlier one, of the same edition or of the first one, says too."""
    left: list[View] = []
    for number, view in enumerate(views):
        earlier = [each for each in views[:number] if each.edition in (view.edition, views[0].edition)]
        known = {_key(change) for each in earlier for change in each.changes}
        own = tuple(change for change in view.changes if _key(change) not in known)
        if own:
            is_first = not any(each.edition == view.edition for each in earlier)
            is_besides = view.edition != views[0].edition and len(own) < len(view.changes)
            besides = views[0].edition if is_besides else ""
            left.append(View(view.edition, "" if is_first else view.format, own, besides))
    return tuple(left)


def _key(change: changes.Change) -> object:
    return change.how, change.before and change.before.seen, change.after and change.after.seen


def read(side: Side, contents: Contents) -> LessonRead:
    """Read what is seen of a lesson in each edition. Raises nothing: one lesson must not stop the others."""
    if side.location is None:
        return LessonRead()
    if side.key and (kept := store.read(side.key)) is not None:
        return _load(kept)
    try:
        found = _read(side, side.location, contents)
    except Exception as error:  # noqa: BLE001 (see above)
        return LessonRead(errors=explain_failure(side.location, None, error))
    if side.key and not found.errors:
        store.write(side.key, _dump(found))
    return found


def _dump(found: LessonRead) -> bytes:
    return json.dumps([found.lang, [[*where, blocks] for where, blocks in found.seen.items()]]).encode()


def _load(kept: bytes) -> LessonRead:
    lang, seen = json.loads(kept)
    blocks = {
        (edition, Format(format_)): tuple(Block(Kind(kind), *texts) for kind, *texts in found)
        for edition, format_, found in seen
    }
    return LessonRead(blocks, lang=lang)


def _read(side: Side, location: Location, contents: Contents) -> LessonRead:
    session, options, course = side.session, side.options, side.session.course
    text = source.read(location)
    parsed = pandoc.parse(text, course.limits)
    document = drawings.with_plain_metadata(parsed, course)
    checked = lint.check(document, session.for_checking(options.metadata)).diagnostics
    drawn = drawings.check(parsed, course)
    if side.is_former or course.trust:
        drawn = tuple(each for each in drawn if each.code != _NO_PROGRAM)
    cited = bibliography.read(session, document)
    found = (*text.inclusion.problems, *checked, *drawn, *cited.diagnostics)
    if cited.bibliography and not side.is_former:
        found += lint.unknown_citations(document, cited.bibliography.references, course.boxes)
    if errors := _errors(found):  # nothing says what students would see of it
        return LessonRead(errors=lint.for_author(text, course, errors))
    pictures = _Pictures(location, contents)
    lang = ""
    refused: list[Diagnostic] = []

    def show(edition: Edition, format_: Format, day: str) -> tuple[Block, ...]:
        nonlocal lang
        setup = session.for_selecting(options.metadata, day)
        selection = editions.select(document, edition, format_, setup)
        lang = selection.facts.lang
        refused.extend(selection.diagnostics)
        refused.extend(lint.broken_links(document, selection))
        refused.extend(lint.withheld_names(document, selection))
        if cited.bibliography:
            title = session.labels.in_language(lang)["references"]
            selection = pandoc.cite(document, selection, cited.bibliography, title, course.limits)
        return changes.blocks_of(drawings.as_seen(document, selection, course), pictures.identify)

    formats = options.formats if editions.depends_on_format(document) else options.formats[:1]
    viewers = tuple(product(_wanted(side), formats))
    seen = {(edition.name, format_): show(edition, format_, options.day) for edition, format_ in viewers}
    if not side.is_former and (errors := _errors(refused)):
        return LessonRead(errors=lint.for_author(text, course, lint.without_echoes(errors)))
    dates = editions.dates(document, course) if side.since else ()
    days = sorted(day for day in dates if side.since < day <= options.day)
    opened = {
        (edition.name, format_): _opened(partial(show, edition, format_), side.since, days)
        for edition, format_ in viewers
        if days and not edition.shows_corrections
    }
    return LessonRead(seen, lang=lang, opened=opened)


def _errors(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(dict.fromkeys(each for each in found if each.severity is Severity.ERROR))


def _opened(show: Callable[[str], Sequence[Block]], since: str, days: Sequence[str]) -> Mapping[Any, str]:
    """The first of the days on which each block is shown that `show` does not give for the day `since`."""
    shown = {block.seen for block in show(since)}
    found: dict[Any, str] = {}
    for day in days:
        for block in show(day):
            if block.seen not in shown:
                found.setdefault(block.seen, day)
    return found


def _wanted(side: Side) -> tuple[Edition, ...]:
    """The editions that are compared, and those with corrections, which say what was withheld."""
    course = side.session.course.editions
    named = [former_edition(edition, side.session.course) for edition in side.options.editions]
    return tuple({e.name: e for e in (*named, *(e for e in course.values() if e.shows_corrections))}.values())


class _Pictures:
    """The pictures of a lesson, by what identifies their contents."""

    def __init__(self, location: Location, contents: Contents) -> None:
        self._targets = lint.Targets(location)
        self._roots = tuple(os.path.realpath(root) for root in location.roots) or (self._targets.root,)
        self._contents = contents

    def identify(self, address: str) -> str:
        path = self._targets.file(address)
        if path is None or not any(Path(os.path.realpath(path)).is_relative_to(root) for root in self._roots):
            return ""
        return self._contents.of_file(path)
