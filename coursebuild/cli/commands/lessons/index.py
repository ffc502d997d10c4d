"""`coursebuild index`."""

from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, progress
from coursebuild.cli.terminal import Report, pluralize


@click.command("index")
@click.argument("action", type=click.Choice(["build"]))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    shell_complete=option_groups.completed_by("folders"),
    help="The folder with the pages; build/ by default.",
)
@option_groups.with_trust
@option_groups.quiet
def command(action: str, output: str | None, **flags: Any) -> None:  # noqa: ARG001 (there is only one)
    """Build the index of the pages in a folder, which several machines may have built.

    A build of the whole course does so by itself.
    """
    session = options.load_session(flags)
    course = session.course
    folder = config.output_folder(course, output)
    build_options = options.for_every_edition(course, {**flags, "metadata": (), "jobs": None})
    options.provide_temporary_folder(folder)
    locations, skipped = config.locate(course, (), folder)
    report = Report(quiet=flags["quiet"])
    report.add(skipped)
    finished = progress.show(engine.build_index(session, locations, build_options, folder), report, jobs=1)
    counts = [pluralize(finished.documents, "lesson"), pluralize(finished.files, "file")]
    report.note(", ".join([*counts, *report.summary()]))
    if report.failed:
        raise SystemExit(1)
