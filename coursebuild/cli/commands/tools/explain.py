"""`coursebuild explain`."""

import click

from coursebuild.cli import option_groups, reports
from coursebuild.model import rules


@click.command("explain")
@click.argument("codes", metavar="[CODE]...", nargs=-1, shell_complete=option_groups.completed_by("codes"))
def command(codes: tuple[str, ...]) -> None:
    """Explain diagnostics, and how to fix them; without CODE, list all diagnostics."""
    for code in codes:
        if code.upper() not in rules():
            raise click.UsageError(f"Unknown diagnostic {code!r}; `coursebuild explain` lists them all.")
    if not codes:
        click.echo("\n".join(f"{code}  {rule.severity:7}  {rule.title}" for code, rule in rules().items()))
    click.echo("\n".join(reports.explain(code.upper()) for code in codes), nl=False)
