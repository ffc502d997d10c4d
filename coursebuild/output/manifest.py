"""The manifest: the files built into an output folder, each with its source, to find stale files."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Course
from coursebuild.runtime import store

VERSION = 3


class Entry(NamedTuple):
    """A file that was written: the absolute path of its source, and the `store.digest` of its content."""

    source: str
    digest: str


def find_stale(entries: Mapping[str, Entry], course: Course) -> list[str]:
    """The files, relative to the output folder, whose source or edition no longer exists."""
    gone = {source for source in {entry.source for entry in entries.values()} if not os.path.lexists(source)}
    return [
        name
        for name, entry in entries.items()
        if entry.source in gone or name.partition("/")[0] not in course.editions
    ]


def read(path: Path) -> dict[str, Entry]:
    """Read the entries, by paths relative to the output folder; empty if the file is missing or damaged."""
    try:
        content = json.loads(store.read_at(path) or b"")
        if content["version"] != VERSION:
            return {}
        return {
            str(name): Entry(str(source), str(hash_)) for name, (source, hash_) in content["files"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}


def dump(entries: Mapping[str, Entry]) -> bytes:
    """Convert the entries to JSON for `read`."""
    return json.dumps({"version": VERSION, "files": entries}).encode()  # escapes what is not UTF-8


def path(folder: Path, root: Path, output: Path) -> Path:
    """The file in `folder` for the course `root` and its output folder; each pair has a file of its own."""
    name = store.key(os.path.realpath(root), os.path.realpath(output))
    return folder / f"{name[:32]}.json"
