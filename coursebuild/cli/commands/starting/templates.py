"""`coursebuild templates`."""

import sys

import click

from coursebuild import config, starter
from coursebuild.cli import option_groups, options, terminal
from coursebuild.cli.terminal import FAILED
from coursebuild.model import vocabulary
from coursebuild.starter.templates import Template, find


@click.command("templates")
@click.argument("name", metavar="[NAME]", default="", shell_complete=option_groups.completed_by("templates"))
@click.option("--copy", is_flag=True, help="Copy NAME into templates/, to change it there.")
@click.option("--diff", is_flag=True, help="Compare your files, or NAME alone, with the built-in ones.")
def command(name: str, *, copy: bool, diff: bool) -> None:
    """List the built-in templates, print NAME, copy it, or compare yours with them.

    After an upgrade, --diff says which built-in templates have changed since you copied them. The exit
    status is then 1.
    """
    if copy and diff:
        raise click.UsageError("--copy and --diff are mutually exclusive.")
    if copy and not name:
        raise click.UsageError("--copy needs the NAME of a template; `coursebuild templates` lists them.")
    root = options.current_folder()
    with terminal.failing():
        templates = find(config.load(root))
        if name and name not in templates:
            hint = vocabulary.suggest(name, templates, vocabulary.ROUGHLY)
            raise click.UsageError(f"There is no built-in template {name!r}{hint or '.'}")
        chosen = [templates[name]] if name else list(templates.values())
        if diff:
            _show_differences(chosen)
        elif copy:
            path = f"templates/{name}"
            starter.write(root, {path: templates[name].copy().encode()})
            click.echo(path)
        elif name:
            click.echo(templates[name].built_in, nl=False)
        else:
            _list(chosen)


def _list(templates: list[Template]) -> None:
    width = max(len(template.name) for template in templates)
    for template in templates:
        state = (
            ""
            if template.own is None
            else " Changed since you copied it."
            if template.changed
            else " You have your own."
        )
        click.echo(f"{template.name:{width}}  {template.purpose}{state}")


def _show_differences(templates: list[Template]) -> None:
    differences = [text for template in templates if (text := template.diff())]
    for text in differences:
        click.echo(text, nl=False)
    if not differences:
        is_own = any(template.own is not None for template in templates)
        click.echo("no differences" if is_own else "no template of yours to compare", err=True)
    changed = [template.name for template in templates if template.changed]
    for name in changed:
        click.echo(f"templates/{name}: the built-in file has changed since you copied it", err=True)
    if changed:
        sys.exit(FAILED)
