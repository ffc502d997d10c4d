"""A course, its editions, theme and limits, and the locations of its sources and files."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild.model.formats import Format

Values = Mapping[str, str | tuple[str, ...]]


class Edition(NamedTuple):
    """A version of the course for certain readers; `values` are the metadata that it sets."""

    name: str
    values: Mapping[str, str]

    @property
    def shows_corrections(self) -> bool:
        """Whether the edition shows corrections; nothing of a lesson is then withheld from it."""
        return self.values.get("correction") == "true"


ALWAYS_DECIDED = frozenset({"edition", "format"})
STUDENT = Edition("student", {"correction": "false"})
INSTRUCTOR = Edition("instructor", {"correction": "true"})
EDITIONS: Mapping[str, Edition] = {edition.name: edition for edition in (STUDENT, INSTRUCTOR)}
NOTHING: Values = {}


class Theme(NamedTuple):
    """The look of a course or of an edition.

    `margins` are as in CSS, `accent` is `#rrggbb`, or empty for the built-in colour. `size` is in points,
    and 0, like `line_height`, where the style sheets decide.
    """

    accent: str = ""
    logo: Path | None = None
    font: str = "Fira Sans"
    paper: str = "A4"
    margins: str = "21mm 19mm 19mm"
    size: float = 0
    line_height: float = 0
    spacing: str = "normal"
    contrast: str = "AA"

    @property
    def is_enhanced(self) -> bool:
        """Whether text has the contrast of WCAG 2.2's level AAA."""
        return self.contrast == "AAA"


class BoxKind(NamedTuple):
    """A kind of box of the author's.

    `labels` are by language, "" for all others; `icon` is the name of a file in `icons/`, without its suffix;
    `colour` is `#rrggbb`, or empty for a note's.
    """

    labels: Mapping[str, str]
    icon: str
    colour: str = ""

    def label(self, lang: str) -> str:
        """The label in a language, or else in English, or else the first one."""
        others = (*self.labels.values(), "")
        return self.labels.get(lang) or self.labels.get("") or self.labels.get("en") or others[0]


class License(NamedTuple):
    """A licence as readers know it, and the address of its text, if it has one."""

    name: str = ""
    url: str = ""


class About(NamedTuple):
    """What a lesson says about itself; `time` are the minutes that it takes, as pages show them."""

    license: License = License()
    level: str = ""
    minutes: float = 0
    time: str = ""

    @property
    def is_given(self) -> bool:
        return bool(self.license.name or self.level or self.minutes)

    @property
    def duration(self) -> str:
        """The time as machines write it (ISO 8601, 5.5.2); "" if there is none."""
        return f"PT{self.minutes:g}M" if self.minutes else ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.license, self.level, self.time)


class Limits(NamedTuple):
    """The limits of a course. A document that reaches one is refused, and the others are built.

    The names are the keys of `[limits]` in coursebuild.toml, with hyphens there. Seconds are of elapsed time:
    for each page, each conversion by pandoc, each run of a filter of the author's, each page made from a
    template, and each diagram; `lesson_seconds` are for all that precedes the printing of a lesson. `memory`
    is in bytes, for each process, and so is `file_size`, for a file that a lesson links to. `image_elements`
    are the shapes that an SVG draws, counted each time it draws them.
    """

    page_seconds: float = 60
    lesson_seconds: float = 60
    pandoc_seconds: float = 30
    filter_seconds: float = 10
    template_seconds: float = 10
    diagram_seconds: float = 10
    image_pixels: int = 50_000_000
    image_elements: int = 100_000
    file_size: int = 20_000_000
    memory: int = 1_000_000_000


class Course(NamedTuple):
    """The configuration of a course, from coursebuild.toml or by default; `root` is its folder.

    `own` is the folder of coursebuild.toml, `templates/` and `filters/` where that is not `root`, and `trust`
    then says what they are: the same text always means the same files.
    """

    root: Path
    title: str = ""
    sources: tuple[str, ...] = ("course",)
    output: str = "build"
    defaults: Values = NOTHING
    editions: Mapping[str, Edition] = EDITIONS
    filters: tuple[str, ...] = ()
    resources: tuple[Path, ...] = ()
    ignored: frozenset[str] = frozenset()
    public: tuple[
        str, ...
    ] = ()  # what students may see though its name says otherwise: paths, classes, texts
    theme: Theme = Theme()
    themes: Mapping[str, Theme] = {}  # of editions that have one of their own
    limits: Limits = Limits()
    boxes: Mapping[str, BoxKind] = {}  # the author's own kinds, by name
    layouts: Mapping[str, str] = {}  # where corrections stand, by editions
    macros: Mapping[str, str] = {}  # of formulas, in TeX, by name
    backslash: bool = False  # whether `\(` begins a formula
    editor: tuple[str, ...] = ()  # the command that opens a file at a line
    starter: bool = False  # whether lessons get the files whose code they show
    diagrams: Mapping[str, tuple[str, ...]] = {}  # the commands that draw, by notation
    numbering_per: str = "lesson"  # what has numbers of its own: `lesson`, `chapter` or `course`
    show_from: Mapping[str, str] = {}  # the date of all corrections of a lesson, by `Location.lesson`
    timezone: str = ""  # an IANA name, of the place whose day decides; empty for UTC
    has_index: bool | None = None  # whether all lessons have an index; None if that depends on their number
    lessons: tuple[str, ...] = ()  # the order of lessons: paths below the sources
    folders: Mapping[str, str] = {}  # what the index calls folders, by their paths below the sources
    base_url: str = ""  # where the students' folder is on the web, with a slash at its end
    own: Path | None = None
    trust: str = ""
    release_key: str = ""  # with which releases are signed
    changed_since: str = ""  # a revision in git; lessons that changed since then say so

    @property
    def own_folder(self) -> Path:
        """The folder of coursebuild.toml, `templates/` and `filters/`."""
        return self.own or self.root

    @property
    def decided(self) -> frozenset[str]:
        """The keys of metadata that only editions set; no document and no `--metadata` may."""
        return ALWAYS_DECIDED.union(*(edition.values for edition in self.editions.values()))


class Location(NamedTuple):
    r"""The location of a source that has not been read yet.

    `name` is its path in messages; `stem` is the path of its files in an edition's folder, without their
    suffix; `roots` are the folders that it may read from; `kinds` are the author's own kinds of boxes;
    `backslash` says that `\(` begins a formula, unless the front matter says otherwise.
    """

    path: Path
    name: str
    stem: PurePosixPath
    roots: tuple[Path, ...]
    kinds: frozenset[str] = frozenset()
    backslash: bool = False

    @property
    def lesson(self) -> str:
        """Its path below the sources, by which coursebuild.toml names it."""
        return f"{self.stem}{self.path.suffix}"


class Package(NamedTuple):
    """The files of an edition in a folder; `beside` are published with them, and are made of no lesson.

    `shown` are texts that may stand in those, whatever a lesson withholds. If the lessons' PDFs are
    encrypted, the folder `decrypted` has them as they were before.
    """

    edition: Edition
    folder: Path
    beside: tuple[Path, ...] = ()
    shown: str = ""
    decrypted: Path | None = None

    def page(self, name: str, format_: Format) -> Path:
        """The path at which a file of a lesson can be read without a password."""
        return (self.decrypted if self.decrypted and format_ is Format.PDF else self.folder) / name
