"""`coursebuild new`."""

import os
import shlex
from datetime import date

import click

from coursebuild import config, starter
from coursebuild.cli import options, terminal
from coursebuild.starter import lesson


@click.command("new")
@click.argument("name", metavar="LESSON")
def command(name: str) -> None:
    """Start a lesson from the template lesson.md: `coursebuild new lab-3`, `coursebuild new en/lab-3`.

    LESSON is its path below the folder of the sources. The title is made from its name; the language is
    that of a folder such as en/, or of the course. It never writes over a file.
    """
    root = options.current_folder()
    course = config.load(root)
    try:
        path = lesson.locate(course, name)
    except ValueError as error:
        raise click.UsageError(f"Invalid value for LESSON {name!r}: {error}.") from error
    shown = os.path.relpath(path, root)
    with terminal.failing():
        starter.write(root, {shown: lesson.text(course, path, date.today()).encode()})  # noqa: DTZ011 (the author's own day)
    click.echo(shown)
    click.echo(f"To see it: coursebuild serve --open {shlex.quote(shown)}", err=True)
