"""Check a text while it is typed: it is in an editor, and need not be on the disk.

A pool of workers does this, each of which keeps its pandoc and the course's session between two texts.
`lint_text` says what is wrong with the text itself, in a third of the time that `check_text` takes to say
all that `check` reports.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from coursebuild.engine import division, limits
from coursebuild.engine.build import recall
from coursebuild.engine.session import Session
from coursebuild.model import NOTHING, PAGES, BuildOptions, Diagnostic, Inclusion, Location
from coursebuild.runtime.pool import Pool, Task

WORKERS = 2  # so that a new text need not wait for the check of the former one


class Typing(NamedTuple):
    """A text, and by their real paths the others that are typed beside it, of files that it may include."""

    location: Location
    text: str
    others: Mapping[str, str] = {}


class Linted(NamedTuple):
    """The result of `lint_text`; `meta` is the front matter in pandoc's JSON, or "" if there is none.

    The paths of diagnostics of other files are absolute. `included` are the paths of the files that the text
    includes, also of those that cannot be read.
    """

    diagnostics: tuple[Diagnostic, ...]
    meta: str
    included: tuple[str, ...] = ()


def pool(memory: int) -> Pool:
    """Workers with `memory` bytes each. If no other thread runs, they start in a fraction of the time."""
    return Pool(WORKERS, *division.PREPARE_MODULES, memory=memory)


def lint(workers: Pool, session: Session, typing: Typing) -> Task[Linted]:
    """Start to compare a text with what pandoc makes of it."""
    return workers.submit(limits.lesson_limit(session.course.limits), lint_text, session, typing)


def check(workers: Pool, session: Session, typing: Typing) -> Task[tuple[Diagnostic, ...]]:
    """Start to check a text in every edition and format."""
    options, _, _ = recall(session, _options(session))
    limit = limits.lesson_limit(session.course.limits)
    return workers.submit(limit, check_text, session, typing, options)


def _options(session: Session) -> BuildOptions:
    """The options of `check`, for one text."""
    editions = tuple(session.course.editions.values())
    return BuildOptions(editions, PAGES, NOTHING, fetch=False, jobs=1)


def lint_text(session: Session, typing: Typing) -> Linted:
    """What is wrong with a text before any edition is selected from it."""
    import json  # noqa: PLC0415 (these are for the worker)

    from coursebuild import drawings, pandoc, source  # noqa: PLC0415
    from coursebuild import lint as rules  # noqa: PLC0415
    from coursebuild.engine.documents.failures import explain_failure  # noqa: PLC0415

    read, meta = None, ""
    found: tuple[Diagnostic, ...] = ()
    try:
        read = source.read_text(typing.text, typing.location, typed=typing.others)
        document = pandoc.parse(read, session.course.limits)
        meta = json.dumps(json.loads(document.json)["meta"])
        checked = rules.check(document, session.for_checking(NOTHING)).diagnostics
        found = (*checked, *drawings.check(document, session.course))
    except Exception as error:  # noqa: BLE001 (whatever a text does, its author is told)
        found = explain_failure(typing.location, read, error)
    told = rules.for_author(read, session.course, rules.without_echoes(found))
    inclusion = read.inclusion if read else Inclusion()
    problems = rules.for_author(None, session.course, inclusion.problems)
    included = (*(each.path for each in inclusion.files), *inclusion.lost)
    return Linted(_with_files((*problems, *told), typing.location), meta, included)


def check_text(session: Session, typing: Typing, options: BuildOptions) -> tuple[Diagnostic, ...]:
    """What `check` would report of a text if it were on the disk; the paths of other files are absolute."""
    from coursebuild import source  # noqa: PLC0415 (these are for the worker)
    from coursebuild.engine import pipeline  # noqa: PLC0415
    from coursebuild.engine.documents.failures import explain_failure  # noqa: PLC0415

    with suppress(OSError):
        os.chdir(session.course.root)  # where `check` is run, and authors' filters are used to be
    try:
        read = source.read_text(typing.text, typing.location, typed=typing.others)
    except Exception as error:  # noqa: BLE001 (the same)
        return explain_failure(typing.location, None, error)
    return _with_files(pipeline.diagnose(session, typing.location, options, read), typing.location)


def _with_files(found: Iterable[Diagnostic], location: Location) -> tuple[Diagnostic, ...]:
    """Diagnostics with absolute paths of other files: a worker's names are those of its current folder."""
    return tuple(
        each
        if each.path == location.name or not os.path.isfile(each.path)  # noqa: PTH113 (it never raises)
        else each._replace(path=os.path.abspath(each.path))
        for each in found
    )


def explained(name: str, error: Exception) -> tuple[Diagnostic, ...]:
    """What the author of the text with this name is told of an exception."""
    from pathlib import Path, PurePosixPath  # noqa: PLC0415 (few texts need it)

    from coursebuild.engine.documents.failures import explain_failure  # noqa: PLC0415 (the same)

    return explain_failure(Location(Path(name), name, PurePosixPath(name), ()), None, error)
