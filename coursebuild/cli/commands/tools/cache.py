"""`coursebuild cache`."""

import click

from coursebuild import config, output
from coursebuild.cli import options
from coursebuild.cli.terminal import pluralize
from coursebuild.runtime import store


@click.command("cache")
@click.argument("action", type=click.Choice(["info", "clear", "key"]))
def command(action: str) -> None:
    """Show where cached pages are and how much space they take, or delete them.

    `key` prints a text that CI services may keep a cache under: it is another one if a file of the course, or
    a program that builds it, is.
    """
    if action == "key":
        course = options.load_session({"untrusted": False, "trusted": None}).course
        folder = config.output_folder(course, None)
        config.locate(course, (), folder)  # whether there is a course
        click.echo(output.inputs_everywhere(course, folder))
        return
    if action == "clear":
        store.clear()
    pages, size = store.size()
    if store.folder() == store.NOWHERE:
        click.echo("no cache: you have no home folder; COURSEBUILD_CACHE may name a folder")
        return
    click.echo(
        f"{store.folder()}: {pluralize(pages, 'page')}, {size / 1e6:.1f} of {store.LARGEST / 1e6:.0f} MB"
    )
