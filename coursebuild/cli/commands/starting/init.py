"""`coursebuild init`."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from shutil import which

import click

from coursebuild import starter
from coursebuild.cli import terminal
from coursebuild.cli.commands import COMMANDS
from coursebuild.starter import course, lesson

_NONE = "none"
_NOT_PUBLISHED = """
The CI job installs coursebuild, which is on no package index yet. Until it is, set the variable COURSEBUILD
of your repository to a wheel or a git address, as the file's first lines say."""


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(course.LANGUAGES), help="Language of the lessons.")
@click.option("--title", help="Title of the course; the name of the folder by default.")
@click.option("--author", help="Who writes the lessons.")
@click.option(
    "--ci",
    type=click.Choice([*course.SERVICES, _NONE]),
    help="Add a CI job that publishes the student edition.",
)
def command(folder: Path, lang: str | None, title: str | None, author: str | None, ci: str | None) -> None:
    """Start a course in DIR, or in the current folder.

    It has two lessons, a configuration in which each key is explained, and settings for editors. On a
    terminal, init asks for what no option says. It never writes over a file.
    """
    usual = lesson.title(Path(os.path.abspath(folder)).name)
    language = "fr" if _locale().lower().startswith("fr") else "en"
    if sys.stdin.isatty() and sys.stderr.isatty():
        title = click.prompt("Title", default=usual, err=True) if title is None else title
        author = click.prompt("Author", default=_git_author(), err=True) if author is None else author
        lang = lang or click.prompt(
            "Language", type=click.Choice(course.LANGUAGES), default=language, err=True
        )
        services = click.Choice([*course.SERVICES, _NONE])
        ci = ci or click.prompt("CI service", type=services, default=_NONE, err=True)
    service = ci if ci in course.SERVICES else ""
    files = course.files(
        course.Answers(usual if title is None else title, author or "", lang or language, service or "")
    )
    with terminal.failing():
        starter.write(folder, files)
    for name in files:
        click.echo(folder / name)
    if service:
        click.echo(_NOT_PUBLISHED, err=True)
    click.echo(f"\nNow type:\n{_next_commands(folder)}", err=True)


def _next_commands(folder: Path) -> str:
    commands = [
        "coursebuild --all",
        "coursebuild serve --open" if "serve" in COMMANDS else "coursebuild check",
    ]
    first = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    return "\n".join(f"  {each}" for each in [*first, *commands])


def _locale() -> str:
    """The language of messages that the system asks for, as POSIX finds it."""
    return next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(name))), "")


def _git_author() -> str:
    """The name with which git signs, or an empty text."""
    git = which("git")
    if git is None:
        return ""
    done = subprocess.run([git, "config", "--get", "user.name"], capture_output=True, text=True, check=False)
    return done.stdout.strip()
