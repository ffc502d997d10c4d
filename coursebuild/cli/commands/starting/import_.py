"""`coursebuild import`."""

import difflib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

import click

from coursebuild import engine, importers
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.importers import Found, Lesson, Settings
from coursebuild.model import BuildError, Diagnostic, Location, Severity, UsageError, shown
from coursebuild.runtime import atomic
from coursebuild.runtime.system import temporary

# What is done about errors, one after another: each hides more of a lesson.
_OF_REFERENCES = frozenset(("CB228", "CB229"))  # which are in other files, and hide nothing
_ATTEMPTS = (*[importers.withhold] * 3, *[importers.withhold_rest] * 3)
_COLOURS = {"+": "green", "-": "red", "@": "cyan"}  # of a diff's lines, by their first sign


@click.command("import")
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@click.option("--write", "is_written", is_flag=True, help="Write the lessons, beside FILE or to --output.")
@option_groups.output("Write to this folder.", click.Path(file_okay=False, path_type=Path))
@option_groups.quiet
def command(names: tuple[str, ...], *, is_written: bool, output: Path | None, quiet: bool) -> None:
    """Turn lessons of other tools into coursebuild's notation; without --write, show what they become.

    FILE is a lesson, or a folder of lessons, of MkDocs, Quarto, R Markdown, MyST, Docusaurus, HackMD,
    GitBook, Jupyter or LaTeX. What was hidden there is hidden here; what cannot be turned is listed.
    """
    options.provide_temporary_folder()
    found, course = importers.find(names, output)
    if (
        is_written
        and output is None
        and (same := next((each for each in found if each.is_lesson_already), None))
    ):
        raise _misuse(same.name, "it would be written over itself; name another folder with `--output`")
    report = Report(quiet=quiet)
    lessons = list(_turned(_without_clashes(found, output, is_written=is_written, report=report), report))
    lessons = [*_checked(lessons, course, report)]
    folder = output and (output / importers.LESSONS if course else output)
    for lesson in lessons:
        report.add(sorted(lesson.draft.notes))
        if is_written:
            click.echo(shown(_write(lesson, folder or lesson.found.base)))
        else:
            _show(lesson)
    if course and output and is_written and lessons:
        _write_configuration(output / importers.CONFIGURATION, importers.configuration(course), report)
    done = pluralize(len(lessons), "lesson")
    done = done if is_written else f"{done}, not written (type `--write`)"
    report.note(", ".join((done, *report.summary())))
    if report.failed:
        sys.exit(FAILED)


def _misuse(name: str, message: str) -> UsageError:
    return UsageError(Diagnostic(name, 0, 0, importers.REFUSED, message))


def _without_clashes(
    found: Sequence[Found], output: Path | None, *, is_written: bool, report: Report
) -> Iterator[Found]:
    """Yield the files that become lessons of their own, where no file is yet."""
    first: dict[tuple[Path | None, PurePosixPath], Found] = {}
    for each in found:
        base = None if output else each.base
        other = first.setdefault((base, each.target), each)
        target = (output or each.base) / each.target
        if other is not each:
            report.add(
                [
                    Diagnostic(
                        each.name, 0, 0, importers.REFUSED, f"it becomes the same lesson as {other.name}"
                    )
                ]
            )
        elif is_written and os.path.lexists(target):
            report.add(
                [Diagnostic(each.name, 0, 0, importers.REFUSED, f"`{shown(target)}` is there already")]
            )
        else:
            yield each


def _turned(found: Iterable[Found], report: Report) -> Iterator[Lesson]:
    for each in found:
        try:
            yield Lesson(each, importers.turn(each))
        except BuildError as error:
            report.add(error.diagnostics)


def _checked(lessons: list[Lesson], course: Settings | None, report: Report) -> Iterator[Lesson]:
    """Yield the lessons without errors, once what has one is the instructor's; report what a check says."""
    folder = temporary.folder()
    try:
        if course:
            atomic.write(folder / importers.CONFIGURATION, importers.configuration(course).encode())
        found = _check(lessons, lessons, folder)
        for amend in _ATTEMPTS:
            wrong = [lesson for lesson in lessons if _errors(found, lesson)]
            amended = [lesson for lesson in wrong if amend(lesson.draft, _errors(found, lesson))]
            if not amended:
                break
            found |= _check(amended, lessons, folder)
    finally:
        temporary.remove(folder)
    for lesson in lessons:
        noted = {note.line for note in lesson.draft.notes}
        told = [lesson.draft.in_original(d) for d in found[lesson.found.name]]
        report.add(d for d in told if d.code != "CB171" or d.line not in noted)
        if not _errors(found, lesson):
            yield lesson


def _errors(found: Mapping[str, list[Diagnostic]], lesson: Lesson) -> list[Diagnostic]:
    of_lesson = (d for d in found[lesson.found.name] if d.code not in _OF_REFERENCES)
    return [d for d in of_lesson if d.severity is Severity.ERROR]


def _check(lessons: Sequence[Lesson], course: Sequence[Lesson], folder: Path) -> dict[str, list[Diagnostic]]:
    """What `coursebuild check` says of lessons of a course that is written to a folder, by their names."""
    found: dict[str, list[Diagnostic]] = {lesson.found.name: [] for lesson in lessons}
    bases = [*dict.fromkeys(lesson.found.base for lesson in course)]
    locations = []
    for lesson in lessons:
        base = folder / str(bases.index(lesson.found.base))
        path = importers.write(lesson, base)
        stem = lesson.found.target.with_suffix("")
        locations.append(Location(path, lesson.found.name, stem, (base.resolve(),)))
    session = engine.Session.load(folder)
    build_options = options.for_every_edition(session.course, {"metadata": (), "jobs": None})
    for diagnosed in engine.check(session, locations, build_options):
        for diagnostic in diagnosed.diagnostics:
            found.setdefault(diagnostic.path, []).append(diagnostic)
    return found


def _write(lesson: Lesson, folder: Path) -> Path:
    try:
        return importers.write(lesson, folder)
    except OSError as error:
        path = shown(Path(error.filename or folder / lesson.found.target))
        message = f"it cannot be written: {error.strerror}"
        raise UsageError(Diagnostic(path, 0, 0, "CB007", message)) from error


def _write_configuration(path: Path, text: str, report: Report) -> None:
    if os.path.lexists(path):
        report.note(f"{shown(path)} stays as it is")
    elif text.strip():
        atomic.write(path, text.encode())
        click.echo(shown(path))


def _show(lesson: Lesson) -> None:
    """Print the lesson as a unified diff; what is no text in Markdown is a new file."""
    found, draft = lesson
    is_markdown = found.path.suffix.lower() not in (".ipynb", ".tex")
    before = draft.original if is_markdown else ()
    name = Path(found.name).as_posix() if is_markdown else "/dev/null"
    target = (Path(found.name).parent / found.target.name).as_posix()
    lines = difflib.unified_diff([*before], [line.text for line in draft.lines], name, target, lineterm="")
    for line in lines:
        colour = _COLOURS.get(line[:1])
        click.echo(terminal.style(line, fg=colour) if colour else line)
