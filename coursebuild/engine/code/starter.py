"""Write the files that readers start from, without building any page."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine.documents.prepare import prepare
from coursebuild.engine.documents.starter_files import FOLDER
from coursebuild.engine.pipeline import finish
from coursebuild.engine.session import Session
from coursebuild.model import BuildOptions, Copied, Diagnostic, Location, shown
from coursebuild.output import CollisionError, Writer


class Starter(NamedTuple):
    """The files of a lesson, for all wanted editions: none if the lesson includes no code, or is refused."""

    location: Location
    files: tuple[Copied, ...]
    diagnostics: tuple[Diagnostic, ...]


def make(session: Session, locations: Sequence[Location], options: BuildOptions) -> Iterator[Starter]:
    """Make the files of each lesson; nothing is written."""
    session = Session(session.course._replace(starter=True))
    for location in locations:
        outcome = finish(session, prepare(session, location, options), options, makes=False)
        files = tuple(each for each in outcome.copies if each.content is not None)
        yield Starter(location, files, outcome.diagnostics)


def write(
    session: Session, locations: Sequence[Location], options: BuildOptions, output: Path
) -> Iterator[tuple[Starter, tuple[Path, ...]]]:
    """Write the files of each lesson into the folder `output`; yield also the paths of those that are new.

    The lessons have the files that are there then, and why the others are not.
    """
    writer = Writer(session.course, output)
    for made in make(session, locations, options):
        written: list[Path] = []
        there: list[Copied] = []
        found: list[Diagnostic] = []
        for file in made.files:
            path = shown(output / file.name)
            try:
                if is_new := writer.copy(file, made.location):
                    written.append(is_new)
                there.append(file)
            except OSError as error:
                found.append(Diagnostic(path, 0, 0, "CB007", f"it cannot be written: {error.strerror}"))
            except CollisionError as error:
                message = f"another file is written to this path, made from {shown(Path(error.other))}"
                found.append(Diagnostic(path, 0, 0, "CB006", message))
        diagnostics = (*made.diagnostics, *found)
        yield made._replace(files=tuple(there), diagnostics=diagnostics), tuple(written)
    writer.finish(tidy=False)


def place(files: Sequence[Copied], folder: Path) -> None:
    """Write the files of one lesson and edition into a folder, but for the archive. Raises: OSError."""
    for file in files:
        below = Path(*file.name.parts[file.name.parts.index(FOLDER) + 1 :])
        if file.content is not None and file.name.suffix != ".zip":
            path = folder / below
            os.makedirs(path.parent, exist_ok=True)  # noqa: PTH103 (as elsewhere)
            path.write_bytes(file.content)
