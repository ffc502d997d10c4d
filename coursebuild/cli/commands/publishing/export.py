"""`coursebuild export`."""

import sys
from pathlib import Path
from typing import Any

import click

from coursebuild import config
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.model import printable, shown


@click.command("export")
@click.argument(
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    shell_complete=option_groups.completed_by("folders"),
)
@click.option("--git", "commits", is_flag=True, help="Commit the files in a new repository in DIR.")
@option_groups.with_history
@option_groups.as_of
@option_groups.jobs
@option_groups.quiet
def command(folder: Path, *, commits: bool, **flags: Any) -> None:
    """Write the students' sources into DIR: lessons without corrections, images, code with gaps.

    DIR must be empty, or have a former export. The sources are built again, and nothing is written unless
    they give the same pages.
    """
    from coursebuild.publish import sources  # noqa: PLC0415 (it imports the stages)

    session = options.load_session({**flags, "untrusted": False, "trusted": None})
    course = session.course
    build_options = options.for_export(course, flags)
    options.provide_temporary_folder()
    locations, skipped = config.locate(course, (), config.output_folder(course, None))
    report = Report(quiet=flags["quiet"])
    with terminal.failing():
        report.add([*skipped, *config.warnings(course)])
        delivered = sources.export(session, locations, build_options, folder, commits=commits)
    report.add(delivered.diagnostics)
    if report.failed:
        report.note(", ".join(["nothing was exported", *report.summary()]))
        sys.exit(FAILED)
    for path in () if report.quiet else delivered.files:
        click.echo(printable(shown(path)))
    counts = [pluralize(len(locations), "document"), pluralize(len(delivered.files), "file")]
    is_new = ["committed"] if delivered.is_committed else []
    report.note(", ".join([*counts, *is_new, *report.summary()]))
