"""Unpack archives and compressed files, with limits, and with what their tables do not list."""

import bz2
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from coursebuild.audit import files
from coursebuild.audit.files import Found
from coursebuild.audit.passages import MAX_SIZE, Enclosed, Kind, Passage, UnreadableError

MOST_MEMBERS = 10_000

_HEADER, _DESCRIPTOR = 30, 24  # bytes before a member's name, and at most after its content
_MEMORY = 1 << 27  # bytes that unpacking may need besides
_FILE_NAME = 8  # a flag of gzip (RFC 1952, 2.3.1)
# Parts of Office's files that are neither XML nor pictures that are read, nor objects of other programs.
_OFFICE = re.compile(r"(?i)\.(?:emf|wmf|odttf|fntdata)$|(?:^|/)(?:printerSettings\d*\.bin|layout-cache)$")
_OFFICE_TABLES = frozenset(("[Content_Types].xml", "mimetype"))


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


@contextmanager
def _errors(where: str) -> Iterator[None]:
    """Raise UnreadableError for what the libraries raise on damaged and encrypted files."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        lzma.LZMAError,
        zlib.error,
        struct.error,
        ArithmeticError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise UnreadableError(f"`{where}` cannot be unpacked: {error}") from error


def zipped(where: str, content: bytes) -> Found:
    """The files of a zip, their names, and what stands between them."""
    with _errors(where), zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MAX_SIZE:
            raise UnreadableError(f"`{where}` is too large to be unpacked")
        yield from _metadata(where, archive.comment)
        is_office = not _OFFICE_TABLES.isdisjoint(archive.namelist())
        at = 0
        for member in sorted(members, key=lambda member: member.header_offset):
            yield from _between(where, content[at : member.header_offset])
            begin = member.header_offset + _HEADER
            name, extra = struct.unpack("<HH", content[begin - 4 : begin])
            at = begin + name + extra + member.compress_size
            yield Passage(where, member.filename, Kind.NAME)
            yield from _metadata(where, content[begin : begin + name + extra] + member.comment + member.extra)
            if not member.is_dir():
                inside = f"{where}/{member.filename}"
                unpacked = archive.read(member)
                if is_office and _OFFICE.search(member.filename):
                    yield from files.text_or_bytes(inside, unpacked)
                else:
                    yield Enclosed(inside, unpacked, is_file=True)
        yield from _between(where, content[at : archive.start_dir])
        end = files.zip_end(content)
        yield from _metadata(where, content[archive.start_dir : end])
        yield from files.rest(where, content[end:], is_file=True)


def tarred(where: str, content: bytes) -> Found:
    """The files of a tar archive, and their names."""
    yield Passage(where, files.letters(content), Kind.BYTES)
    yield Passage(where, files.runs(content), Kind.JOINED)
    with _errors(where), tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for number, member in enumerate(archive):
            if number >= MOST_MEMBERS:
                raise UnreadableError(f"`{where}` is too large to be unpacked")
            yield Passage(where, member.name, Kind.NAME)
            yield Passage(where, f"{member.linkname} {member.pax_headers}")
            if file := archive.extractfile(member) if member.isfile() else None:
                yield Enclosed(f"{where}/{member.name}", file.read(), is_file=True)


def gzipped(where: str, content: bytes) -> Found:
    """The unpacked file, and its name."""
    yield from _metadata(where, content[:256])
    if content[3:4] and content[3] & _FILE_NAME:
        yield Passage(where, content[10:].partition(b"\0")[0].decode("latin-1")[-255:], Kind.NAME)
    yield from _unpacked(where, zlib.decompressobj(wbits=31), content)


def bzipped(where: str, content: bytes) -> Found:
    """The unpacked file."""
    return _unpacked(where, bz2.BZ2Decompressor(), content)


def xzipped(where: str, content: bytes) -> Found:
    """The unpacked file."""
    return _unpacked(where, lzma.LZMADecompressor(memlimit=_MEMORY), content)


def _unpacked(where: str, unpacking: _Decompressor, content: bytes) -> Found:
    with _errors(where):
        unpacked = unpacking.decompress(content, MAX_SIZE)
    if not unpacking.eof:
        raise UnreadableError(f"`{where}` is incomplete, or too large to be unpacked")
    yield Enclosed(where, unpacked, is_file=True)
    yield from files.rest(where, unpacking.unused_data, is_file=True)


def _between(where: str, content: bytes) -> Found:
    """What stands where a zip's table lists nothing; a few bytes may be the sizes of the file before."""
    if len(content) > _DESCRIPTOR:
        yield Enclosed(where, content, is_file=True)


def _metadata(where: str, content: bytes) -> Found:
    if content:
        yield Passage(where, files.runs(content), Kind.JOINED)
        yield Passage(where, files.letters(content), Kind.BYTES)
