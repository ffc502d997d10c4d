"""The files of a course as they were at a revision, in a temporary folder.

Each folder is there under its path in the file system, so that a lesson's `../../shared` leads to the folder
that it leads to in the checkout. What the repository does not have, outside of the course, is a link to it.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine.compared.contents import Contents, pointed
from coursebuild.model import UsageError
from coursebuild.runtime.system import regular_file
from coursebuild.source.revision import LARGEST_READ, Revision

Files = Mapping[str, bytes]  # by their paths below a folder


class Snapshot(NamedTuple):
    """The course's folder, and the folders outside of it that the repository has, by those of the checkout.

    `identifiers` are those of the contents in each of these folders, that of the course among them, by paths
    below the folder; that of a link to a folder is `link_identifier`.
    """

    root: Path
    resources: tuple[Path, ...]
    contents: Contents
    identifiers: Mapping[Path, Mapping[str, str]]


class Snapshots:
    """Writes files of a revision to a temporary folder."""

    def __init__(self, revision: Revision, folder: Path) -> None:
        self._revision, self._folder = revision, folder
        self._top = _real(revision.root)
        self._written: dict[Path, Files] = {}
        self._links: dict[Path, Mapping[str, str]] = {}  # to folders, as of `Revision.snapshot`
        self.root = self._at(self._top)

    def write_course(self) -> Path:
        """Write the files of the course; return its folder. Raises: UsageError."""
        self._written[self._top], self._links[self._top] = self._revision.snapshot(self.root)
        return self.root

    def with_resources(self, resources: Iterable[Path]) -> Snapshot:
        """All files, also those in `resources` of the checkout. Raises: UsageError."""
        placed = tuple(map(self._placed, map(_real, resources)))
        every = [content for files in self._written.values() for content in files.values()]
        contents = Contents.at(len(self._revision.commit), every)
        if contents.stored:
            self._fetch_stored()
        identifiers = {
            folder: {name: contents.identify(content) for name, content in files.items()}
            | {name: link_identifier(to) for name, to in self._links[folder].items()}
            for folder, files in self._written.items()
        }
        return Snapshot(self.root, placed, contents, identifiers)

    def _placed(self, resource: Path) -> Path:
        """Where the files of a folder are that the checkout has."""
        if resource.is_relative_to(self._top):
            return self._at(resource)
        files: Files = {}
        links: Mapping[str, str] = {}
        with suppress(UsageError):  # the folder is in another repository, or in none
            files, links = self._revision._replace(root=resource).snapshot(self._at(resource))
        if files:
            self._written[resource], self._links[resource] = files, links
            return self._at(resource)
        self._link(resource)
        return resource

    def _link(self, path: Path) -> None:
        """Link to a path of the checkout; of a folder that the course is in, to all else in it."""
        there = self._at(path)
        if path == self._top or path in self._written or there.is_symlink():
            return
        with suppress(OSError):  # what cannot be linked is missing where a lesson names it
            if there.is_dir():
                for each in path.iterdir():
                    self._link(each)
            else:
                there.parent.mkdir(parents=True, exist_ok=True)
                there.symlink_to(path)

    def _fetch_stored(self) -> None:
        """Write what Git LFS keeps in place of its pointers, where this machine has it."""
        fetched = self._revision.lfs_folder()
        for folder, files in self._written.items():
            for name, content in files.items():
                if stored := pointed(content):
                    paths = (folder / name, fetched / stored[:2] / stored[2:4] / stored)
                    if (kept := _kept(stored, paths)) is not None:
                        self._revision.write({name: kept}, self._at(folder))

    def _at(self, path: Path) -> Path:
        return self._folder / path.relative_to(path.anchor)


def link_identifier(folder: str) -> str:
    """What identifies a link to a folder, which is below the same one."""
    return f"-> {folder}"


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _kept(stored: str, paths: Iterable[Path]) -> bytes | None:
    """What Git LFS calls `stored`, of a size that a lesson may include, if it is at one of the paths."""
    for path in paths:
        with suppress(OSError):
            content = regular_file.read(path, LARGEST_READ, regular_file.NO_LINK)
            if hashlib.sha256(content).hexdigest() == stored:
                return content
    return None
