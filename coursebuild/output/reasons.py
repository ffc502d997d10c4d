"""Why a document is built: what has changed since it was built before."""

import os
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import shown
from coursebuild.output import inputs
from coursebuild.output.inputs import Shared

_IMAGES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


class Kind(StrEnum):
    """What has changed, each with the sentence that says so of a name."""

    def __new__(cls, value: str, sentence: str) -> "Kind":  # noqa: PYI034 (of this class alone)
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    sentence: str

    FORCED = "forced", "{} builds everything"
    FIRST = "first", "no build of it into this folder is on record{}"
    SOURCE = "source", "{} has changed"
    IMAGE = "image", "the image {} has changed"
    FILE = "file", "{}, which it shows or links to, has changed"
    CONFIGURATION = "configuration", "{} has changed"
    TEMPLATE = "template", "{} has changed"
    LABEL = "label", "{} has changed"
    FILTER = "filter", "{} has changed"
    DATE = "date", "what students see from {} on is another"
    OPTION = "option", "it was built with other {}"
    COURSEBUILD = "coursebuild", "{} has changed"
    LIBRARY = "library", "{} has changed"
    OUTPUT = "output", "{} is missing"
    OVERWRITTEN = "overwritten", "{} is not as it was written"
    NUMBERS = "numbers", "numbers that it shows are others, because lessons before have more or fewer{}"
    PLACE = "place", "its path, or what it may read, is another one{}"


class Reason(NamedTuple):
    """What has changed: its kind, and its name."""

    kind: Kind
    name: str = ""

    def __str__(self) -> str:
        return self.kind.sentence.format(self.name)


def of_files(source: str, reads: Iterable[str], files: Iterable[str], output: Path) -> Iterator[Reason]:
    """A reason for each of the files that a document was made from, and of its own, that has changed."""
    for path in reads:
        name = shown(Path(path))
        if path == source:
            yield Reason(Kind.SOURCE, name)
        else:
            yield Reason(Kind.IMAGE if os.path.splitext(path)[1].lower() in _IMAGES else Kind.FILE, name)
    for file in files:
        path = os.path.join(output, file)
        yield Reason(Kind.OVERWRITTEN if os.path.lexists(path) else Kind.OUTPUT, shown(Path(path)))


def of_shared(before: Shared, now: Shared) -> Iterator[Reason]:
    """A reason for each of the shared inputs that has changed."""
    for name in _changed(before.options, now.options):
        yield Reason(Kind.OPTION, name)
    for name in _changed(before.files, now.files):
        yield Reason(_kind_of_file(name), name)
    for name in _changed(before.programs, now.programs):
        kind = Kind.COURSEBUILD if name == inputs.COURSEBUILD else Kind.LIBRARY
        yield Reason(kind, name if kind is Kind.COURSEBUILD else _versions(name, before, now))


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    return (name for name in {**before, **now} if before.get(name) != now.get(name))


def _kind_of_file(name: str) -> Kind:
    folder, _, rest = name.replace(os.sep, "/").partition("/")
    if folder == "filters":
        return Kind.FILTER
    if folder == "templates":
        return Kind.LABEL if rest == "labels.toml" else Kind.TEMPLATE
    return Kind.CONFIGURATION


def _versions(name: str, before: Shared, now: Shared) -> str:
    """The name of a program, and of a package the versions before and now."""
    if name in (inputs.PYTHON, inputs.PANDOC, inputs.SYSTEM):
        return name
    former, present = (each.programs.get(name, "none") for each in (before, now))
    return f"{name} ({former} before, {present} now)"
