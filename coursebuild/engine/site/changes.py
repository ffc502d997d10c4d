"""Which lessons show something else in an edition than they did at the newest tag of the repository."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from coursebuild import editions, pandoc
from coursebuild import source as sources
from coursebuild.engine import division, limits
from coursebuild.engine.session import Session
from coursebuild.model import (
    BuildOptions,
    Course,
    Diagnostic,
    Edition,
    Format,
    Location,
    Source,
    UsageError,
    fragments,
)
from coursebuild.output import shared_inputs
from coursebuild.runtime import store
from coursebuild.source.revision import Revision, is_shallow

if TYPE_CHECKING:
    from coursebuild.runtime.pool import Pool

_VERSION = "1"  # of what is cached
_SHALLOW = "no tag is in the part of the history that this clone has"
_INCLUDES = b"include"  # in the bytes of a lesson that may show another file


class Changes(NamedTuple):
    """The newest tag, and the lessons that are new since then, or have changed; none without a tag.

    `unknown` says why a clone that has not all of the repository cannot tell.
    """

    tag: str = ""
    new: frozenset[Path] = frozenset()
    changed: frozenset[Path] = frozenset()
    unknown: str = ""

    def is_new(self, location: Location) -> bool:
        return location.path in self.new

    def has(self, location: Location) -> bool:
        """Whether a lesson is new, or has changed."""
        return location.path in self.new or location.path in self.changed


def find_changes(
    session: Session,
    options: BuildOptions,
    edition: Edition,
    locations: Sequence[Location],
    pool: "Pool | None" = None,
) -> Changes:
    """What an edition shows otherwise than at the newest tag.

    Where that is what is built, it is compared with the tag before. A lesson of which only what the edition
    does not show has changed is not among the changes. The workers of `pool` compare, if given.
    """
    root = session.course.root
    revision, changes = Revision.newest_tag(root), Changes()

    def since(revision: Revision) -> Changes:
        signature = shared_inputs(session.course, options).signature
        return _since(_Comparison(session, options, edition, revision, signature), locations, pool)

    if revision:
        changes = since(revision)
        if changes.new or changes.changed or changes.unknown:
            return changes
        revision = Revision.newest_tag(root, f"{revision.commit}^")
    if revision:
        return since(revision)
    return changes._replace(unknown=_SHALLOW) if is_shallow(root) else changes


def reported(course: Course, changes: Iterable[Changes]) -> tuple[Diagnostic, ...]:
    """A warning for each reason why some changes are unknown."""
    reasons = dict.fromkeys(each.unknown for each in changes if each.unknown)
    is_ignored = "CB234" in course.ignored
    return tuple(Diagnostic(".", 0, 0, "CB234", each) for each in reasons if not is_ignored)


def _since(comparison: "_Comparison", locations: Sequence[Location], pool: "Pool | None") -> Changes:
    revision = comparison.revision
    try:
        former = _former(revision, comparison.session.course.root, locations)
    except UsageError as error:  # such as a clone that has not all
        return Changes(unknown=f"`{revision.name}`: {error.diagnostics[0].message}")
    differing = {each: then for each, then in former.items() if _may_differ(each, then)}
    new = frozenset(each.path for each in locations if each not in former)
    return Changes(revision.name, new, frozenset(_compared(comparison, differing, pool)))


def _former(revision: Revision, root: Path, locations: Sequence[Location]) -> Mapping[Location, bytes]:
    """The lessons that the revision has, with their contents."""
    names = {PurePosixPath(os.path.relpath(each.path, root)).as_posix(): each for each in locations}
    return {names[name]: content for name, content in revision.files(names.__contains__).items()}


def _may_differ(location: Location, then: bytes) -> bool:
    """Whether a lesson, or perhaps a file that it includes, is another one."""
    try:
        now = location.path.read_bytes()
    except OSError:
        return False
    return _INCLUDES in now or now.replace(b"\r\n", b"\n") != then.replace(b"\r\n", b"\n")


class _Comparison(NamedTuple):
    """What the comparison of a lesson needs; `signature` is that of what all documents share."""

    session: Session
    options: BuildOptions
    edition: Edition
    revision: Revision
    signature: str


def _compared(
    comparison: _Comparison, differing: Mapping[Location, bytes], pool: "Pool | None"
) -> Iterator[Path]:
    """The lessons of which an edition shows something else. One that cannot be read counts as another."""
    session = comparison.session
    limit = limits.lesson_limit(session.course.limits)
    workers = nullcontext(pool) if pool else division.pool(session, comparison.options, len(differing))
    with workers as opened:
        submit = opened.submit_apart if pool else opened.submit
        tasks = {
            location: submit(limit, _differs, comparison, location, then)
            for location, then in differing.items()
        }
        for location, task in tasks.items():
            try:
                differs = task.result()
            except Exception:  # noqa: BLE001 (whatever is wrong is reported where the lesson is built)
                differs = True
            if differs:
                yield location.path


def _differs(comparison: _Comparison, location: Location, content: bytes) -> bool:
    now, then = sources.read(location), sources.decode(content, location, comparison.revision.read_file)
    if now.text == then.text:
        return False
    of = (comparison.signature, comparison.edition.name, comparison.options.day)
    key = store.key(_VERSION, *of, now.text, then.text)
    if (cached := store.read(key)) is None:
        differs = _shown(comparison, now) != _shown(comparison, then)
        cached = b"1" if differs else b""
        store.write(key, cached)
    return bool(cached)


def _shown(comparison: _Comparison, source: Source) -> tuple[str, ...]:
    session = comparison.session
    document = pandoc.parse(source, session.course.limits)
    setup = session.for_selecting(comparison.options.metadata, comparison.options.day)
    selection = editions.select(document, comparison.edition, Format.HTML, setup)
    return (*fragments(selection.json), *selection.facts.texts)
