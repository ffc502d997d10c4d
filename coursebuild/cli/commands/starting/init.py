"""`coursebuild init`."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which

import click

from coursebuild import starter
from coursebuild.cli import option_groups, terminal
from coursebuild.model import has_controls
from coursebuild.starter import course, lesson

_NONE = "none"
_NOT_PUBLISHED = """
The CI jobs install coursebuild, which is on no package index yet. Until it is, set the variable COURSEBUILD
of your repository to a wheel or a git address, as the first lines of {} say."""


@click.command("init")
@click.argument(
    "folder",
    metavar="[DIR]",
    default=".",
    type=click.Path(path_type=Path),
    shell_complete=option_groups.completed_by("folders"),
)
@click.option("--lang", type=click.Choice(course.LANGUAGES), help="Language of the lessons.")
@click.option("--title", help="Title of the course; the name of the folder by default.")
@click.option("--author", help="Who writes the lessons.")
@click.option(
    "--ci",
    type=click.Choice([*course.SERVICES, _NONE]),
    help="Add CI jobs that check pull requests, and publish the student edition.",
)
def command(folder: Path, lang: str | None, title: str | None, author: str | None, ci: str | None) -> None:
    """Start a course in DIR, or in the current folder.

    It has two lessons, a configuration in which each key is explained, and settings for editors. On a
    terminal, init asks for what no option says. It never writes over a file.
    """
    if has_controls(str(folder)):
        raise click.UsageError(f"The folder's name has a line break or a control character: {str(folder)!r}.")
    known = course.Answers(
        lesson.title(Path(os.path.abspath(folder)).name) if title is None else title,
        author or "",
        lang or ("fr" if _locale().lower().startswith("fr") else "en"),
        ci or _NONE,
        course.has_lessons(folder),
    )
    with terminal.failing():
        starter.refuse_existing(folder, course.files(known._replace(title="", author="")))
        if sys.stdin.isatty() and sys.stderr.isatty():
            known = _ask(known, title=title is None, author=author is None, lang=lang is None, ci=ci is None)
        for text in (known.title, known.author):
            if text.encode(errors="ignore").decode() != text:
                raise click.UsageError(f"{text!r} is not UTF-8.")
            if has_controls(text):
                raise click.UsageError(f"{text!r} has a line break or a control character.")
        files = course.files(known)
        starter.write(folder, files)
    for name in files:
        click.echo(folder / name)
    if known.has_lessons:
        click.echo("\nThe course has lessons already, so that none was added.", err=True)
    if known.service in course.SERVICES:
        click.echo(_NOT_PUBLISHED.format(course.EXPLAINED[known.service]), err=True)
    click.echo(f"\nNow type:\n{_next_commands(folder)}", err=True)


def _ask(known: course.Answers, *, title: bool, author: bool, lang: bool, ci: bool) -> course.Answers:
    """Ask for what no option says; Enter takes what is known."""
    languages, services = click.Choice(course.LANGUAGES), click.Choice([*course.SERVICES, _NONE])
    name = known.author or _git_author()
    return known._replace(
        title=click.prompt("Title", default=known.title, err=True) if title else known.title,
        author=click.prompt("Author", default=name, show_default=bool(name), err=True)
        if author
        else known.author,
        lang=click.prompt("Language", default=known.lang, type=languages, err=True) if lang else known.lang,
        service=click.prompt("CI service", default=known.service, type=services, err=True)
        if ci
        else known.service,
    )


def _next_commands(folder: Path) -> str:
    name = f"./{folder}" if str(folder).startswith("-") else str(folder)
    first = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(name)}"]
    return "\n".join(f"  {each}" for each in [*first, "coursebuild --all", "coursebuild serve --open"])


def _locale() -> str:
    """The language of messages that the system asks for, as POSIX finds it."""
    return next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(name))), "")


def _git_author() -> str:
    """The name with which git signs, or an empty text."""
    git = which("git")
    if git is None:
        return ""
    done = subprocess.run([git, "config", "--get", "user.name"], capture_output=True, check=False)
    return done.stdout.decode(errors="ignore").strip()
