"""`coursebuild lsp`."""

import sys
from importlib.util import find_spec

import click

from coursebuild.cli import options

EXTRA = 'The language server needs more packages; type: pip install "coursebuild[lsp]"'


@click.command("lsp")
@click.option(
    "--untrusted", is_flag=True, help="Use no templates, filters or settings of the courses that are opened."
)
def command(*, untrusted: bool) -> None:
    """Serve an editor, on standard input and output, by the Language Server Protocol.

    The editor starts this command itself; the guide says how to set it up.
    """
    if find_spec("pygls") is None:
        raise click.UsageError(EXTRA)
    from coursebuild import lsp  # noqa: PLC0415 (only this command needs it)

    options.provide_temporary_folder()
    if sys.stdin and sys.stdin.isatty():
        click.echo("coursebuild lsp: waiting for the messages of an editor; Ctrl + C ends it", err=True)
    sys.exit(lsp.serve(untrusted=untrusted))
