"""`coursebuild verify`."""

import os
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, password, terminal
from coursebuild.cli.terminal import Report, pluralize
from coursebuild.engine import Session
from coursebuild.model import Course, Diagnostic, shown
from coursebuild.runtime import atomic

REPORTS = (".html", ".json", ".txt")


def _reports(_: click.Context, option: click.Parameter, names: tuple[str, ...]) -> tuple[Path, ...]:
    """The files of reports. Raises: click.BadParameter if a name does not say which format it is to have."""
    for name in names:
        if Path(name).suffix.lower() not in REPORTS:
            raise click.BadParameter(f"{name!r} must end in {', '.join(REPORTS)}.", param=option)
    return tuple(map(Path, names))


@click.command("verify")
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@option_groups.sources
@option_groups.report_format
@option_groups.metadata
@option_groups.with_history
@option_groups.as_of
@option_groups.with_trust
@option_groups.jobs
@option_groups.quiet
@click.option(
    "--accessibility",
    is_flag=True,
    help="Examine instead whether the HTML and PDF files in DIR meet WCAG 2.2 AA and PDF/UA-1.",
)
@click.option(
    "--report",
    "reports",
    metavar="FILE",
    multiple=True,
    callback=_reports,
    help="With --accessibility, write a report to this file: .html, .json or .txt. May be repeated.",
)
def command(
    folder: Path | None,
    names: tuple[str, ...],
    reports: tuple[Path, ...],
    *,
    accessibility: bool,
    **flags: Any,
) -> None:
    """Compare the files in DIR with SOURCES, before you publish them.

    DIR is the output folder, or the student edition's folder in it, or that of a release; build/ by
    default. Of encrypted PDFs with corrections, it tries the password.
    """
    if reports and not accessibility:
        raise click.UsageError("--report needs --accessibility.")
    if names and accessibility:
        raise click.UsageError("--accessibility takes no SOURCES: it examines all files in DIR.")
    from coursebuild import publish  # noqa: PLC0415 (it imports the stages)

    session = options.load_session(flags)
    course = session.course
    folder = folder or _output_folder(course)
    if accessibility:
        _examine(session, folder, reports, flags)
    build_options = options.for_every_edition(course, flags)
    options.provide_temporary_folder()
    locations, skipped = config.locate(course, names, folder)
    report = Report(quiet=flags["quiet"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    if release := None if names else publish.find_release(folder):
        key = password.ask(is_new=False) if release.listed.is_encrypted else ""
        events = publish.verify_release(session, release, locations, build_options, key)
    else:
        complete = all(Path(name).is_dir() for name in names)
        if encrypted := engine.encrypted_files(folder, course) if complete else {}:
            report.add([*engine.encryption_faults(encrypted, password.ask(is_new=False))])
        events = engine.verify(session, folder, locations, build_options, complete=complete)
    with terminal.failing():
        for diagnosed in events:
            report.add(diagnosed.diagnostics)
    as_of = f", as of {flags['as_of']}" if flags["as_of"] else ""
    terminal.report_and_exit(report, flags["format_"], f"{pluralize(len(locations), 'document')}{as_of}")


def _output_folder(course: Course) -> Path:
    """The course's output folder, as one would name it. Raises: click.UsageError if nothing was built."""
    folder = config.output_folder(course, None)
    if not os.path.isdir(folder):  # noqa: PTH112 (it never raises)
        raise click.UsageError(f"There is no folder '{shown(folder)}'; build the course first, or name DIR.")
    return Path(shown(folder))


def _examine(session: Session, folder: Path, reports: tuple[Path, ...], flags: dict[str, Any]) -> NoReturn:
    """Examine the accessibility of the files in a folder, whatever their edition; write the reports."""
    from coursebuild import accessibility  # noqa: PLC0415 (few calls need it)

    course = session.course
    _refuse_published(reports, (folder, config.output_folder(course, None)))
    date = config.days.day_of(course)
    report = Report(quiet=flags["quiet"], keep=True)
    report.add(config.warnings(course))
    files = []
    for examined in accessibility.examine(folder, course, cache(password.ask_if_possible)):
        report.add(accessibility.diagnose(examined))
        files.append(examined)
    if not files:
        raise click.UsageError(f"There is no HTML or PDF file in '{shown(folder)}'.")
    if any(map(accessibility.not_validated, files)):
        report.add([accessibility.missing_validator()])
    report.add(accessibility.silent_program(files))
    language = str(course.defaults.get("lang", "en"))
    with terminal.failing():
        palette = session.look.palette if reports else {}
        style = session.templates.text("base.css") or "" if reports else ""
    words, programs = accessibility.words(language), accessibility.programs()
    filed = accessibility.Report(course.title, date, programs, files, words, palette, style)
    for path in reports:
        text = accessibility.WRITERS[path.suffix.lower()](filed)
        try:
            atomic.write(path, text.encode("utf-8", "replace"))
        except OSError as error:
            report.add([Diagnostic(shown(path), 0, 0, "CB276", str(error.strerror))])
    terminal.report_and_exit(report, flags["format_"], pluralize(len(files), "file"))


def _refuse_published(reports: tuple[Path, ...], folders: tuple[Path, ...]) -> None:
    """Raises: click.UsageError if a report would be written where files are published from."""
    for path in reports:
        for folder in folders:
            if Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
                where = f"'{shown(path)}' would be published with '{shown(folder)}'"
                raise click.UsageError(f"The report {where}; name another folder.")
