"""The entries of the record of former builds, and the form in which it has them."""

import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from coursebuild.runtime import fingerprint, store

VERSION = b"9"

# A file as it was when it was last compared: the hash of its content, and `fingerprint.settled`.
FileRecord = list[str]
NOT_SETTLED = ""


class Entry(TypedDict):
    """The JSON of a document that was built.

    The hash of an input, in `reads`, is its `fingerprint.state`; that of a file is its `store.digest`.
    `dates` says of each date in it whether it had come; `begins` says where the numbers of the lesson begin,
    and those of other lessons whose numbers it may show. `shared` is the key of the shared inputs in the
    record; `seconds` is as in `Outcome`.
    """

    name: str
    shared: str
    seconds: float
    reads: dict[str, FileRecord]
    files: dict[str, FileRecord]
    begins: dict[str, str]
    dates: dict[str, bool]
    diagnostics: list[tuple[str, int, int, str, str]]


def read(path: Path) -> dict[bytes, bytes]:
    """The entries by their keys; empty if there is no record of this version."""
    try:
        version, *lines = (store.read_at(path) or b"").splitlines()
    except ValueError:
        return {}
    if version != VERSION:
        return {}
    return {key: entry for key, _, entry in (line.partition(b" ") for line in lines)}


def write(path: Path, entries: Iterable[tuple[bytes, bytes]]) -> None:
    lines = (key + b" " + entry for key, entry in entries)
    store.write_at(path, b"\n".join([VERSION, *lines, b""]))


def dump(entry: Entry) -> bytes:
    return json.dumps(entry).encode()


def joined(former: Entry, new: Entry, editions: Collection[str]) -> Entry:
    """The entry of a document of which these editions alone were built again."""
    others = {
        path: record for path, record in former["files"].items() if path.partition("/")[0] not in editions
    }
    return {
        **new,
        "seconds": former["seconds"],
        "reads": former["reads"] | new["reads"],
        "files": others | new["files"],
        "begins": former["begins"] | new["begins"],
        "dates": former["dates"] | new["dates"],
    }


def parse(line: bytes) -> Entry | None:
    """The entry of a document in a line of the record; None if it is none, or damaged."""
    with suppress(ValueError, TypeError, KeyError, RecursionError):
        entry: Entry = json.loads(line)
        if isinstance(entry["files"], dict):
            return entry
    return None


def settled_before() -> int:
    """The time in nanoseconds before which a file must have changed, so that its next change shows."""
    return time.time_ns() - fingerprint.STEP


def compare(
    record: FileRecord, path: str, compute_hash: Callable[[str], str], before: int
) -> FileRecord | None:
    """The record with the present state of the file; None if the file has changed."""
    hash_, settled = record
    if hash_ == fingerprint.PRESENT:
        return record if os.path.lexists(path) else None
    now = fingerprint.settled(path, before)
    return [hash_, now] if (now and now == settled) or compute_hash(path) == hash_ else None


def name_of(entry: bytes) -> str:
    """The name of the document of an entry; empty if the entry is damaged."""
    try:
        return str(json.loads(entry)["name"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def come(dates: Iterable[str], day: str) -> Mapping[str, bool]:
    """Whether each date has come on a day, both in ISO 8601."""
    return {date: date <= day for date in sorted(dates)}
