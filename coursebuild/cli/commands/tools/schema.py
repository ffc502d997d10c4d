"""`coursebuild schema`."""

import json
from typing import Any

import click

from coursebuild.config.keys import schema

_CONFIGURATION, _MANIFEST = "coursebuild.toml", "manifest.json"


@click.command("schema")
@click.option(
    "--of",
    type=click.Choice([_CONFIGURATION, _MANIFEST]),
    default=_CONFIGURATION,
    show_default=True,
    help="The file that it describes; release writes manifest.json.",
)
@click.option(
    "--lang",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="The language of the descriptions.",
)
def command(of: str, lang: str) -> None:
    """Print the JSON Schema of coursebuild.toml, with which editors complete and check it."""
    click.echo(
        json.dumps(_manifest() if of == _MANIFEST else schema.make(lang), ensure_ascii=False, indent=2)
    )


def _manifest() -> Any:
    from coursebuild.publish import manifest  # noqa: PLC0415 (it imports a stage)

    return manifest.schema()
