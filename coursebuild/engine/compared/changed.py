"""Which lessons show readers something else than at a revision, for the index and the lessons themselves.

The answer for each lesson is kept as long as nothing changes of which it may be made: with many lessons that
have changed since a tag, each build would compare all of them again.
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coursebuild import source
from coursebuild.engine.compared.base import Base, Pair, below
from coursebuild.engine.compared.diff import compare_all
from coursebuild.engine.compared.unchanged import Changed, Same, find_changed_files, find_unchanged
from coursebuild.engine.session import Session
from coursebuild.model import PAGES, BuildError, BuildOptions, Location
from coursebuild.output import shared_inputs
from coursebuild.runtime import store
from coursebuild.runtime.system import regular_file
from coursebuild.source.inclusion.directives import INCLUDE
from coursebuild.source.read import LARGEST

if TYPE_CHECKING:
    from coursebuild.runtime.pool import Pool

_KEPT, _SEEN = "changed lessons 3", "lessons as they were 2"


class ChangedLessons(NamedTuple):
    """The lessons that are new, and the editions in which the others have changed."""

    new: frozenset[Location]
    editions: Mapping[Location, tuple[str, ...]]


def changed(
    session: Session,
    locations: Sequence[Location],
    options: BuildOptions,
    base: Base,
    pool: "Pool | None" = None,
) -> ChangedLessons:
    """Compare lessons with a revision; one that has errors, or had some then, has not changed."""
    options = options._replace(formats=PAGES)
    pairs = base.pairs(session.course, locations, whole=False)
    files = find_changed_files(session.course, base)
    same = find_unchanged(session.course, pairs, base, options, files)
    keys = _Keys(session, options, base, files)
    editions: dict[Location, tuple[str, ...]] = {}
    unknown: dict[Pair, str] = {}
    for pair in pairs:
        if pair.former and pair not in same:
            key = keys.of(pair)
            if key and (kept := store.read(key)) is not None:
                editions[pair.location] = tuple(json.loads(kept))
            else:
                unknown[pair] = key
    with_keys = {pair: keys.of_former(pair) for pair in unknown}
    compared = compare_all(session, with_keys, options, base, pool)
    for (pair, key), found in zip(unknown.items(), compared, strict=True):
        if not found.errors:
            editions[pair.location] = () if found.former_errors else found.changed
            if key:
                store.write(key, json.dumps(editions[pair.location]).encode())
    new = frozenset(pair.location for pair in pairs if not pair.former)
    return ChangedLessons(new, {location: names for location, names in editions.items() if names})


class _Keys:
    """What the answers for lessons are kept under; of one that may name a link or a new folder, none is."""

    def __init__(self, session: Session, options: BuildOptions, base: Base, files: Sequence[Changed]) -> None:
        self._root = session.course.root
        uncertain = [each for each in files if each.may_be_folder]
        self._certain = Same(session.course, uncertain, options, has_new_day=False)
        others = (each for each in files if not each.may_be_folder and each.path not in base.lessons)
        self._others = [f"{each.path} {each.identifier}" for each in others]
        names = [edition.name for edition in options.editions]
        signature = shared_inputs(session.course, options).signature
        root = os.path.realpath(self._root)  # a repository may have several courses
        self._former = (_SEEN, root, signature, base.revision.commit, base.day, *names)
        self._shared = (_KEPT, *self._former, options.day)
        # what stands for these files at the revision may come from the checkout, or from what Git LFS fetches
        self._is_complete = not (session.course.resources or base.contents.stored)

    def of_former(self, pair: Pair) -> str:
        """The key of what was seen of a lesson at the revision, whatever has changed since then."""
        if not (pair.former and self._is_complete):
            return ""
        return store.key(*self._former, str(pair.former.stem), pair.former.name)

    def of(self, pair: Pair) -> str:
        if not self._certain.has(pair.location):
            return ""
        with suppress(BuildError, OSError):  # it is reported where the lesson is read
            text = regular_file.read(pair.location.path, LARGEST).decode("utf-8", "replace")
            if INCLUDE in text:
                text = source.read(pair.location).text
            name = below(pair.location.path, self._root)
            return store.key(*self._shared, name, pair.former_name, text, *self._others)
        return ""
