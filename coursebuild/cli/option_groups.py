"""Options that several commands have."""

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

import click

from coursebuild import config
from coursebuild.cli import reports

EXAMPLES = """\b
Examples:
  coursebuild                          build the student edition of course/ into build/
  coursebuild --correction             build the instructor edition
  coursebuild --all                    build every edition
  coursebuild lab.md --to pdf          build one lesson, as PDF only
  coursebuild -M lang=fr -o public     set a metadata value and the output folder
"""


def completed_by(name: str) -> Callable[..., Any]:
    """A function of `cli/completion.py`, which is imported when a shell asks for completions."""

    def complete(*arguments: Any) -> Any:
        return getattr(import_module("coursebuild.cli.completion"), name)(*arguments)

    return complete


jobs = click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Number of worker processes; one per core by default."
)
metadata = click.option(
    "-M",
    "--metadata",
    metavar="KEY=VALUE",
    multiple=True,
    help="Override a front-matter value, as in pandoc. May be repeated.",
)
quiet = click.option("-q", "--quiet", is_flag=True, help="Print only diagnostics.")
strict = click.option("--strict", is_flag=True, help="Treat warnings as errors.")
sources = click.argument("names", metavar="[SOURCES]...", nargs=-1, shell_complete=completed_by("lessons"))


def one_of(choices: Iterable[str], help_: str) -> Callable[..., Any]:
    """The option that names one of several formats, of which text is the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(list(choices)),
        default="text",
        show_default=True,
        help=help_,
    )


report_format = one_of(reports.FORMATS, "Format of the report.")


def text_or_json(help_: str) -> Callable[..., Any]:
    """The format of what a command prints that is no report of diagnostics."""
    return one_of(("text", "json"), help_)


def editions(help_: str, default: Sequence[str] = ()) -> Callable[..., Any]:
    """The option that names editions."""
    return click.option(
        "--edition",
        "editions",
        metavar="NAME",
        default=default,
        multiple=True,
        shell_complete=completed_by("editions"),
        help=help_,
    )


def output(help_: str, type_: click.Path | None = None) -> Callable[..., Any]:
    """The option that names a folder for files."""
    return click.option(
        "-o", "--output", metavar="DIR", type=type_, shell_complete=completed_by("folders"), help=help_
    )


def _day(_: click.Context, option: click.Parameter, text: str | None) -> str | None:
    try:
        return text and config.days.parse_day(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not {config.days.FORM}.", param=option) from error


as_of = click.option(
    "--as-of",
    metavar="DAY",
    callback=_day,
    help="Show students what they see on this day, such as 2026-12-01; today without it.",
)


def with_history(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about what students did not see before."""
    reveal = click.option(
        "--reveal",
        "revealed",
        metavar="LESSON",
        multiple=True,
        shell_complete=completed_by("lessons"),
        help="Let students see texts that this lesson withheld until now, or shows now. May be repeated.",
    )
    since = click.option(
        "--since",
        metavar="REV",
        help="Compare with the sources at this revision in git, not with the last builds.",
    )
    return reveal(since(command))


def with_encryption(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for a password."""
    encrypt = click.option(
        "--encrypt",
        is_flag=True,
        help="Give PDFs with corrections a password, and write no other file with corrections.",
    )
    plain_too = click.option(
        "--plain-too", is_flag=True, help="With --encrypt, also write the other files, unencrypted."
    )
    return encrypt(plain_too(command))


def with_trust(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for a checkout that is a stranger's."""
    untrusted = click.option(
        "--untrusted",
        is_flag=True,
        help="Use no templates, filters or settings of the checkout but its title, author and language.",
    )
    trusted = click.option(
        "--trusted",
        metavar="REV",
        help="Use the templates, filters and settings of this revision in git, not the checkout's.",
    )
    return untrusted(trusted(command))
