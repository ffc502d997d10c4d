"""The entries of the record of former builds, and the form in which it has them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

from coursebuild.runtime import store

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


def name_of(entry: bytes) -> str:
    """The name of the document of an entry; empty if the entry is damaged."""
    try:
        return str(json.loads(entry)["name"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""


def come(dates: Iterable[str], day: str) -> Mapping[str, bool]:
    """Whether each date has come on a day, both in ISO 8601."""
    return {date: date <= day for date in sorted(dates)}
