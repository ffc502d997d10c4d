"""Which files of an output folder were built, of which source: a file whose source is gone can be removed."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coursebuild.model import Course
from coursebuild.runtime import store

VERSION = 2


class Entry(NamedTuple):
    """A file that was written: its source's absolute path, and its content's hash (`store.digest`)."""

    source: str
    digest: str


def left_over(known: Mapping[str, Entry], course: Course) -> list[str]:
    """The files of sources, or of editions, that are gone; by their paths below the output folder."""
    gone = {source for source in {entry.source for entry in known.values()} if not os.path.lexists(source)}
    return [
        name
        for name, entry in known.items()
        if entry.source in gone or name.partition("/")[0] not in course.editions
    ]


def read(path: Path) -> dict[str, Entry]:
    """The entries by their paths below the output folder; none where the manifest is absent or damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            return {}
        return {
            str(name): Entry(str(source), str(hash_)) for name, (source, hash_) in content["files"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def dump(known: Mapping[str, Entry]) -> bytes:
    return json.dumps({"version": VERSION, "files": known}, ensure_ascii=False).encode("utf-8", "replace")


def path(folder: Path, root: Path, output: Path) -> Path:
    """The file in `folder`, of the cache, for what a course builds into `output`."""
    name = store.key(os.path.realpath(root), os.path.realpath(output))
    return folder / f"{name[:32]}.json"
