"""`coursebuild starter`."""

import sys
from typing import Any

import click

from coursebuild import config
from coursebuild.cli import option_groups, options
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.model import shown

NO_FILES = "no lesson includes code from a file"


@click.command("starter")
@option_groups.sources
@option_groups.editions("Write the files of this edition; of every one by default. May be repeated.")
@option_groups.metadata
@option_groups.output("Write the files to this folder; build/ by default.")
@option_groups.quiet
def command(names: tuple[str, ...], output: str | None, **flags: Any) -> None:
    """Write the files whose code SOURCES include: with gaps for students, and with the solutions.

    Each edition gets them in files/, with a ZIP archive for each lesson. With `starter = true` in
    coursebuild.toml, each build writes them.
    """
    from coursebuild.engine.code import starter  # noqa: PLC0415 (it imports the stages)

    session = options.load_session({**flags, "untrusted": False, "trusted": None})
    course = session.course
    build_options = options.for_starter(course, flags)
    options.provide_temporary_folder()
    folder = config.output_folder(course, output)
    locations, skipped = config.locate(course, names, folder)
    report = Report(quiet=flags["quiet"])
    report.add([*skipped, *config.warnings(course)])
    count = 0
    for made, written in starter.write(session, locations, build_options, folder):
        report.add(made.diagnostics)
        count += len(made.files)
        for path in written:
            report.note(shown(path))
    counts = [pluralize(count, "file"), *report.summary()]
    report.note(", ".join(counts) if count or report.failed else NO_FILES)
    sys.exit(FAILED if report.failed else 0)
