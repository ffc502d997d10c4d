"""Write the files of the output folder, and remove those whose sources no longer exist."""

import errno
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath

from coursebuild.model import Copied, Course, Location
from coursebuild.output import manifest
from coursebuild.output.manifest import Entry, Manifest
from coursebuild.runtime import atomic, fingerprint, store
from coursebuild.runtime.system import regular_file

NO_SOURCE = "its source no longer exists"
NO_INDEX = "the index has no such file any more"
NOT_LINKED = "no lesson links to it any more"
PLAIN = "it opens without a password"


class CollisionError(Exception):
    """Two files have a copy at the same path, or a copy and a page; `other` is the source of the first."""

    def __init__(self, other: str) -> None:
        super().__init__(other)
        self.other = other


class Writer:
    """Write into an output folder, and keep a manifest of what this build and former ones wrote."""

    def __init__(self, course: Course, output: Path) -> None:
        self._course = course
        self._output = output
        self._root = os.path.abspath(course.root)  # the source of what has none
        self._path_of_manifest = manifest.path(store.folder() / store.RECORDS, course.root, output)
        self._written: dict[str, Entry] = {}
        self._left: dict[str, str] = {}  # files that no lesson has any more, each with the reason
        self._plain_too: dict[str, bool] = {}  # by the editions with encrypted PDFs, or that had some
        self._kept: frozenset[str] = frozenset()  # what is in the output folder at the end of a build

    @cached_property
    def _manifest(self) -> Manifest:
        """What former builds wrote."""
        return manifest.read(self._path_of_manifest)

    @cached_property
    def _former(self) -> dict[str, Entry]:
        return dict(self._manifest.entries)

    def write(self, name: PurePosixPath, content: bytes, location: Location) -> Path:
        """Write a file, and return its path. Raises: OSError; the former file is then unchanged."""
        path = self._path(name)
        atomic.write(path, content)
        self._written[str(name)] = Entry(os.path.abspath(location.path), store.digest(content))
        return path

    def write_own(self, name: PurePosixPath, content: bytes, *, fresh: bool = False) -> Path | None:
        """Write a file of no source, as an index; return its path.

        Unless it is to be `fresh`, return None if it is there already.

        Raises: OSError.
        """
        path = self._path(name)
        digest = store.digest(content)
        is_there = not fresh and fingerprint.written(str(path)) == digest
        if not is_there:
            atomic.write(path, content)
        self._written[str(name)] = Entry(self._root, digest)
        return None if is_there else path

    def adopt(self, name: PurePosixPath, location: Location) -> bool:
        """Take a file that is there for one that was written; return whether there is one."""
        digest = fingerprint.written(str(self._output / name))
        if digest and digest != self.digest(name):
            self._written[str(name)] = Entry(os.path.abspath(location.path), digest)
        return bool(digest)

    def confirm(self, location: Location, digests: Mapping[str, str]) -> None:
        """Take the files of an unchanged lesson for those that were written, if the manifest has others.

        It has them where two processes built at once and could not lock the folder.
        """
        for name, digest in digests.items():
            if self.digest(PurePosixPath(name)) != digest:
                entry = self._former.get(name) or Entry(os.path.abspath(location.path), digest)
                self._written[name] = entry._replace(digest=digest)

    def discard_own(self, edition: str, kept: Collection[PurePosixPath]) -> None:
        """Let `finish` remove the files of an edition that `write_own` wrote, but for those that are kept."""
        for name, entry in (self._former | self._written).items():
            is_own = entry.source == self._root and name.partition("/")[0] == edition
            if is_own and PurePosixPath(name) not in kept:
                self._written.setdefault(name, entry)
                self._left[name] = NO_INDEX

    def digest(self, name: str | PurePosixPath) -> str:
        """The `store.digest` of a file that this build or a former one wrote; "" for any other."""
        entry = self._written.get(str(name)) or self._former.get(str(name))
        return entry.digest if entry and str(name) not in self._left else ""

    def copy(self, copied: Copied, location: Location) -> Path | None:
        """Copy a file to which a lesson links; return the path of the copy, or None if it is there already.

        Raises: OSError, also if the file is no longer the one that was examined; and CollisionError.
        """
        name, user, source = str(copied.name), os.path.abspath(location.path), str(copied.path)
        entry = None if name in self._left else self._written.get(name) or self._former.get(name)
        if entry and entry.source != source and any(map(os.path.lexists, set(entry.needed_by) - {user})):
            raise CollisionError(entry.source)
        others = entry.users if entry else ()
        path = self._path(copied.name)
        if is_new := fingerprint.written(str(path)) != copied.digest:
            content = copied.content
            if content is None:
                content = regular_file.read(copied.path, fingerprint.LARGEST, regular_file.NO_LINK)
            if store.digest(content) != copied.digest:
                raise OSError(errno.EBUSY, "it was changed during the build", source)
            atomic.write(path, content)
        self._left.pop(name, None)
        self._written[name] = Entry(source, copied.digest, tuple(dict.fromkeys((*others, user))))
        return path if is_new else None

    def leave(
        self,
        location: Location,
        editions: Collection[str],
        copies: Iterable[Copied],
        reason: str = NOT_LINKED,
    ) -> None:
        """Note that in these editions, a lesson has these copies and no other, for this reason."""
        user, kept = os.path.abspath(location.path), {str(copied.name) for copied in copies}
        for name, entry in (self._former | self._written).items():
            if user in entry.users and name.partition("/")[0] in editions and name not in kept:
                users = tuple(each for each in entry.users if each != user and os.path.lexists(each))
                self._written[name] = entry._replace(users=users or (user,))
                if not users:
                    self._left[name] = reason

    def withdraw(
        self, edition: str, locations: Iterable[Location] | None, stays: Callable[[PurePosixPath], bool]
    ) -> None:
        """Let `finish` remove the files of an edition that may not stay: those of some lessons, or all.

        `stays` is asked of files that can be read without a password, if they are no copies, and have not
        the leave of `allow_plain`.
        """
        sources = None if locations is None else {os.path.abspath(each.path) for each in locations}
        for name, entry in (self._former | self._written).items():
            path = PurePosixPath(name)
            if path.parts[0] != edition or self.may_be_plain(path) or (not entry.users and stays(path)):
                continue
            others = () if sources is None else tuple(each for each in entry.needed_by if each not in sources)
            if entry.users and (others := tuple(filter(os.path.lexists, others))):
                self._written[name] = entry._replace(users=others)
            elif not others:
                self._written.setdefault(name, entry)
                self._left[name] = PLAIN

    def not_withdrawn(self) -> list[Path]:
        """What `withdraw` should have had removed and is there, to be asked after `finish`."""
        paths = (self._output / name for name, reason in self._left.items() if reason == PLAIN)
        return [path for path in paths if os.path.lexists(path)]

    def allow_plain(self, edition: str, *, is_allowed: bool) -> None:
        """Record whether an edition with encrypted PDFs may have other files without a password."""
        self._plain_too[edition] = is_allowed

    def may_be_plain(self, name: PurePosixPath) -> bool:
        """Whether a file of an edition with encrypted PDFs may be there without a password.

        PDFs may not, but for copies of those to which lessons link.
        """
        edition = name.parts[0]
        if not self._plain_too.get(edition, edition in self._manifest.plain_too):
            return False
        entry = self._written.get(str(name)) or self._former.get(str(name))
        return name.suffix != ".pdf" or bool(entry and entry.users)

    def _path(self, name: PurePosixPath) -> Path:
        path = self._output / name
        if not Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(self._output)):
            raise OSError(errno.ELOOP, "a symbolic link leads out of the output folder", str(path.parent))
        return path

    def finish(self, *, tidy: bool) -> list[tuple[Path, str]]:
        """Save the manifest, and return the files that were removed, each with the reason.

        Remove copies to which no lesson links any more; with `tidy`, also the files of sources that no longer
        exist. What another program has written since stays. Remove also what killed builds left. A manifest
        that cannot be saved is no error: only stale files may then remain.
        """
        former = self._former
        for folder in {name.rpartition("/")[0] for name in former} | set(self._course.editions) | {""}:
            atomic.sweep(self._output / folder)
        entries = former | self._written
        plain_too = {name for name in self._manifest.plain_too if name not in self._plain_too}
        plain_too |= {name for name, is_allowed in self._plain_too.items() if is_allowed}
        stale = manifest.find_stale(entries, self._course) if tidy else []
        removed = self._remove(entries, {**dict.fromkeys(stale, NO_SOURCE), **self._left})
        self._kept = frozenset(entries)
        if (written := Manifest(entries, frozenset(plain_too))) != self._manifest:
            store.write_at(self._path_of_manifest, manifest.dump(written))
        return removed

    def left(self, names: Iterable[PurePosixPath]) -> list[Path]:
        """The files with these names in the folders of editions without corrections that no build wrote.

        To be asked after `finish`.
        """
        folders = [e.name for e in self._course.editions.values() if not e.shows_corrections]
        paths = (PurePosixPath(folder, name) for folder in folders for name in sorted(names))
        unknown = (self._output / path for path in paths if str(path) not in self._kept)
        return [path for path in unknown if os.path.lexists(path)]

    def stale(self) -> list[tuple[Path, str]]:
        """The files that `finish` with `tidy` would remove, if this build wrote nothing."""
        found = []
        for name in manifest.find_stale(self._former, self._course):
            with suppress(OSError, ValueError):
                if path := self._ours(name, self._former[name]):
                    found.append((path, NO_SOURCE))
        return found

    def _remove(self, entries: dict[str, Entry], stale: Mapping[str, str]) -> list[tuple[Path, str]]:
        """Remove files, of which each has its reason."""
        output, removed = Path(os.path.realpath(self._output)), []
        for name, reason in sorted(stale.items()):
            entry = entries.pop(name)
            with suppress(OSError, ValueError):
                if path := self._ours(name, entry):
                    path.unlink()
                    removed.append((path, reason))
                    for folder in list(PurePosixPath(name).parents)[:-1]:
                        if str(folder) not in self._course.editions:  # whose folders stay
                            (output / folder).rmdir()
        return removed

    def _ours(self, name: str, entry: Entry) -> Path | None:
        """The path of a file that is as a build wrote it; None for any other.

        Raises: OSError, and ValueError if no file can have this name here.
        """
        output = Path(os.path.realpath(self._output))
        path = Path(os.path.realpath(output / name))
        is_ours = path.is_relative_to(output) and path.is_file()
        return path if is_ours and store.digest(path.read_bytes()) == entry.digest else None
