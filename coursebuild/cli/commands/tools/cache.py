"""`coursebuild cache`."""

import click

from coursebuild.cli.terminal import pluralize
from coursebuild.runtime import store


@click.command("cache")
@click.argument("action", type=click.Choice(["info", "clear"]))
def command(action: str) -> None:
    """Show where cached pages are and how much space they take, or delete them."""
    if action == "clear":
        store.clear()
    pages, size = store.size()
    if store.folder() == store.NOWHERE:
        click.echo("no cache: you have no home folder; COURSEBUILD_CACHE may name a folder")
        return
    click.echo(
        f"{store.folder()}: {pluralize(pages, 'page')}, {size / 1e6:.1f} of {store.LARGEST / 1e6:.0f} MB"
    )
