"""`coursebuild check`."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from coursebuild import config, engine, source
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.model import BuildError, Course, Diagnostic, Location, UsageError, shown
from coursebuild.runtime import atomic

_MARKDOWN = frozenset((".md", ".markdown"))


@click.command("check")
@option_groups.sources
@click.option("--fix", is_flag=True, help="Fix problems that have only one sensible fix.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, without changing any file.")
@option_groups.report_format
@option_groups.metadata
@option_groups.with_history
@option_groups.as_of
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
        is_strangers = flags["untrusted"] or flags["trusted"] is not None
        named = locations if is_strangers else with_included(locations, course)
        changed = fix_sources(named, course, write=flags["fix"] and not flags["diff"], diff=flags["diff"])
        if flags["diff"]:
            if not changed:
                Report(quiet=flags["quiet"]).note(f"{pluralize(len(locations), 'document')}, nothing to fix")
            sys.exit(FAILED if changed else 0)
    report = Report(quiet=flags["quiet"], strict=flags["strict"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    for diagnosed in engine.check(session, locations, build_options):
        report.add(diagnosed.diagnostics)
    terminal.report_and_exit(report, flags["format_"], pluralize(len(locations), "document"))


def with_included(locations: Iterable[Location], course: Course) -> Iterator[Location]:
    """Yield sources, each followed by the Markdown files of the course that it includes; each file once.

    A source is read when the one after it is asked for, as it is then.
    """
    root, sources = course.root.resolve(), [*locations]
    known = {os.path.realpath(location.path) for location in sources}
    for location in sources:
        yield location
        try:
            included = source.read(location).inclusion.files
        except BuildError:
            continue  # a check reports it
        for file in included:
            path = Path(os.path.realpath(file.path))
            is_markdown = not file.is_code and path.suffix.lower() in _MARKDOWN
            if is_markdown and path.is_relative_to(root) and str(path) not in known:
                known.add(str(path))
                yield location._replace(path=path, name=shown(path))


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
