"""What lies in a folder held against what the sources make: the gate before publishing."""

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from coursebuild import audit, pipeline, readback
from coursebuild.errors import Diagnostic, Severity
from coursebuild.model import Evidence
from coursebuild.request import Course, Edition, Format, Location, Order
from coursebuild.wording import squeezed

OF_THE_HOST = frozenset({".gitkeep", ".nojekyll", "CNAME"})  # what a folder that is published may hold


def folders(folder: Path, course: Course) -> Iterator[tuple[Edition, Path]]:
    """The editions that show no corrections, each with its folder: below `folder`, or `folder` itself."""
    student = course.editions["student"]
    if not (folder / student.name).is_dir():
        yield student, folder
        return
    for edition in course.editions.values():
        if edition.values.get("correction") != "true" and (folder / edition.name).is_dir():
            yield edition, folder / edition.name


def files(folder: Path) -> tuple[Path, ...]:
    """What lies in the folder and below it; a folder that is a link is not entered."""
    found = [
        Path(here, name)
        for here, inside, names in os.walk(folder)
        for name in (*names, *(name for name in inside if Path(here, name).is_symlink()))
    ]
    return tuple(sorted(found))


def beside(folder: Path, course: Course) -> Iterator[Diagnostic]:
    """What lies beside the editions' folders."""
    if (folder / course.editions["student"].name).is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in course.editions and path.name not in OF_THE_HOST:
                yield Diagnostic(str(path), 0, 0, "CB152", "no source makes this")


def formats(found: Collection[Path]) -> tuple[Format, ...]:
    """Those that the folder holds at all."""
    return tuple(format_ for format_ in Format if any(path.suffix == f".{format_}" for path in found))


def strangers(folder: Path, found: Collection[Path], locations: Sequence[Location]) -> Iterator[Diagnostic]:
    """The files that no source makes."""
    expected = {folder / f"{location.stem}.{format_}" for location in locations for format_ in Format}
    for path in found:
        if path not in expected and path.name not in OF_THE_HOST:
            yield Diagnostic(str(path), 0, 0, "CB152", "no source makes this file")


def compare(
    location: Location, order: Order, edition: Edition, folder: Path, wanted: Sequence[Format]
) -> tuple[Diagnostic, ...]:
    """What is wrong with one source's files: one is absent, unreadable, or holds what it may not."""
    sheets = pipeline.prepare(location, order._replace(editions=(edition,), formats=tuple(wanted)))
    found = [d for d in sheets.diagnostics if d.severity is Severity.ERROR]
    for page, against in sheets.pages:
        path = folder / f"{location.stem}.{page.format}"
        try:
            content = path.read_bytes()
            audit.audit(str(path), content, page.format, against)
            if squeezed(against.title) not in (squeezed(t) for t in readback.titles(content, page.format)):
                found.append(Diagnostic(str(path), 0, 0, "CB156", f"it is not what {location.name} makes"))
        except FileNotFoundError:
            found.append(Diagnostic(str(path), 0, 0, "CB154", f"{location.name} has not been built"))
        except OSError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", f"it cannot be read: {error.strerror}"))
        except readback.UnreadableError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", str(error)))
        except audit.LeakError as error:
            found += _leaked(sheets, path, against, error)
    return tuple(found)


def _leaked(
    sheets: pipeline.Sheets, path: Path, against: Evidence, error: audit.LeakError
) -> Iterator[Diagnostic]:
    texts = {text for _, text in error.leaks}
    if len(texts.intersection(phrase for _, phrase in against.phrases)) * 2 > len(against.phrases):
        message = f"it holds {len(texts)} texts that students do not see, `{error.leaks[0][1]}` among them"
        yield Diagnostic(str(path), 0, 0, "CB155", message)
    elif sheets.source:
        yield from pipeline.leaked(sheets.source, error)
