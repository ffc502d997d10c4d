"""`coursebuild diff`."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from coursebuild import config
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import FAILED, Report
from coursebuild.model import STUDENT, BuildOptions, Course

if TYPE_CHECKING:
    from coursebuild import changes
    from coursebuild.changes import formats
    from coursebuild.engine import Session

_COLOURS = {"+": "green", "-": "red", "!": "yellow", "@@": "cyan"}


def _as_text(_: "Session", report: "changes.ChangesReport") -> str:
    from coursebuild.changes import formats  # noqa: PLC0415 (it is slow to import)

    return formats.as_text(report, _coloured) if sys.stdout.isatty() else formats.as_text(report)


def _as_markdown(_: "Session", report: "changes.ChangesReport") -> str:
    from coursebuild.changes import formats  # noqa: PLC0415 (the same)

    return formats.as_markdown(report)


def _as_html(session: "Session", report: "changes.ChangesReport") -> str:
    from coursebuild.changes import formats  # noqa: PLC0415 (the same)

    course, style = session.course, session.templates.text("base.css") or ""
    look = formats.PageLook(session.look.palette, course.theme.font, style, course.title)
    return formats.as_html(report, look)


def _as_json(_: "Session", report: "changes.ChangesReport") -> str:
    from coursebuild.changes import formats  # noqa: PLC0415 (the same)

    return formats.as_json(report)


# The formats of a report, by the names that `--format` takes; the first one is the default.
FORMATS: dict[str, Callable[["Session", "changes.ChangesReport"], str]] = {
    "text": _as_text,
    "markdown": _as_markdown,
    "html": _as_html,
    "json": _as_json,
}


@click.command("diff")
@click.argument(
    "names",
    metavar="[REV] [SOURCES]...",
    nargs=-1,
    shell_complete=option_groups.completed_by("lessons"),
)
@option_groups.editions("Compare this edition; every one by default. May be repeated.")
@click.option(
    "--between-editions", is_flag=True, help="Show what the other editions have beyond the students'."
)
@option_groups.one_of(tuple(FORMATS), "Format of the report.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if there is any difference, as `git diff` does.")
@option_groups.metadata
@option_groups.as_of
@option_groups.with_trust
@option_groups.jobs
@option_groups.quiet
def command(names: tuple[str, ...], **flags: Any) -> None:
    """Show what readers will see of SOURCES that they did not see at REV, a revision in git.

    REV is the newest tag by default, or else HEAD. A name that is a file or a folder is one of SOURCES.
    """
    from coursebuild.engine import compared  # noqa: PLC0415 (it imports the stages)
    from coursebuild.source import revision as git  # noqa: PLC0415 (the same)

    session = options.load_session(flags)
    course = session.course
    build_options = _options(course, flags)
    options.provide_temporary_folder()
    revision, sources = ("", names) if flags["between_editions"] else _parted(names)
    report = Report(quiet=flags["quiet"])
    locations, skipped = config.locate(course, sources, course.root / course.output)
    report.add(skipped)
    if flags["between_editions"]:
        found = compared.between_editions(session, locations, build_options, course.editions[STUDENT.name])
    else:
        asked = git.compared(course.root, revision)
        with compared.Base.open(session, asked, build_options.day) as base:
            found = compared.diff(session, locations, build_options, base, whole=not sources)
    report.add(found.diagnostics)
    click.echo(FORMATS[flags["format_"]](session, found.report))
    differs = bool(flags["exit_code"] and found.report.lessons)
    sys.exit(FAILED if report.failed or differs else 0)


def _options(course: Course, flags: dict[str, Any]) -> BuildOptions:
    build_options = options.for_compared(course, flags)
    if not flags["between_editions"]:
        return build_options
    others = tuple(edition for edition in build_options.editions if edition.name != STUDENT.name)
    if not others:
        raise click.UsageError("--between-editions compares other editions with the students'.")
    return build_options._replace(editions=others)


def _parted(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The revision, if the first name is one, and the sources."""
    first = next(iter(names), "")
    if not first or first.endswith(config.SUFFIX) or os.path.lexists(first):
        return "", names
    return first, names[1:]


def _coloured(line: "formats.Line") -> str:
    return terminal.style(str(line), fg=_COLOURS.get(line.sign))
