"""The manifest: the files built into an output folder, each with its source, to find stale files."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Course
from coursebuild.runtime import store

VERSION = 4


class Entry(NamedTuple):
    """A file that was written: the absolute path of its source, and the `store.digest` of its content.

    Of a copy, `users` are the absolute paths of the lessons that link to it; a page has none.
    """

    source: str
    digest: str
    users: tuple[str, ...] = ()

    @property
    def needed_by(self) -> tuple[str, ...]:
        """The sources of which one must exist, or the file is stale."""
        return self.users or (self.source,)


class Manifest(NamedTuple):
    """What was written into an output folder, by paths relative to it.

    `plain_too` are the editions with encrypted PDFs whose other files may be read without a password.
    """

    entries: Mapping[str, Entry] = {}
    plain_too: frozenset[str] = frozenset()


def find_stale(entries: Mapping[str, Entry], course: Course) -> list[str]:
    """The files, relative to the output folder, whose source or edition no longer exists."""
    sources = {source for entry in entries.values() for source in entry.needed_by}
    gone = {source for source in sources if not os.path.lexists(source)}
    return [
        name
        for name, entry in entries.items()
        if gone.issuperset(entry.needed_by) or name.partition("/")[0] not in course.editions
    ]


def read(path: Path) -> Manifest:
    """Read a manifest; empty if the file is missing or damaged."""
    try:
        content = json.loads(store.read_at(path) or b"")
        if content["version"] != VERSION:
            return Manifest()
        entries = {
            str(name): Entry(str(source), str(hash_), tuple(map(str, users)))
            for name, (source, hash_, users) in content["files"].items()
        }
        return Manifest(entries, frozenset(map(str, content.get("plain-too", ()))))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Manifest()


def dump(manifest: Manifest) -> bytes:
    """Convert a manifest to JSON for `read`."""
    content = {"version": VERSION, "files": manifest.entries, "plain-too": sorted(manifest.plain_too)}
    return json.dumps(content).encode()  # escapes what is not UTF-8


def path(folder: Path, root: Path, output: Path) -> Path:
    """The file in `folder` for the course `root` and its output folder; each pair has a file of its own."""
    name = store.key(os.path.realpath(root), os.path.realpath(output))
    return folder / f"{name[:32]}.json"
