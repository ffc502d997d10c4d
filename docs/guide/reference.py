"""Renew the parts of the guides that are made from the code. `make docs` runs it.

A page marks such a part by the name of a function below, with its arguments:

    <!-- made: keys theme -->
    …
    <!-- end -->

The words are those of the code, which is in English. For the French guide, `fr/words/*.toml` has the French
for each of them.
"""

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import click

from coursebuild.cli.commands import COMMANDS
from coursebuild.cli.conventions import STATUSES, VARIABLES
from coursebuild.config.keys import Key, french, inside
from coursebuild.model import Severity
from coursebuild.model.rules import catalogue
from coursebuild.model.rules.rule import Rule
from coursebuild.runtime.resources import filter_module, folder
from coursebuild.source import is_nearly_mark
from coursebuild.starter.templates import PURPOSES

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr")
_MARKED = re.compile(r"(?<=^<!-- made: )([\w. *]+)( -->\n)(.*?)(?=^<!-- end -->$)", re.DOTALL | re.MULTILINE)

# Where each table of rules stands on their page.
GROUPS = (
    "Sources, coursebuild.toml and the machine",
    "Conditions and corrections",
    "What may be an answer",
    "Exercises",
    "Lines of colons and classes",
    "Markdown that is not read as it was meant",
    "Notation that is read as text",
    "Finished files, copied files and what was withheld",
    "Included files, citations, questions and references",
    "The content of pages",
    "What a source must not do",
    "New courses and lessons",
)


class Words:
    """What to say in a language for the words of the code.

    `missing` are those that had no translation, and `unused` the translations that were not asked for.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._table = _translations(language)
        self.missing: list[str] = []
        self.unused = set(self._table)

    def __call__(self, english: str) -> str:
        if self.language == "en" or not english:
            return english
        self.unused.discard(english)
        if english not in self._table:
            self.missing.append(english)
        return self._table.get(english, english)


def _translations(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted((FOLDER / language / "words").glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in content.values():
            found |= table
    return found


def commands(say: Words) -> str:
    """Each command with its options, as its own help has them."""
    return "\n\n".join(_command(name, command, say) for name, command in all_commands())


def all_commands() -> Iterator[tuple[str, click.Command]]:
    for name, module in COMMANDS.items():
        command = import_module(f"coursebuild.cli.commands.{module}").command
        yield f"coursebuild {name}", command
        if isinstance(command, click.Group):
            yield from ((f"coursebuild {name} {each}", inner) for each, inner in command.commands.items())


def _command(name: str, command: click.Command, say: Words) -> str:
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    paragraphs = [say(" ".join(each.split())) for each in (command.help or "").split("\n\n")]
    options = [
        (_names(option, context), say(option.help or ""))
        for option in command.params
        if isinstance(option, click.Option) and not option.hidden
    ]
    parts = [f"## {name}", *paragraphs, f"```sh\n{usage}\n```"]
    if options:
        parts.append(_table([say("Option"), say("What it does")], options, widths=(28, 53)))
    return "\n\n".join(parts)


def _names(option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else f" {_value(option, context)}"
    return (
        ", ".join(f"`{name}`" for name in option.opts[:-1])
        + ", " * (len(option.opts) > 1)
        + (f"`{option.opts[-1]}{value}`")
    )


def _value(option: click.Option, context: click.Context) -> str:
    if isinstance(option.type, click.Choice):
        return "|".join(map(str, option.type.choices))
    return "N" if isinstance(option.type, click.IntRange) else option.make_metavar(context)


def keys(say: Words, table: str = "") -> str:
    """The keys of a table of coursebuild.toml; of the file itself, without a name."""
    prefix = f"{table}." if table else ""
    rows = [
        (
            f"`{name.replace('*', 'NAME')}`",
            _values(key, say),
            f"`{json.dumps(key.default, ensure_ascii=False)}`" if key.default not in (None, "") else "",
            french.DESCRIPTIONS[prefix + name] if say.language == "fr" else key.description,
        )
        for name, key in inside(prefix).items()
    ]
    head = ["Key", "Value", "Default", "What it is"]
    return _table([say(each) for each in head], rows, widths=(22, 16, 18, 44))


def _values(key: Key, say: Words) -> str:
    kinds = {
        str: "text",
        list: "list",
        bool: "`true`, `false`",
        dict: "table",
        int: "number",
        float: "number",
    }
    if key.allowed and bool not in key.types:
        return ", ".join(f"`{each}`" for each in key.allowed)
    return ", ".join(dict.fromkeys(say(kinds[each]) for each in key.types))


def statuses(say: Words) -> str:
    """The exit statuses."""
    rows = [(number, say(meaning)) for number, meaning in STATUSES.items()]
    return _table([say("Exit status"), say("Meaning")], rows, widths=(16, 59))


def variables(say: Words) -> str:
    """The environment variables."""
    rows = [(f"`{names.replace(', ', '`, `')}`", say(meaning)) for names, meaning in VARIABLES.items()]
    return _table([say("Variable"), say("What it does")], rows, widths=(24, 59))


def kinds(say: Words) -> str:
    """The kinds of boxes, with their labels in both languages of the guides."""
    filter_ = filter_module("admonitions")
    by_kind: dict[str, list[str]] = {}
    for name, kind in filter_.KINDS.items():
        by_kind.setdefault(kind, []).append(name)
    english, french = (_labels()[language] for language in LANGUAGES)
    rows = []
    for kind in sorted(by_kind, key=lambda kind: kind in filter_.GUARDS):
        names = ", ".join(f"`{name}`" for name in by_kind[kind])
        has_label = kind != filter_.UNLABELLED
        labels = (english[kind], french[kind]) if has_label else (say("the title alone"),) * 2
        readers = "instructors" if kind in filter_.GUARDS else "everybody"
        folded = "everybody; folded on screen" if kind in filter_.FOLDED else readers
        rows.append((names, *labels, say(folded)))
    head = ["Kind", "English label", "French label", "Shown to"]
    return _table([say(each) for each in head], rows, widths=(19, 17, 17, 19))


def labels(say: Words) -> str:
    """What coursebuild writes, in both languages of the guides."""
    english, french = (_labels()[language] for language in LANGUAGES)
    rows = [(f"`{key}`", _cell(text), _cell(french.get(key, text))) for key, text in english.items()]
    return _table([say("Label"), say("English"), say("French")], rows, widths=(20, 40, 40))


def _labels() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((folder("templates") / "labels.toml").read_text(encoding="utf-8"))


def _cell(text: str) -> str:
    return f"`{text}`" if re.search(r"[{}<>*_\\`]", text) else text


def templates(say: Words) -> str:
    """The built-in templates."""
    rows = [(f"`{name}`", say(purpose)) for name, purpose in PURPOSES.items()]
    rows.append(("`icons/tip.svg`…", say("The icon of each kind of box, drawn in `currentColor`.")))
    return _table([say("File"), say("What it is")], rows, widths=(20, 54))


def palette(say: Words) -> str:
    """The colours that are not those of a kind of box."""
    text = tomllib.loads((folder("templates") / "palette.toml").read_text(encoding="utf-8"))
    of_kinds = {
        name for kind in filter_module("admonitions").KINDS.values() for name in (kind, f"{kind}-tint")
    }
    rows = [
        (f"`{name}`", f"`{light}`", f"`{text['dark'][name]}`")
        for name, light in text["light"].items()
        if name not in of_kinds
    ]
    return _table([say("Colour"), say("Light scheme"), say("Dark scheme")], rows, widths=(24, 20, 20))


def rules(say: Words) -> str:
    """All rules, as `coursebuild explain` has them."""
    parts = []
    for title, table in zip(GROUPS, catalogue.TABLES, strict=True):
        inside = [_rule(code, rule, say) for code, rule in sorted(table.items())]
        parts += [f"## {say(title)} {{.public}}", ":::::: public", *inside, "::::::"]
    return "\n\n".join(parts)


def _rule(code: str, rule: Rule, say: Words) -> str:
    is_error = rule.severity is Severity.ERROR
    parts = [
        f"### {code}: {say(rule.title)} {{#{code.lower()}}}",
        say("An error: the document is not built. It cannot be ignored." if is_error else "A warning."),
        say(rule.why),
        f"**{say('What to do.')}** {say(rule.remedy)}",
    ]
    if rule.wrong:
        parts += [say("Wrong:"), _example(rule.wrong), say("Right:"), _example(rule.right)]
    return "\n\n".join(part for part in parts if part)


def _example(text: str) -> str:
    fence = "{.markdown .public}" if any(map(is_nearly_mark, text.split("\n"))) else "markdown"
    return f"````{fence}\n{text.rstrip()}\n````"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], widths: Iterable[int]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], f"|{'|'.join(':' + '-' * width for width in widths)}|", *lines[1:]])


PARTS: Mapping[str, Callable[..., str]] = {
    each.__name__: each
    for each in (commands, keys, statuses, variables, kinds, labels, palette, templates, rules)
}


def pages(language: str) -> list[Path]:
    return sorted((FOLDER / language).rglob("*.md"))


def renewed(text: str, say: Words) -> str:
    """The text of a page with its marked parts made anew. Raises: KeyError for one that nothing makes."""

    def part(found: re.Match[str]) -> str:
        name, *arguments = found[1].split()
        return f"{found[1]}{found[2]}\n{PARTS[name](say, *arguments)}\n\n"

    return _MARKED.sub(part, text)


def main() -> None:
    """Renew the pages. Ends with a message if a language lacks words."""
    for language in LANGUAGES:
        say = Words(language)
        for path in pages(language):
            text = path.read_text(encoding="utf-8")
            path.write_text(renewed(text, say), encoding="utf-8")
        if say.missing:
            sys.exit(f"docs/{language}/words/ lacks:\n  " + "\n  ".join(say.missing))


if __name__ == "__main__":
    main()
