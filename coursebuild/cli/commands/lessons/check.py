"""`coursebuild check`."""

import sys
from collections.abc import Iterable
from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.model import Course, Diagnostic, Location, UsageError
from coursebuild.runtime import atomic


@click.command("check")
@option_groups.sources
@click.option("--fix", is_flag=True, help="Fix problems that have only one sensible fix.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, without changing any file.")
@option_groups.report_format
@option_groups.metadata
@option_groups.with_history
@option_groups.with_trust
@option_groups.jobs
@option_groups.strict
@option_groups.quiet
def command(names: tuple[str, ...], **flags: Any) -> None:
    """Check SOURCES for mistakes, in every edition, without building anything."""
    session = options.load_session(flags)
    course = session.course
    build_options = options.for_every_edition(course, flags)
    options.provide_temporary_folder()
    locations, skipped = config.locate(course, names, course.root / course.output)
    if flags["fix"] or flags["diff"]:
        changed = fix_sources(locations, course, write=flags["fix"] and not flags["diff"], diff=flags["diff"])
        if flags["diff"]:
            if not changed:
                Report(quiet=flags["quiet"]).note(f"{pluralize(len(locations), 'document')}, nothing to fix")
            sys.exit(FAILED if changed else 0)
    report = Report(quiet=flags["quiet"], strict=flags["strict"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    for diagnosed in engine.check(session, locations, build_options):
        report.add(diagnosed.diagnostics)
    terminal.report_and_exit(report, flags["format_"], pluralize(len(locations), "document"))


def fix_sources(locations: Iterable[Location], course: Course, *, write: bool, diff: bool) -> int:
    """Fix sources, or print a diff of what would change.

    Returns the number of sources that were, or would be, changed.
    Raises: UsageError if a source cannot be written.
    """
    from coursebuild import lint  # noqa: PLC0415 (only these options need it)

    changed = 0
    for location in locations:
        before, after = lint.fix(location, course)
        changed += before != after
        if diff and before != after:
            click.echo(lint.diff(location, before, after), nl=False)
        if write and before != after:
            try:
                atomic.write(location.path.resolve(), after)
            except OSError as error:
                message = f"it cannot be written: {error.strerror}"
                raise UsageError(Diagnostic(location.name, 0, 0, "CB007", message)) from error
            click.echo(f"fixed {location.name}", err=True)
    return changed
