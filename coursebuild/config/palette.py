"""The colours of palette.toml; those of the author override the built-in ones."""

from collections.abc import Mapping

from coursebuild.config.templates import Folder, Templates

FILE = "palette.toml"
SCHEMES = ("light", "dark")

Palette = Mapping[str, Mapping[str, str]]  # the colours of each scheme, by name


def read(templates: Templates) -> Palette:
    """The palette of a course. Raises: BuildError if a file is broken."""
    tables = [table(folder) for folder in (templates.built_in, templates.own)]
    return {scheme: {k: v for t in tables for k, v in t.get(scheme, {}).items()} for scheme in SCHEMES}


def table(folder: Folder) -> Palette:
    """The colours of one folder. Raises: BuildError if its file is broken."""
    found = folder.table(FILE)
    for scheme, colours in found.items():
        if scheme not in SCHEMES or not isinstance(colours, dict):
            raise folder.broken(FILE, f"unknown scheme `{scheme}`; the schemes are {' and '.join(SCHEMES)}")
        for name, colour in colours.items():
            if not (isinstance(colour, str) and _is_plain(colour)):
                raise folder.broken(FILE, f"`{scheme}.{name}` must be a colour")
    return found


def _is_plain(colour: str) -> bool:
    return not set(colour) & set("{};<>\"'\\@") and "url" not in colour.lower()
