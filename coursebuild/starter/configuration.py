"""A coursebuild.toml in which each key is explained."""

import json
from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any

from coursebuild.config import keys
from coursebuild.config.keys import french

SCHEMA = ".vscode/coursebuild.schema.json"  # beside which the file stands

_WIDTH = 100
_HEADS = {
    "en": (
        "The configuration of the course. A line such as `# cover = true` is not in force: it shows the "
        "default of its key, or an example. The line above tells editors what each key means."
    ),
    "fr": (
        "La configuration du cours. Une ligne comme `# cover = true` est sans effet : elle montre la valeur "
        "par défaut de sa clé, ou un exemple. La ligne au-dessus dit aux éditeurs ce que signifie chaque clé."
    ),
}
# For each table: its key in the table of keys, its heading, and the names that its own keys are shown by.
_TABLES: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("theme", "[theme]", {}),
    ("themes.*", "# [themes.large]", {}),
    ("boxes.*", "# [boxes.method]", {}),
    ("editor", "[editor]", {}),
    ("diagrams", "[diagrams]", {}),
    ("limits", "[limits]", {}),
    ("release", "[release]", {}),
    ("metadata", "[metadata]", {"*": "group"}),
    ("editions", "[editions.student]", {"*.*": "level"}),
    ("editions.*", "# [editions.tutor]", {"correction": "correction", "*": "level"}),
)


def commented(lang: str, given: Mapping[str, Any]) -> str:
    """The text of a coursebuild.toml that sets the keys of `given`, with all others behind a `#`."""
    return "\n".join([f"#:schema {SCHEMA}", _comment(_HEADS[lang]), *_blocks(lang, given), ""])


def _blocks(lang: str, given: Mapping[str, Any]) -> Iterator[str]:
    for name, key in keys.inside().items():
        if dict not in key.types:
            yield f"\n{_explained(name, lang)}{_line(name, key, given)}"
    for table, heading, names in _TABLES:
        yield f"\n{_explained(table, lang)}{heading}"
        for name, shown in (names or {name: name for name in keys.inside(f"{table}.")}).items():
            yield f"\n{_explained(f'{table}.{name}', lang)}{_line(shown, keys.KEYS[f'{table}.{name}'], {})}"


def _explained(name: str, lang: str) -> str:
    return _comment(french.DESCRIPTIONS[name] if lang == "fr" else keys.KEYS[name].description) + "\n"


def _comment(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _line(name: str, key: keys.Key, given: Mapping[str, Any]) -> str:
    if given.get(name):
        return f"{name} = {_toml(given[name])}"
    return f"# {name} = {_toml(key.default or key.example)}"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(each)}" for name, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
