"""The colours of palette.toml; the author's override the built-in ones."""

from collections.abc import Mapping

from coursebuild.config import toml
from coursebuild.config.templates import Folder, Templates

FILE = "palette.toml"
SCHEMES = ("light", "dark")

Palette = Mapping[str, Mapping[str, str]]  # each scheme's colours by name


def read(templates: Templates) -> Palette:
    """The palette of a course. Raises BuildError where a file is broken."""
    tables = [_table(folder) for folder in (templates.built_in, templates.own)]
    return {scheme: {k: v for t in tables for k, v in t.get(scheme, {}).items()} for scheme in SCHEMES}


def misspelt(templates: Templates) -> list[str]:
    """What is wrong with colours that are nearly one of ours; any other is for a template of the author's."""
    ours = _table(templates.built_in)
    return [
        f"`{scheme}.{name}` is no colour of a page{hint}"
        for scheme, colours in _table(templates.own).items()
        for name in colours
        if name not in ours[scheme] and (hint := toml.hint(name, ours[scheme]))
    ]


def _table(folder: Folder) -> Palette:
    table = folder.table(FILE)
    for scheme, colours in table.items():
        if scheme not in SCHEMES or not isinstance(colours, dict):
            raise folder.broken(FILE, f"`{scheme}` is no scheme ({', '.join(SCHEMES)})")
        for name, colour in colours.items():
            if not (isinstance(colour, str) and _is_plain(colour)):
                raise folder.broken(FILE, f"`{scheme}.{name}` must be a colour")
    return table


def _is_plain(colour: str) -> bool:
    return not set(colour) & set("{};<>\"'\\@") and "url" not in colour.lower()
