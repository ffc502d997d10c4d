"""`coursebuild verify`."""

import os
from pathlib import Path
from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, password, terminal
from coursebuild.cli.terminal import Report, pluralize
from coursebuild.model import Course, shown


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
def command(folder: Path | None, names: tuple[str, ...], **flags: Any) -> None:
    """Compare the files in DIR with SOURCES, before you publish them.

    DIR is the output folder, or the student edition's folder in it; build/ by default. Of encrypted PDFs
    with corrections, it tries the password.
    """
    session = options.load_session(flags)
    course = session.course
    folder = folder or _output_folder(course)
    build_options = options.for_every_edition(course, flags)
    options.provide_temporary_folder()
    locations, skipped = config.locate(course, names, folder)
    report = Report(quiet=flags["quiet"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    complete = all(Path(name).is_dir() for name in names)
    encrypted = engine.encrypted_files(folder, course.editions.values()) if complete else {}
    if encrypted:
        report.add([*engine.encryption_faults(encrypted, password.ask(is_new=False))])
    for diagnosed in engine.verify(session, folder, locations, build_options, complete=complete):
        report.add(diagnosed.diagnostics)
    as_of = f", as of {flags['as_of']}" if flags["as_of"] else ""
    terminal.report_and_exit(report, flags["format_"], f"{pluralize(len(locations), 'document')}{as_of}")


def _output_folder(course: Course) -> Path:
    """The course's output folder. Raises: click.UsageError if nothing was built."""
    folder = config.output_folder(course, None)
    if not os.path.isdir(folder):  # noqa: PTH112 (it never raises)
        raise click.UsageError(f"There is no folder '{shown(folder)}'; build the course first, or name DIR.")
    return folder
