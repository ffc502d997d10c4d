"""What former builds made: a file whose source is gone is taken away, if it is still as it was made."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from coursebuild.request import Course

VERSION = 2


class Record:
    """The files below an output folder, each with its source's path and its content's hash."""

    def __init__(self, files: Mapping[str, tuple[str, str]] | None = None) -> None:
        self.files = dict(files or {})

    def add(self, lines: Iterable[bytes]) -> None:
        """Files that `line` tells of."""
        self.files.update({path: (source, hash_) for path, source, hash_ in map(json.loads, lines)})

    def left_over(self, course: Course) -> list[str]:
        """The files of sources, or of editions, that are no more."""
        gone = {source for source in {s for s, _ in self.files.values()} if not os.path.lexists(source)}
        return [
            path
            for path, (source, _) in self.files.items()
            if source in gone or path.partition("/")[0] not in course.editions
        ]

    def made(self, path: str, content: bytes) -> bool:
        """Whether a file is as it was made: nobody wrote another in its place."""
        return self.files[path][1] == digest(content)

    def dump(self) -> bytes:
        return json.dumps({"version": VERSION, "files": self.files}, ensure_ascii=False).encode(
            "utf-8", "replace"
        )


def line(path: PurePosixPath, content: bytes, source: Path) -> bytes:
    """Tells of a file that was made."""
    return json.dumps([str(path), os.path.abspath(source), digest(content)]).encode()


def read(path: Path) -> Record:
    """The record of a path; an empty one where there is none, or none that can be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            return Record()
        return Record(
            {str(name): (str(source), str(hash_)) for name, (source, hash_) in told["files"].items()}
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Record()


def place(folder: Path, root: Path, output: Path) -> Path:
    """The file of a folder in the cache that tells of what a course builds into `output`."""
    name = hashlib.sha256(f"{os.path.realpath(root)}\0{os.path.realpath(output)}".encode("utf-8", "replace"))
    return folder / f"{name.hexdigest()[:32]}.json"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def emptied(path: PurePosixPath) -> Iterator[PurePosixPath]:
    """The folders that a file's going may leave empty, the innermost first; the edition's own stays."""
    yield from list(path.parents)[:-2]
