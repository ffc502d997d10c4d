"""Find the lessons of which everything that they are made of is the same as at a revision.

Nobody sees a difference in these, so that they need not be read. Only pandoc tells which files a lesson
names; so a lesson counts as changed if the name of a file that changed may stand in its text, however it is
written.
"""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from coursebuild import config, source
from coursebuild.config.trust import OWN_FOLDERS
from coursebuild.engine.compared.base import Base, Pair, below
from coursebuild.engine.compared.contents import Contents
from coursebuild.engine.compared.snapshot import link_identifier
from coursebuild.model import SHOW_FROM, BuildError, BuildOptions, Course, Location
from coursebuild.runtime.system import git, regular_file
from coursebuild.source.inclusion.directives import INCLUDE
from coursebuild.source.read import LARGEST

_NOT_READ = ".git"  # what a checkout has, and no revision
# A character by its number, as in the strings of YAML and TOML: what these say is not looked for.
_NUMBERED = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})")
_ESCAPING = frozenset("%&\\")  # in the name of a file, which a text then has with escapes, or without


class Changed(NamedTuple):
    """A path below the course where something else is than at the revision.

    A link may be a file or a folder. `identifier` is that of a file's content, or empty if it is gone.
    """

    path: str
    may_be_file: bool
    may_be_folder: bool
    identifier: str = ""


def find_changed_files(course: Course, base: Base) -> tuple[Changed, ...]:
    """The files and folders of a course, and of its folders outside, that are not as at the revision."""
    return tuple(
        each
        for folder, identifiers in base.identifiers.items()
        for each in _changes(folder, identifiers, base.contents, course)
    )


def find_unchanged(
    course: Course, pairs: Sequence[Pair], base: Base, options: BuildOptions, changed: Sequence[Changed]
) -> frozenset[Pair]:
    """The pairs in which readers of no edition see a difference.

    Filters of the author's may name a file that a lesson does not: with these, one file that changed and is
    no lesson is reason enough to read them all.
    """
    names = [each.path for each in changed]
    is_own = not course.trust and any(_is_own(name) for name in names)
    lessons = {below(each.location.path, course.root) for each in pairs} | base.lessons.keys()
    is_unknown = course.filters and any(not _is_hidden(name) and name not in lessons for name in names)
    if is_own or is_unknown:
        return frozenset()
    same = Same(course, changed, options, has_new_day=options.day != base.day)
    return frozenset(each for each in pairs if each.former and each.now and same.has(each.now))


class Same:
    """Tells of which lessons nothing has changed."""

    def __init__(
        self, course: Course, changed: Sequence[Changed], options: BuildOptions, *, has_new_day: bool
    ) -> None:
        self._course = course
        self._paths = {each.path for each in changed}
        names = [(each, each.path.rpartition("/")[2]) for each in changed]
        self._is_any = any(not _ESCAPING.isdisjoint(name) for _, name in names)
        self._files = {_letters(name) for each, name in names if each.may_be_file}
        self._folders = {_plain(f"{name}/") for each, name in names if each.may_be_folder}
        self._has_new_day = has_new_day
        file = course.own_folder / config.CONFIGURATION
        self._configured = " ".join([_read(file), *map(str, options.metadata.values())])

    def has(self, location: Location) -> bool:
        if below(location.path, self._course.root) in self._paths:
            return False
        texts = [_read(location.path)]
        if INCLUDE in texts[0]:
            try:
                included = source.read(location).inclusion
            except BuildError:  # it is reported where the lesson is read
                return False
            texts += [_read(Path(each.path)) for each in included.files]
        if self._has_new_day and any(SHOW_FROM in text for text in (*texts, self._configured)):
            return False
        return not self._may_name(" ".join([*texts, self._configured]))

    def _may_name(self, text: str) -> bool:
        """Whether one of the files and folders that changed may be named in a text."""
        if not self._paths:
            return False
        if self._is_any or _NUMBERED.search(text):
            return True
        plain, letters = _plain(text), _letters(text)
        return any(name in letters for name in self._files) or any(name in plain for name in self._folders)


def _plain(text: str) -> str:
    """A text without escapes and case."""
    return unicodedata.normalize("NFKC", unquote(unescape(text)).replace("\\", "")).casefold()


def _letters(text: str) -> str:
    """The letters and digits of a text, for everything else may be escaped, or be broken over lines."""
    return "".join(filter(str.isalnum, _plain(text)))


def _read(path: Path) -> str:
    try:
        return regular_file.read(path, LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _is_own(name: str) -> bool:
    """Whether a path is the course's configuration, or one of the folders beside it."""
    return name == config.CONFIGURATION or name.partition("/")[0] in OWN_FOLDERS


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _changes(
    root: Path, identifiers: Mapping[str, str], contents: Contents, course: Course
) -> Sequence[Changed]:
    """The files of a folder that are not as at the revision, or are there only now, or were only then.

    A link is the file or the folder of that folder that it leads to; one that leads elsewhere has changed.
    """
    left = dict(identifiers)
    spell = git.spelling(root)
    named = {spell(name): name for name in left}
    folders = {spell(str(parent)) for name in left for parent in PurePosixPath(name).parents}
    output = os.path.realpath(course.root / course.output)
    found: list[Changed] = []
    links: dict[str, str] = {}
    waiting = [""]
    while waiting:
        for entry in _entries(root, folder := waiting.pop()):
            if entry.name == _NOT_READ:
                continue
            name = f"{folder}{entry.name}"
            listed = named.get(spell(name), name)
            to = _led_to(entry, root) if entry.is_symlink() else name
            if entry.is_file() and to:
                former, now = left.pop(listed, ""), contents.of_file(Path(entry.path))
                if not former or now != former:
                    found.append(Changed(name, may_be_file=True, may_be_folder=False, identifier=now))
            elif entry.is_symlink() and to and left.get(listed) == link_identifier(to):
                links[name] = to
                del left[listed]
            elif entry.is_symlink() or not entry.is_dir():
                left.pop(listed, None)
                found.append(Changed(name, may_be_file=True, may_be_folder=True))
            elif spell(name) in folders:
                waiting.append(f"{name}/")
            elif os.path.realpath(entry.path) != output:
                found.append(Changed(name, may_be_file=False, may_be_folder=True))
    found += (Changed(name, may_be_file=True, may_be_folder=False) for name in left)
    return [*found, *_changed_links(links, {each.path for each in found})]


def _led_to(link: os.DirEntry[str], root: Path) -> str:
    """The path below a folder that a link leads to, `.` for itself; empty if it leads elsewhere."""
    to, top = Path(os.path.realpath(link.path)), os.path.realpath(root)
    return to.relative_to(top).as_posix() if to.is_relative_to(top) else ""


def _changed_links(links: Mapping[str, str], changed: set[str]) -> Iterator[Changed]:
    """The links to folders in which a file has changed, or another one of these links."""
    left, paths = dict(links), {parent for name in changed for parent in _with_parents(name)}
    while found := [name for name, to in left.items() if to in paths]:
        for name in found:
            del left[name]
            paths |= _with_parents(name)
            yield Changed(name, may_be_file=True, may_be_folder=True)


def _with_parents(name: str) -> set[str]:
    path = PurePosixPath(name)
    return {str(each) for each in (path, *path.parents)}


def _entries(root: Path, folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing if it cannot be read, so that what was in it counts as gone."""
    try:
        with os.scandir(root / folder) as entries:
            return list(entries)
    except OSError:
        return []
