"""`coursebuild completion`."""

import click

from coursebuild.cli.commands import COMPLETION, PROGRAM

# How to install the script of each shell, for good.
INSTALL = {
    "bash": """\
To complete commands, options and lessons with the Tab key, add this line to ~/.bashrc:
  eval "$(coursebuild completion bash)\"""",
    "zsh": """\
To complete commands, options and lessons with the Tab key, add this line to ~/.zshrc, below `compinit`:
  eval "$(coursebuild completion zsh)\"""",
    "fish": """\
To complete commands, options and lessons with the Tab key, type once:
  coursebuild completion fish > ~/.config/fish/completions/coursebuild.fish""",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(INSTALL)))
def command(shell: str) -> None:
    """Print the script by which a shell completes commands, options, lessons and editions."""
    from coursebuild.cli import completion  # noqa: PLC0415 (only this command and shells need it)

    how = "\n".join(f"# {line}" for line in INSTALL[shell].splitlines())
    click.echo(f"{how}\n\n{completion.script(shell, PROGRAM, COMPLETION)}", nl=False)
