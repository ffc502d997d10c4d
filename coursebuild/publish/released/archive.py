"""A ZIP archive whose bytes depend on nothing but its files and one time, and reading it back."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from shutil import copyfileobj

from coursebuild.model import printable
from coursebuild.publish import folders, names
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.sums import File

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a ZIP archive can have
_MODE = 0o100644 << 16
_UNIX = 3
# bytes of a file's header, of its entry in the central directory, both without its name, and of the end
_HEADERS, _END = 30 + 46, 22


def files_in(folder: Path) -> dict[PurePosixPath, Path]:
    """The files in a folder, by their sorted paths below it. Raises: OSError and UnsafeError."""
    found = sorted(folders.files_in(folder))
    if problem := names.find_problem(found):
        raise UnsafeError(problem)
    return {below: folder / below for below in found}


def write(path: Path, top: str, files: Mapping[PurePosixPath, Path], time: int | None) -> None:
    """Write an archive with files in the folder `top`; `time` is in seconds since 1970. Raises: OSError.

    Nothing is compressed: libraries that do it differ from machine to machine.
    """
    date = datetime.fromtimestamp(time or 0, UTC)
    stamp = max(_EARLIEST, date.timetuple()[:6])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, strict_timestamps=True) as archive:
        for name, file in files.items():
            entry = zipfile.ZipInfo(f"{top}/{name}", stamp)
            entry.external_attr, entry.create_system = _MODE, _UNIX
            entry.file_size = file.stat().st_size
            with file.open("rb") as source, archive.open(entry, "w") as target:
                copyfileobj(source, target)


@contextmanager
def _errors() -> Iterator[None]:
    """Raise UnsafeError for what zipfile raises."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError) as error:
        raise UnsafeError(f"it cannot be unpacked: {error}") from error


def entries(path: Path) -> Iterator[tuple[str, bytes]]:
    """The names and the contents of the files in an archive. Raises: OSError and UnsafeError."""
    with _errors(), zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            yield member.filename, archive.read(member)


def read_back(path: Path, top: str, expected: Sequence[File], folder: Path) -> None:
    """Unpack an archive that `write` wrote of the files `expected`, and nothing else.

    Raises: OSError, and UnsafeError if it has anything else, also between its entries, before or behind them.
    """
    inside = (PurePosixPath(file.name) for file in expected)
    if problem := names.find_problem([PurePosixPath(top)]) or names.find_problem(inside):
        raise UnsafeError(problem)
    with _errors(), zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if [member.filename for member in members] != [f"{top}/{file.name}" for file in expected]:
            raise UnsafeError("its files are not those that were packed")
        size = path.stat().st_size
        if size < zipfile.ZIP64_LIMIT and size != _size(members):  # above, headers have more fields
            raise UnsafeError("it has something beside its files")
        for member, file in zip(members, expected, strict=True):
            if (member.file_size, member.compress_type) != (file.bytes, zipfile.ZIP_STORED):
                raise UnsafeError(f"`{printable(file.name)}` is not what was packed")
            target = folder / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as source, target.open("xb") as unpacked:
                copyfileobj(source, unpacked)
            if File.read(file.name, target) != file:
                raise UnsafeError(f"`{printable(file.name)}` is not what was packed")


def _size(members: Sequence[zipfile.ZipInfo]) -> int:
    """The size of an archive that has nothing but these entries, not compressed (APPNOTE.TXT, 4.3.6)."""
    names = sum(len(member.filename.encode()) for member in members)
    return sum(member.file_size + _HEADERS for member in members) + 2 * names + _END
