"""`coursebuild build`, the default command."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, password, planned, progress, terminal
from coursebuild.cli.commands import COMMANDS
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.engine import shards
from coursebuild.model import Course, Encryption, Location, UsageError, has_errors


@click.command("build", epilog=option_groups.EXAMPLES)
@option_groups.sources
@click.option(
    "--correction", is_flag=True, help="Build the instructor edition instead of the student edition."
)
@click.option("--all", "all_editions", is_flag=True, help="Build every edition that the course declares.")
@option_groups.editions("Build this edition. May be repeated.")
@click.option(
    "--to",
    "formats",
    type=click.Choice(list(options.FORMATS)),
    multiple=True,
    help="Build only this format; without it, HTML and PDF. moodle writes the questions. May be repeated.",
)
@option_groups.metadata
@option_groups.with_history
@option_groups.as_of
@option_groups.with_trust
@option_groups.output("Write the files to this folder; build/ by default.")
@option_groups.with_encryption
@option_groups.jobs
@click.option("--fetch", is_flag=True, help="Fetch images from the web, and embed them.")
@click.option("--force", is_flag=True, help="Rebuild everything, and use no cache.")
@click.option("--anew", is_flag=True, hidden=True)  # the former name of --force
@click.option("--shard", metavar="K/N", help="Build shard K of N, for building on N machines.")
@click.option(
    "--durations",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON file with past build times, used to balance shards; a complete build updates it.",
)
@click.option("--dry-run", is_flag=True, help="Print what would be written and removed, and do nothing.")
@click.option("--why", is_flag=True, help="Say of each document why it is built.")
@option_groups.text_or_json("Format of what --dry-run prints.")
@option_groups.strict
@option_groups.quiet
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Print debugging information, for a bug report, and the slowest documents.",
)
def command(names: tuple[str, ...], **flags: Any) -> None:
    """Build the student edition of SOURCES, or another edition, as HTML and PDF."""
    if flags["format_"] != "text" and not flags["dry_run"]:
        raise click.UsageError("--format needs --dry-run.")
    if flags["verbose"]:
        terminal.enable_debug_log()
    session = options.load_session(flags)
    course = session.course
    build_options = options.for_build(course, flags)
    output = config.output_folder(course, flags["output"])
    if not flags["dry_run"]:
        options.provide_temporary_folder(output)
    locations, skipped = config.locate(course, names, output, COMMANDS)
    report = Report(quiet=flags["quiet"], strict=flags["strict"])
    report.add([*skipped, *config.warnings(course)])
    durations = shards.read_durations(flags["durations"]) if flags["durations"] else {}
    shard = options.parse_shard(flags["shard"])
    if shard != shards.COMPLETE:
        selected = shards.select(locations, shard, course, durations)
        report.note(f"shard {shard}: {len(selected)} of {pluralize(len(locations), 'document')}")
        locations = selected
    # Only a build of the complete course, with all editions, can tell which files have no source any more.
    tidy = not names and not has_errors(skipped) and not flags["untrusted"]
    if flags["dry_run"]:
        plan = engine.plan(session, locations, build_options, output, tidy=tidy)
        planned.show(plan, report, why=flags["why"], as_json=flags["format_"] == "json")
        sys.exit(FAILED if report.failed else 0)
    key = password.ask(is_new=True) if build_options.encryption else ""
    lessons = locations if not names else _lessons_of(course, output, locations)
    lessons = lessons if shard == shards.COMPLETE else []
    events = engine.build(
        session, locations, build_options, engine.Destination(output, tidy, key, tuple(lessons))
    )
    finished = progress.show(events, report, jobs=build_options.jobs, why=flags["why"])
    # A shard leaves the file alone: all machines must plan with the same one.
    if flags["durations"] and finished.durations and shard == shards.COMPLETE:
        report.add(shards.write_durations(flags["durations"], {**durations, **finished.durations}))
    if flags["verbose"] and finished.durations:
        report.note(f"slowest: {progress.slowest(finished.durations)}")
    counts = [pluralize(finished.documents, "document"), pluralize(finished.files, "file")]
    counts += [f"{finished.unchanged} unchanged"] if finished.unchanged else []
    counts += [f"as of {flags['as_of']}"] if flags["as_of"] else []
    if build_options.encryption is Encryption.ONLY:
        report.note(password.ONLY_PDFS)
    report.note(f"{', '.join([*counts, *report.summary()])} in {finished.seconds:.1f} s")
    if report.failed:
        sys.exit(FAILED)


def _lessons_of(course: Course, output: Path, named: Sequence[Location]) -> list[Location]:
    """All lessons of the course, of which those that are `named` are built; none where there is no course."""
    by_page = {each.stem: each for each in named}
    lessons = []
    with suppress(UsageError, OSError):
        for each in config.locate(course, (), output)[0]:
            same = by_page.get(each.stem, each)
            lessons.append(same if same.path.samefile(each.path) else each)
    return lessons
