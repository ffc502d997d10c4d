"""`coursebuild doctor`."""

import json
import sys

import click

from coursebuild.cli import option_groups, terminal
from coursebuild.cli.terminal import FAILED

VERSION = 1  # of the JSON
_COLOURS = {"fine": "green", "note": "yellow", "wrong": "red"}


@click.command("doctor")
@option_groups.text_or_json("Format of the report.")
def command(format_: str) -> None:
    """Try what a build needs on this machine, and say what to do where something is missing.

    The exit status is 1 if a build would fail. The report is fit for a bug report: it names no file of yours.
    """
    from coursebuild import doctor  # noqa: PLC0415 (it imports all stages)

    found = []
    for name, finding in doctor.examine():
        found.append((name, finding))
        if format_ == "text":
            click.echo(_line(name, finding.state, finding.message, finding.remedy))
    wrong = any(finding.state is doctor.State.WRONG for _, finding in found)
    if format_ == "json":
        parts = [{"name": name, **finding._asdict()} for name, finding in found]
        click.echo(json.dumps({"version": VERSION, "builds": not wrong, "parts": parts}, indent=2))
    if wrong:
        sys.exit(FAILED)


def _line(name: str, state: str, message: str, remedy: str) -> str:
    line = f"{terminal.style(f'{state:5}', fg=_COLOURS[state])}  {name}: {message}"
    return f"{line}\n       {remedy}" if remedy else line
