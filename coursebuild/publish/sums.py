"""The sizes and SHA-256 sums of files, as `sha256sum -c` compares them."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class File(NamedTuple):
    """A file, with its size in bytes and its SHA-256 sum in hexadecimal."""

    name: str
    bytes: int
    sha256: str

    @classmethod
    def read(cls, name: str, path: Path) -> "File":
        """Raises: OSError."""
        with path.open("rb") as file:
            return cls(name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def of_content(name: str, content: bytes) -> File:
    """A file that is not on the disk."""
    return File(name, len(content), hashlib.sha256(content).hexdigest())


def lines(files: Sequence[File]) -> bytes:
    """The sums of files, a line each, as sha256sum writes them."""
    return "".join(f"{file.sha256}  {file.name}\n" for file in sorted(files)).encode()
