"""What is asked for: the course, its editions and formats, and the sources that were found."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model.formats import Format

Values = Mapping[str, str | tuple[str, ...]]


class Edition(NamedTuple):
    """Who a page is for; `values` are the metadata that the edition decides."""

    name: str
    values: Mapping[str, str]

    @property
    def shows_corrections(self) -> bool:
        """Nothing of a lesson is kept from it."""
        return self.values.get("correction") == "true"


ALWAYS_DECIDED = frozenset({"edition", "format"})
STUDENT = Edition("student", {"correction": "false"})
INSTRUCTOR = Edition("instructor", {"correction": "true"})
EDITIONS: Mapping[str, Edition] = {edition.name: edition for edition in (STUDENT, INSTRUCTOR)}
NOTHING: Values = {}


class Theme(NamedTuple):
    """What a course changes of its handouts' looks; `margins` as CSS writes them, `accent` as `#rrggbb`."""

    accent: str = ""
    logo: Path | None = None
    font: str = "Fira Sans"
    paper: str = "A4"
    margins: str = "21mm 19mm 19mm"


class Course(NamedTuple):
    """What coursebuild.toml says, or its defaults; `root` is the folder it stands in."""

    root: Path
    title: str = ""
    sources: tuple[str, ...] = ("course",)
    output: str = "build"
    defaults: Values = NOTHING
    editions: Mapping[str, Edition] = EDITIONS
    filters: tuple[str, ...] = ()
    resources: tuple[Path, ...] = ()
    ignored: frozenset[str] = frozenset()
    theme: Theme = Theme()

    @property
    def decided(self) -> frozenset[str]:
        """The metadata that no document and no call may set: what any edition decides, and its name."""
        return ALWAYS_DECIDED.union(*(edition.values for edition in self.editions.values()))


class BuildOptions(NamedTuple):
    """What a call asks for; `force` rebuilds everything, and uses no page of the cache."""

    editions: tuple[Edition, ...]
    formats: tuple[Format, ...]
    metadata: Values
    fetch: bool
    jobs: int
    force: bool = False


class Location(NamedTuple):
    """A source that was found but not yet read.

    `stem` is the output's path without its suffix, below the edition's folder; `roots` are the
    folders that the source may read from.
    """

    path: Path
    name: str
    stem: PurePosixPath
    roots: tuple[Path, ...]
