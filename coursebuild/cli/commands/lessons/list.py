"""`coursebuild list`."""

from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.lessons import as_json, as_table, dates_as_table
from coursebuild.cli.terminal import Report, pluralize


@click.command("list")
@option_groups.sources
@option_groups.output("Look for files in this folder; build/ by default.")
@click.option("--dates", is_flag=True, help="List the days from which students see corrections.")
@option_groups.text_or_json("Format of the list.")
@option_groups.as_of
@option_groups.jobs
def command(names: tuple[str, ...], output: str | None, dates: bool, format_: str, **given: Any) -> None:  # noqa: FBT001 (click's)
    """List the lessons of SOURCES, what they have, and whether they are up to date; build nothing."""
    flags = {"untrusted": False, "trusted": None, "metadata": (), "quiet": True, **given}
    session = options.load_session(flags)
    folder = config.output_folder(session.course, output)
    locations, skipped = config.locate(session.course, names, folder)
    report = Report()
    report.add(skipped)
    build_options = options.for_every_edition(session.course, flags)
    lessons = list(engine.lessons(session, locations, build_options, folder))
    if format_ == "json":
        click.echo(as_json(lessons, session.course, build_options.day))
        return
    if dates:
        click.echo(dates_as_table(lessons, session.course, build_options.day))
    else:
        click.echo(as_table(lessons, terminal.width()))
    for lesson in lessons:
        report.add(lesson.diagnostics)
    summaries = [lesson.summary for lesson in lessons if lesson.summary]
    exercises = sum(each.exercises for each in summaries)
    corrected = sum(each.corrected for each in summaries)
    questions = sum(each.questions for each in summaries)
    counts = [pluralize(len(lessons), "lesson")]
    counts += [f"{corrected} of {pluralize(exercises, 'exercise')} with a correction"] if exercises else []
    counts += [pluralize(questions, "question")] if questions else []
    report.note(", ".join(counts))
