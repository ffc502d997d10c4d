"""Examine the finished files of a folder."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.accessibility import html, pdf
from coursebuild.accessibility.outcome import Fault, Outcome, Result, UnreadableError
from coursebuild.model import Course
from coursebuild.runtime import store
from coursebuild.runtime.system import regular_file

_READERS: Mapping[str, Callable[[bytes, pdf.Password], Iterator[Result]]] = {
    ".html": lambda content, _: html.examine(content),
    ".pdf": pdf.examine,
}
# What libraries raise for a file in which they do not find what they expect. One file stops no report.
_OF_LIBRARIES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)


class Examined(NamedTuple):
    """A finished file, by its path below the folder that was examined, and what was found of it.

    `has_corrections` says that it is of an edition that shows them.
    """

    name: PurePosixPath
    path: Path
    digest: str
    has_corrections: bool
    results: tuple[Result, ...]

    @property
    def outcome(self) -> Outcome:
        """Failed if any check is, or else to be judged if any is, or else passed."""
        found = {each.outcome for each in self.results}
        return next((each for each in (Outcome.FAILED, Outcome.CANNOT_TELL) if each in found), Outcome.PASSED)


def examine(folder: Path, course: Course, password: pdf.Password = pdf.no_password) -> Iterator[Examined]:
    """The HTML and PDF files of a folder, by their names; `password` is asked for where a PDF needs one."""
    for path in sorted(_files(folder)):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        edition = course.editions.get(name.parts[0]) or course.editions.get(
            Path(os.path.abspath(folder)).name
        )
        has_corrections = edition is not None and edition.shows_corrections
        try:
            content = regular_file.read(path, store.LARGEST)
        except OSError:
            yield Examined(name, path, "", has_corrections, (_unreadable("no-file"),))
            continue
        digest = hashlib.sha256(content).hexdigest()
        yield Examined(name, path, digest, has_corrections, tuple(_results(path, content, password)))


def _results(path: Path, content: bytes, password: pdf.Password) -> Iterator[Result]:
    try:
        yield from _READERS[path.suffix.lower()](content, password)
    except UnreadableError as error:
        yield _unreadable(str(error))
    except _OF_LIBRARIES:
        yield _unreadable("damaged")


def _unreadable(note: str) -> Result:
    """A file that cannot be read fails: nobody knows what is in it."""
    return Result("readable", (), Outcome.FAILED, 1, 1, (Fault(""),), note)


def _files(folder: Path) -> Iterator[Path]:
    for here, _, names in os.walk(folder):
        yield from (Path(here, name) for name in names if Path(name).suffix.lower() in _READERS)
