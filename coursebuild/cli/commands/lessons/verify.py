"""`coursebuild verify`."""

from pathlib import Path
from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import Report, pluralize


@click.command("verify")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@option_groups.sources
@option_groups.report_format
@option_groups.metadata
@option_groups.with_history
@option_groups.with_trust
@option_groups.jobs
@option_groups.quiet
def command(folder: Path, names: tuple[str, ...], **flags: Any) -> None:
    """Compare the files in DIR with SOURCES, before you publish them.

    DIR is the output folder, or the student edition's folder in it.
    """
    session = options.load_session(flags)
    course = session.course
    build_options = options.for_every_edition(course, flags)
    options.provide_temporary_folder()
    locations, skipped = config.locate(course, names, folder)
    report = Report(quiet=flags["quiet"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    complete = all(Path(name).is_dir() for name in names)
    for diagnosed in engine.verify(session, folder, locations, build_options, complete=complete):
        report.add(diagnosed.diagnostics)
    terminal.report_and_exit(report, flags["format_"], pluralize(len(locations), "document"))
