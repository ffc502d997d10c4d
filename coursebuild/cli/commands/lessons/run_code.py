"""`coursebuild run-code`."""

import sys
from typing import Any

import click

from coursebuild import config
from coursebuild.cli import option_groups, options
from coursebuild.cli.commands.lessons.starter import NO_FILES
from coursebuild.cli.terminal import FAILED, Report, pluralize


@click.command("run-code")
@option_groups.editions(
    "Run the command on the files of this edition; the instructor edition by default.",
    default=("instructor",),
)
@click.option(
    "--lesson",
    "names",
    metavar="LESSON",
    multiple=True,
    shell_complete=option_groups.completed_by("lessons"),
    help="Run the command on the files of this lesson; of every one by default. May be repeated.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Stop the command after this time, for each lesson.",
)
@option_groups.metadata
@click.argument("words", metavar="-- COMMAND...", nargs=-1, required=True, type=click.UNPROCESSED)
def command(
    editions: tuple[str, ...], names: tuple[str, ...], timeout: float, words: tuple[str, ...], **flags: Any
) -> None:
    """Run COMMAND on the files whose code each lesson includes, as an edition gets them.

    It runs in a new folder that has these files alone, and is removed afterwards. The exit status is 1 if it
    fails for any lesson. No other command of coursebuild runs the code of lessons.
    """
    from coursebuild.engine.code import run  # noqa: PLC0415 (it imports the stages)

    session = options.load_session({**flags, "untrusted": False, "trusted": None, "quiet": False})
    build_options = options.for_starter(session.course, {**flags, "editions": editions})
    if len(build_options.editions) > 1:
        raise click.UsageError("--edition may be given once.")
    options.provide_temporary_folder()
    locations, skipped = config.locate(session.course, names, config.output_folder(session.course, None))
    report = Report()
    report.add(skipped)
    statuses: list[int] = []
    try:
        for ran in run.run(session, locations, build_options, words, timeout):
            report.add(ran.diagnostics)
            if ran.status is not None:
                statuses.append(ran.status)
                report.note(f"{ran.location.name}: {_ending(ran.status, timeout)}")
    except OSError as error:
        raise click.UsageError(f"'{words[0]}' cannot be run: {error.strerror}") from error
    failed = sum(map(bool, statuses))
    counts = [f"{pluralize(len(statuses), 'lesson')} with files", f"{failed} failed", *report.summary()]
    report.note(", ".join(counts) if statuses or report.failed else NO_FILES)
    sys.exit(FAILED if failed or report.failed else 0)


def _ending(status: int, timeout: float) -> str:
    from coursebuild.engine.code.run import TIMED_OUT  # noqa: PLC0415 (as above)

    if status == TIMED_OUT:
        return f"stopped after {timeout:g} s"
    return f"exit status {status}" if status >= 0 else f"ended by signal {-status}"
