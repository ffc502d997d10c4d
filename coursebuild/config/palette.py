"""The colours of palette.toml, where those of the author override the built-in ones, and their contrast."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from coursebuild.config.templates import Folder, Templates

FILE = "palette.toml"
SCHEMES = ("light", "dark")

LEAST, ENHANCED = 4.5, 7.0  # of text (WCAG 2.2, 1.4.3 and 1.4.6)
_TINT = "-tint"
_EVERYWHERE = ("ink", "muted", "accent")
_CODE = "code-"
# The other colours of text, and the grounds that they have in base.css, screen.css and print.css.
_GROUNDS: Mapping[str, tuple[str, ...]] = {
    "on-hit": ("hit", "hit-current"),
    "paper": ("ink",),  # the name of a button
}
_MORE = {"ink": ("highlight",)}

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


class Pair(NamedTuple):
    """A colour of text and its ground, by their names in the palette."""

    name: str
    ground: str
    ratio: float

    @property
    def is_of_code(self) -> bool:
        return self.name.startswith(_CODE)

    def __str__(self) -> str:
        return f"{self.name} / {self.ground}: {self.ratio:.2f}"


def grounds(colours: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """On what each colour of text stands, of the names of a palette; a kind of box has a `-tint` too."""
    tints = tuple(name for name in colours if name.endswith(_TINT))
    kinds = [name.removesuffix(_TINT) for name in tints if name.removesuffix(_TINT) in colours]
    return {
        **{name: ("paper", "sunken", *tints, *_MORE.get(name, ())) for name in _EVERYWHERE},
        **{kind: ("paper", f"{kind}{_TINT}") for kind in kinds},
        **{name: ("sunken", "paper", "code-mark") for name in colours if _is_code(name)},
        **_GROUNDS,
    }


def _is_code(name: str) -> bool:
    return name.startswith(_CODE) and name != "code-mark"


@lru_cache(maxsize=8)
def pairs(colours: tuple[tuple[str, str], ...]) -> tuple[Pair, ...]:
    """The contrast of each colour of text with each of its grounds, without what is no colour."""
    return tuple(_pairs(dict(colours)))


def _pairs(colours: Mapping[str, str]) -> Iterator[Pair]:
    from coloraide import Color  # noqa: PLC0415 (slow to import, and builds do not need it)

    read = {name: Color(colour) for name, colour in colours.items() if Color.match(colour, fullmatch=True)}
    for name, on in grounds(tuple(read)).items():
        for ground in on:
            if name in read and ground in read:
                yield Pair(name, ground, float(read[name].contrast(read[ground], method="wcag21")))
