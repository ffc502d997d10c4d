"""Read the files that students get beside their pages; refuse those whose texts cannot be known.

What is packed is unpacked with limits, and nothing is parsed that could multiply itself: entities of XML
stay as they are written. Pictures, sound, films and fonts are not packed texts: their bytes are searched.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from coursebuild.audit import files
from coursebuild.audit.copies import archives
from coursebuild.audit.files import Found
from coursebuild.audit.passages import Enclosed, Kind, Passage, UnreadableError

MOST_TOTAL = 1 << 27  # bytes of all that is in a file, with what is in it in its turn

_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # not in a text; an escape may colour a terminal
_PACKED: tuple[tuple[int, bytes, Callable[[str, bytes], Found]], ...] = (  # by what a file begins with
    (0, b"PK\x03\x04", archives.zipped),
    (0, b"PK\x05\x06", archives.zipped),  # an empty one
    (0, b"\x1f\x8b", archives.gzipped),
    (0, b"BZh", archives.bzipped),
    (0, b"\xfd7zXZ\0", archives.xzipped),
    (257, b"ustar", archives.tarred),
)
_BARE: tuple[tuple[int, bytes], ...] = (
    # pictures that `files` does not read
    *((0, magic) for magic in (b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0", b"VCLMTF", b"\xd7\xcd\xc6\x9a")),
    (40, b" EMF"),
    # sound and films
    *((0, magic) for magic in (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"OggS", b"fLaC")),
    *((0, magic) for magic in (b"MThd", b"\x1aE\xdf\xa3", b"\0\0\1\xba", b"\0\0\1\xb3")),
    *((8, magic) for magic in (b"WAVE", b"AVI ", b"AIFF")),
    (4, b"ftyp"),
    # fonts
    *((0, magic) for magic in (b"\0\1\0\0\0", b"OTTO", b"true", b"ttcf", b"wOFF", b"wOF2")),
    # databases, and records of a network: texts stand there as they are
    *((0, magic) for magic in (b"SQLite format 3\0", b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\n\r\r\n")),
)
_RTF_HEX, _RTF_CODE = re.compile(r"\\'([0-9A-Fa-f]{2})"), re.compile(r"\\u(-?\d{1,5}) ?\??")
_RTF_WORD = re.compile(r"\\[A-Za-z]+-?\d* ?|[{}\r\n]")


def read(where: str, content: bytes) -> Found:
    """The texts of any file but a PDF. Raises UnreadableError if its kind is not known."""
    for offset, magic, unpack in _PACKED:
        if content[offset:].startswith(magic):
            return unpack(where, content)
    if files.is_known(content):
        return files.read(where, content)
    if is_text(content):
        return _text(where, content)
    if files.decoded(content) is not None:  # UTF-16 with its mark
        return files.read(where, content)
    if any(content[offset:].startswith(magic) for offset, magic in _BARE):
        return bare(where, content)
    raise UnreadableError(f"`{where}` is of a kind that cannot be read")


def is_text(content: bytes) -> bool:
    return not _CONTROL.search(content)


def bare(where: str, content: bytes) -> Found:
    """The bytes of a file, and an archive or a PDF at its end."""
    yield Passage(where, files.letters(content), Kind.BYTES)
    yield Passage(where, files.runs(content), Kind.JOINED)
    if files.ZIP_END in content[-files.ZIP_LAST :]:
        yield from archives.zipped(where, content)
    if (at := content.find(b"%PDF-")) > 0:
        yield Enclosed(where, content[at:])


def _text(where: str, content: bytes) -> Found:
    yield from files.text_or_bytes(where, content)
    text = files.decoded(content)
    if text is None:  # one byte a letter, as Windows writes it
        text = content.decode("cp1252", "replace")
        yield Passage(where, text)
    if text.lstrip()[:1] in ("{", "["):
        yield from _json(where, text)
    if text.startswith("{\\rtf"):
        text = _RTF_HEX.sub(lambda found: bytes.fromhex(found[1]).decode("cp1252", "replace"), text)
        text = _RTF_CODE.sub(lambda found: chr(int(found[1]) % 0x10000), text)
        yield Passage(where, _RTF_WORD.sub("", text))


def _json(where: str, text: str) -> Found:
    """The strings of a notebook or another JSON; a list of them is one text."""
    try:
        strings = list(_strings(json.loads(text)))
    except (ValueError, RecursionError):
        return
    joined = "\n".join(strings)
    yield Passage(where, joined)
    if "<" in joined:
        yield from files.markup(where, joined)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _strings(each)
    elif isinstance(value, list):
        if value and all(isinstance(each, str) for each in value):
            yield "".join(value)
        else:
            for each in value:
                yield from _strings(each)
