"""Complete what is typed in a shell: click's protocol, with the values that only the course knows.

Nothing here reports an error: a shell shows what it has, and the command says what is wrong.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
    shell_complete,
)

Items = list[CompletionItem[str]]

_NOT_PLAIN = re.compile(r"([^\w@%+:,./-])")  # what bash would not take as a part of a word


class _Bash(BashComplete):
    """Bash's completion: bash escapes nothing by itself, and takes `=` for a word."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        return (args[:-1], incomplete) if args[-1:] == ["="] else (args, incomplete)

    def _is_quoted(self) -> bool:
        """Whether the word begins with a quotation mark, after which bash escapes nothing."""
        words, number = os.environ["COMP_WORDS"].split("\n"), int(os.environ["COMP_CWORD"])
        return words[number : number + 1] != [] and words[number].startswith(("'", '"'))

    def format_completion(self, item: CompletionItem[str]) -> str:
        # twice: click's script reads the line with `read`, which takes one away
        value = (
            item.value if item.type != "plain" or self._is_quoted() else _NOT_PLAIN.sub(r"\\\\\1", item.value)
        )
        return f"{item.type},{value}"


def script(shell: str, program: str, variable: str) -> str:
    """The script with which a shell completes a program. Raises: KeyError for an unknown shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise KeyError(shell)
    return kind(click.Command(program), {}, program, variable).source()


def answer(cli: click.Command, program: str, variable: str) -> None:
    """Print the completions that the environment asks for by `variable`; nothing if there is an error."""
    add_completion_class(_Bash)
    with suppress(Exception):
        shell_complete(cli, {}, program, variable, os.environ[variable])


def first_word(group: click.Group, ctx: click.Context, incomplete: str) -> Items:
    """The commands, and what the default command takes: options, or lessons."""
    default = group.get_command(ctx, "build")
    if default is None:
        return []
    with default.make_context("build", [], parent=ctx, resilient_parsing=True) as inside:
        if incomplete.startswith("-"):
            own = click.Command.shell_complete(group, ctx, incomplete)
            names = {item.value for item in own}
            more = default.shell_complete(inside, incomplete)
            return [*own, *(item for item in more if item.value not in names)]
        commands = [CompletionItem(name) for name in group.list_commands(ctx) if name.startswith(incomplete)]
        sources = lessons(inside, default.params[0], incomplete)
    return [*commands, *(item for item in sources if not commands or item.type == "plain")]


def lessons(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """The lessons of the course that begin with a text, or else any files."""
    names: list[str] = []
    with suppress(Exception):
        from coursebuild import config  # noqa: PLC0415 (only to complete a lesson)

        course = config.load(Path())
        locations, _ = config.locate(course, (), course.root / course.output)
        names = [location.name for location in locations if location.name.startswith(incomplete)]
    return [CompletionItem(name) for name in names] or [CompletionItem(incomplete, type="file")]


def editions(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """The editions that the course declares."""
    from coursebuild import config  # noqa: PLC0415 (only to complete an edition)
    from coursebuild.model import Course  # noqa: PLC0415 (the same)

    names = Course(Path()).editions
    with suppress(Exception):
        names = config.load(Path()).editions
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def codes(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """The codes of the rules, with their titles."""
    from coursebuild.model import rules  # noqa: PLC0415 (only to complete a code)

    return [
        CompletionItem(code, help=rule.title)
        for code, rule in rules().items()
        if code.startswith(incomplete.upper())
    ]


def templates(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """The built-in templates, with what they are for."""
    from coursebuild.model import Course  # noqa: PLC0415 (only to complete a template)
    from coursebuild.starter.templates import find  # noqa: PLC0415 (the same)

    found = find(Course(Path())).values()
    return [
        CompletionItem(each.name, help=each.purpose) for each in found if each.name.startswith(incomplete)
    ]


def folders(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    return [CompletionItem(incomplete, type="dir")]
