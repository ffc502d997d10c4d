"""The list of lessons, as the templates of the index and of the links between lessons have it."""

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

from coursebuild.site.finished_page import FinishedPage, License

PAGE = ".html"
TOP = PurePosixPath()


class Beside(NamedTuple):
    """A file of a lesson in another format: its name for readers, its suffix, and its pages if they count."""

    name: str
    suffix: str
    pages: int | None = None


class Link(NamedTuple):
    """A link of the list; `is_file` says that it leads to a file that readers keep."""

    name: str
    address: str
    is_file: bool = False


class Fact(NamedTuple):
    """What the list says of a lesson; `is_quoted` says that the lesson's page has it so, in its language."""

    text: str
    is_quoted: bool = False


class Entry(NamedTuple):
    """A lesson of the list; `facts` are its date, what it costs, its pages and its licence, in words."""

    title: str
    address: str
    lang: str
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    is_new: bool = False


class Name(NamedTuple):
    """What a folder is called; `lang` is the language of that, if it is not that of the list."""

    text: str
    lang: str = ""


class Group(NamedTuple):
    """The lessons of a folder, which is called by the names of those above it and its own.

    Without names, those of the course.
    """

    names: tuple[Name, ...]
    lessons: tuple[Entry, ...]


def address(stem: PurePosixPath, suffix: str = PAGE, start: PurePosixPath = TOP) -> str:
    """The address of a file of a lesson from a page in the folder `start`."""
    name = f"{stem}{suffix}"
    return quote(name if start == TOP else posixpath.relpath(name, start))


def index_address(start: PurePosixPath) -> str:
    """The address of the index from a page in the folder `start`."""
    return address(PurePosixPath("index"), PAGE, start)


def neighbour(stem: PurePosixPath, page: FinishedPage, start: PurePosixPath) -> Entry:
    """A lesson, as the page of another one in the folder `start` links to it."""
    return Entry(page.title, address(stem, PAGE, start), page.lang)


def entry(
    stem: PurePosixPath,
    page: FinishedPage,
    beside: Sequence[Beside],
    says: Mapping[str, str],
    in_words: Callable[[str], str],
) -> Entry:
    """A lesson of the list; `says` are the labels, and `in_words` writes a date in their language."""
    pages = next((each.pages for each in beside if each.pages), None)
    sheets = says["one_sheet"] if pages == 1 else says["sheets"].replace("{n}", str(pages)) if pages else ""
    license_ = f"{says['license']} {page.license.name}" if page.license.name else ""
    facts = (
        Fact(in_words(page.date)),
        Fact(page.cost, is_quoted=True),
        Fact(sheets),
        *(Fact(each, is_quoted=True) for each in page.about),
        Fact(license_),
    )
    links = [Link(each.name, address(stem, each.suffix)) for each in beside]
    if page.archive:
        links.append(Link(says["files"], _from_top(stem, page.archive), is_file=True))
    files = [_from_top(stem, each) for each in page.files]
    links += [Link(posixpath.basename(unquote(each)), each, is_file=True) for each in files]
    shown = tuple(fact for fact in facts if fact.text)
    return Entry(page.title, address(stem), page.lang, page.subtitle, shown, tuple(links))


def _from_top(stem: PurePosixPath, address: str) -> str:
    """The address from the index of what a lesson links to by `address`."""
    return posixpath.normpath(posixpath.join(quote(str(stem.parent)), address))


def common_license(pages: Iterable[FinishedPage]) -> License:
    """The licence that all lessons have, or none."""
    licenses = {each.license for each in pages}
    return licenses.pop() if len(licenses) == 1 else License()


def groups(
    entries: Iterable[tuple[PurePosixPath, Entry]], called: Callable[[PurePosixPath], Name]
) -> list[Group]:
    """The lessons by their folders; `called` gives the name of a folder."""
    found: dict[PurePosixPath, list[Entry]] = {}
    for stem, each in entries:
        found.setdefault(stem.parent, []).append(each)
    return [
        Group(tuple(map(called, reversed([folder, *folder.parents][:-1]))), tuple(lessons))
        for folder, lessons in found.items()
    ]


def in_words(name: str) -> str:
    """The name of a folder as a heading: `getting-started` is `Getting started`."""
    words = name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
