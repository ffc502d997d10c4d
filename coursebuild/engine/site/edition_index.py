"""What an edition has beside its lessons, and in their pages, made of the finished pages alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coursebuild import audit, config, pages, site
from coursebuild.audit import withheld
from coursebuild.config.labels import Labels
from coursebuild.engine.formats import FORMATS, beside_reader
from coursebuild.engine.session import Session
from coursebuild.engine.site.changes import Changes
from coursebuild.model import (
    FALLBACK_LANGUAGE,
    STUDENT,
    Diagnostic,
    Edition,
    Format,
    Location,
    Remembered,
    short,
    shown,
)
from coursebuild.runtime import store

INDEX, FEED = "index.html", "feed.xml"


BESIDE = {Format.PDF: "PDF", Format.DOCX: "Word"}
_COUNTS = "pages of a PDF"  # in the keys of the cache

Read = Callable[[PurePosixPath], bytes | None]  # the content of a file of the edition, by its path there
Find = Callable[[Iterable[str], Remembered], str]  # as `withheld.find_remembered`


class IndexedLesson(NamedTuple):
    """A lesson of which there is a page, and its files in other formats.

    `searched` is the line of the search, if it is made already: `page` may then lack its sections.
    """

    location: Location
    page: site.FinishedPage
    beside: tuple[site.Beside, ...] = ()
    searched: str = ""

    @property
    def line(self) -> str:
        """What the search has of it."""
        stem = self.location.stem
        return self.searched or site.search_line(site.address(stem), self.page)


class _Links(NamedTuple):
    """The lessons before and after one, whose language is `lang`, and the address of the index."""

    lang: str
    previous: site.Entry | None
    next: site.Entry | None
    home: str


def find_lessons(locations: Iterable[Location], read: Read) -> Iterator[IndexedLesson]:
    """The lessons of which an edition has a page, in the order of `locations`."""
    for location in locations:
        content = read(PurePosixPath(f"{location.stem}{FORMATS[Format.HTML].suffix}"))
        if content is not None:
            lesson = IndexedLesson(location, site.read(content), tuple(_beside(location, read)))
            yield lesson._replace(page=lesson.page._replace(sections=()), searched=lesson.line)


def _beside(location: Location, read: Read) -> Iterator[site.Beside]:
    for format_, name in BESIDE.items():
        row = FORMATS[format_]
        if content := read(PurePosixPath(f"{location.stem}{row.suffix}")):
            yield site.Beside(name, row.suffix, page_count(content) if row.is_printed else None)


def page_count(content: bytes) -> int | None:
    """The number of pages of a PDF; None if it cannot be read."""
    key = store.key(_COUNTS, store.digest(content))
    if (cached := store.read(key)) is not None:
        return int(cached)
    with suppress(audit.UnreadableError):
        count = audit.page_count(content)
        store.write(key, str(count).encode())
        return count
    return None


class EditionIndex:
    """The index of an edition; `found` are all lessons of which it has a page, in any order."""

    def __init__(self, session: Session, edition: Edition, found: Sequence[IndexedLesson]) -> None:
        self._session, self._edition = session, edition
        by_location = {each.location: each for each in found}
        ordered = [by_location[each] for each in config.in_order(session.course, by_location)]
        self.lessons = [each for each in ordered if each.location.stem != config.INTRODUCTION]
        self.introduction = next(
            (each for each in ordered if each.location.stem == config.INTRODUCTION), None
        )
        self._at = {each.location: number for number, each in enumerate(self.lessons)}

    def neighbours(self, location: Location) -> str:
        """What is in the slot of a lesson's page: links to those before and after it, and to all."""
        links = self._links(location)
        says = self._session.labels.in_language(links.lang)
        return self._session.look.fragment(
            "neighbours.html.jinja",
            says=says,
            previous=links.previous,
            next=links.next,
            index=links.home,
            lang=links.lang,
        ).strip()

    def neighbours_key(self, location: Location) -> str:
        """A hash of all that `neighbours` depends on, beside labels and templates."""
        return store.key(repr(self._links(location)))

    def _links(self, location: Location) -> "_Links":
        number, start = self._at[location], location.stem.parent
        previous, next_ = (
            next((site.neighbour(each.location.stem, each.page, start) for each in some), None)
            for some in (self.lessons[max(number - 1, 0) : number], self.lessons[number + 1 : number + 2])
        )
        return _Links(self.lessons[number].page.lang, previous, next_, site.index_address(start))

    def files(self, introduction: str | None, changes: Changes) -> Mapping[str, bytes]:
        """The files by their names; `introduction` is the page of the lesson `index.md`, if there is one."""
        course = self._session.course
        introductions = [self.introduction] if self.introduction else []
        files = site.search_files(each.line for each in (*introductions, *self.lessons))
        scripts = list(files)
        if course.base_url and self._edition.name == STUDENT.name:
            lessons = ((each.location.stem, each.page) for each in self.lessons)
            author = course.defaults.get("author", ())
            authors = (author,) if isinstance(author, str) else author
            if feed := site.feed(self._title, authors, self._lang, course.base_url, lessons):
                files[FEED] = feed
        page = introduction
        if page is None:
            look, has_feed = self._session.look, FEED in files
            page = pages.render_index(self._edition, self._title, self._lang, look, has_feed=has_feed)
        listing = self._listing(scripts, changes, has_feed=FEED in files)
        return {INDEX: site.filled(page, listing).encode(), **files}

    def leaks(
        self,
        files: Mapping[str, bytes],
        remembered: Remembered,
        folder: Path,
        find: Find = withheld.find_remembered,
    ) -> tuple[Diagnostic, ...]:
        """Read files of `folder` back; return an error for each that has what students should not see."""
        found = []
        for name, content in () if self._edition.shows_corrections else files.items():
            texts = (passage.text for passage in beside_reader(name).passages(content))
            if phrase := find(texts, remembered):
                message = f"students would see `{short(phrase)}`, which {remembered.by} withheld from them"
                found.append(Diagnostic(shown(folder / name), 0, 0, "CB248", message))
        return tuple(found)

    def _listing(self, files: list[str], changes: Changes, *, has_feed: bool) -> str:
        says, labels = self._session.labels.in_language(self._lang), self._session.labels
        in_words = partial(_in_words, lang=self._lang, labels=labels)
        license_ = site.common_license(each.page for each in self.lessons)
        is_said = self.introduction is not None and self.introduction.page.license == license_
        entries = [
            (each.location.stem, site.entry(each.location.stem, page, each.beside, says, in_words))
            for each in self.lessons
            for page in [each.page._replace(license=site.License()) if license_.name else each.page]
        ]
        ordered = self._session.course.lessons  # by the author, whatever the folders
        groups = (
            [site.Group((), tuple(each for _, each in entries))]
            if ordered
            else site.groups(entries, self._called)
        )
        changed = [
            entry._replace(is_new=changes.is_new(each.location))
            for each, (_, entry) in zip(self.lessons, entries, strict=True)
            if changes.has(each.location)
        ]
        return self._session.look.fragment(
            "index.html.jinja",
            says=says,
            lang=self._lang,
            files=files,
            groups=groups,
            license=site.License() if is_said else license_,
            changes=changed,
            tag=changes.tag,
            feed=has_feed,
            resource=self._resource(license_),
        ).strip()

    def _resource(self, license_: site.License) -> str:
        """The course in JSON-LD; only students have its address."""
        description = self.introduction.page.description if self.introduction else ""
        about = site.FinishedPage(self._title, self._lang, description=description)
        base_url = self._session.course.base_url if self._edition.name == STUDENT.name else ""
        lessons = ((each.location.stem, each.page) for each in self.lessons)
        return site.course_resource(about, license_, base_url, lessons)

    def _called(self, folder: PurePosixPath) -> site.Name:
        """What a folder is called: by the author, by the language that its name means, or by its name."""
        if typed := self._session.course.folders.get(str(folder)):
            return site.Name(typed)
        if language := self._session.labels.language_name(folder.name):
            return site.Name(language, folder.name)
        return site.Name(site.in_words(folder.name))

    @property
    def _lang(self) -> str:
        """The language of the introduction, or of the course, or else of most lessons."""
        if self.introduction:
            return self.introduction.page.lang
        typed = self._session.course.defaults.get("lang", "")
        langs = [each.page.lang for each in self.lessons]
        return str(typed) or max(dict.fromkeys(langs), key=langs.count, default=FALLBACK_LANGUAGE)

    @property
    def _title(self) -> str:
        if self.introduction:
            return self.introduction.page.title
        return self._session.course.title or self._session.labels.in_language(self._lang)["lessons"]


def _in_words(date: str, lang: str, labels: Labels) -> str:
    return pages.dates.in_words(date, lang, labels) if date else ""
