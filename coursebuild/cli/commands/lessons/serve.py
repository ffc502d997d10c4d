"""`coursebuild serve`."""

import os
import sys
import threading
import webbrowser
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options
from coursebuild.cli.commands import COMMANDS
from coursebuild.cli.terminal import colourize
from coursebuild.engine import Session
from coursebuild.model import Diagnostic, Location, printable

if TYPE_CHECKING:
    from pathlib import Path

HERE = "127.0.0.1"
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")  # on Linux, one is set where a browser can be opened


@click.command("serve")
@option_groups.sources
@click.option("--port", type=click.IntRange(1, 65535), help="Port; the first free one from 8000 by default.")
@click.option(
    "--host",
    default=HERE,
    show_default=True,
    help="Address to listen at. At one that other machines reach, only the students' pages are shown.",
)
@click.option("--open", "opens", is_flag=True, help="Open the preview in the browser.")
@click.option(
    "--show-instructor",
    is_flag=True,
    help="With --host, print also an address with a key, at which all editions are shown.",
)
@option_groups.metadata
@option_groups.as_of
@option_groups.with_trust
@option_groups.quiet
def command(names: tuple[str, ...], **flags: Any) -> None:
    """Show SOURCES in the browser, the editions side by side, and renew the pages when a file changes.

    Nothing is written into the output folder. Ctrl+C ends it.
    """
    from coursebuild import serve  # noqa: PLC0415 (no other command needs it)

    if flags["as_of"] and flags["host"] != HERE:
        raise click.UsageError("--as-of and --host are mutually exclusive: others would see that day's page.")
    session = options.load_session(flags)
    build_options = options.for_every_edition(session.course, {**flags, "jobs": 1})
    output = config.output_folder(session.course, None)
    options.provide_temporary_folder()

    def locate(renewed: Session) -> tuple[list[Location], list[Diagnostic]]:
        return config.locate(renewed.course, names, output, COMMANDS)

    locate(session)  # a mistake in the command is reported before anything starts
    with engine.previewer(session, build_options, partial(options.day_of, flags=flags)) as previewer:
        try:
            server = serve.bind(flags["host"], flags["port"], shows_instructor=flags["show_instructor"])
        except serve.PortError as error:
            raise click.ClickException(str(error)) from error
        live = serve.Live(session, previewer, locate)
        _announce(server.addresses, opens=flags["opens"])
        try:
            serve.serve(server, live, _Terminal(quiet=flags["quiet"]).say)
        except KeyboardInterrupt:
            if not flags["quiet"]:
                click.echo("stopped", err=True)
        finally:
            server.server_close()


def _announce(addresses: tuple[str, ...], *, opens: bool) -> None:
    for address in addresses:
        click.echo(address)
    sys.stdout.flush()  # also where it is a pipe
    if not opens:
        return
    if sys.platform.startswith("linux") and not any(map(os.environ.get, _DISPLAYS)):
        click.echo("no browser was found: open the address in yours", err=True)  # not one in this terminal
        return
    threading.Thread(target=webbrowser.open, args=(addresses[-1],), daemon=True).start()


class _Terminal:
    """Print what is wrong with a lesson when it changes, each diagnostic once."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._last: dict[Path, tuple[Diagnostic, ...]] = {}

    def say(self, location: Location, diagnostics: tuple[Diagnostic, ...]) -> None:
        before = self._last.get(location.path, ())
        self._last[location.path] = diagnostics
        for diagnostic in diagnostics:
            if diagnostic not in before:
                click.echo(colourize(diagnostic), err=True)
        if before and not diagnostics and not self._quiet:
            click.echo(f"{printable(location.name)}: no problems any more", err=True)
