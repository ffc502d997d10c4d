"""The group of all commands."""

import os
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click
from click_default_group import DefaultGroup

from coursebuild import __version__
from coursebuild.cli import terminal
from coursebuild.cli.commands import COMMANDS, COMPLETION, PROGRAM, SECTIONS
from coursebuild.cli.conventions import INTERRUPTED, MISUSED, SIGNALLED
from coursebuild.cli.option_groups import EXAMPLES
from coursebuild.cli.terminal import FAILED
from coursebuild.model import Diagnostic, UsageError
from coursebuild.runtime import process_exit
from coursebuild.runtime.system import streams

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_LONGEST = 200  # characters of a sentence in the list of commands


class Commands(DefaultGroup):  # type: ignore[misc]
    """The group of all commands, imported when used; its help lists the options of `build`, the default."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = cmd_name if cmd_name in COMMANDS else self.default_cmd_name
        if name not in self.commands:
            self.add_command(import_module(f"coursebuild.cli.commands.{COMMANDS[name]}").command, name)
        return super().get_command(ctx, cmd_name)  # type: ignore[no-any-return]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Where the first word is not complete, it may be a command: leave the choice to `shell_complete`."""
        if ctx.resilient_parsing and not args:
            return click.Group.parse_args(self, ctx, args)
        return super().parse_args(ctx, args)  # type: ignore[no-any-return]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """Complete the first word: the name of a command, or what `build` takes."""
        from coursebuild.cli import completion  # noqa: PLC0415 (only shells ask for it)

        return completion.first_word(self, ctx, incomplete)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        build = self.get_command(ctx, "build")
        if build:
            build.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, each with its complete first sentence."""
        for title, section in SECTIONS.items():
            commands = {name: self.get_command(ctx, name) for name in section}
            with formatter.section(title):
                formatter.write_dl(
                    [(name, each.get_short_help_str(_LONGEST)) for name, each in commands.items() if each]
                )


@click.group(
    cls=Commands,
    default="build",
    default_if_no_args=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[OPTIONS] [SOURCES]...",
    subcommand_metavar="",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Build lab sheets for students and for instructors, as PDF and self-contained HTML.

    SOURCES are Markdown files, or folders of Markdown files; course/ by default.
    """


def main() -> NoReturn:
    """Run the command line, and exit. The console script."""
    status = _status()
    process_exit.flush()
    for stream, error in tuple(streams.failures.items()):
        status = status or FAILED
        click.echo(f"coursebuild: {stream} cannot be written: {error.strerror}", err=True)
    process_exit.exit_now(status)


def _status() -> int:
    """Run the command line, and return its exit status; errors that users can cause print no traceback."""
    process_exit.raise_on_termination()
    try:
        if COMPLETION in os.environ:
            return _complete()
        return int(cli.main(prog_name=PROGRAM, standalone_mode=False) or 0)
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except UsageError as error:
        for diagnostic in error.diagnostics:
            click.echo(terminal.colourize(diagnostic), err=True)
        return MISUSED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except process_exit.Terminated as terminated:
        click.echo(_with_notes(f"ended by {terminated.name}", terminated), err=True)
        status = SIGNALLED + terminated.number
    except (KeyboardInterrupt, click.Abort) as interruption:
        click.echo(_with_notes("interrupted", interruption.__cause__ or interruption), err=True)
        status = INTERRUPTED
    except ImportError as error:
        terminal.log_failure(error)
        click.echo(terminal.colourize(Diagnostic(PROGRAM, 0, 0, "CB036", str(error))), err=True)
        status = FAILED
    except OSError as error:  # the current folder is gone
        click.echo(f"coursebuild: {error}", err=True)
        status = FAILED
    return status


def _complete() -> int:
    """Answer a shell that asks for completions."""
    from coursebuild.cli import completion  # noqa: PLC0415 (only shells ask for it)

    completion.answer(cli, PROGRAM, COMPLETION)
    return 0


def _with_notes(message: str, error: BaseException) -> str:
    return ": ".join([message, *getattr(error, "__notes__", ())])
