"""`coursebuild schema`."""

import json

import click

from coursebuild.config.keys import schema


@click.command("schema")
@click.option(
    "--lang",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="The language of the descriptions.",
)
def command(lang: str) -> None:
    """Print the JSON Schema of coursebuild.toml, with which editors complete and check it."""
    click.echo(json.dumps(schema.make(lang), ensure_ascii=False, indent=2))
