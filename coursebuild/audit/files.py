"""Read the files that a page or a PDF may contain: images with their metadata, archives, compressed texts."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape

from coursebuild.audit.packed import in_bytes
from coursebuild.audit.passages import MAX_SIZE, Enclosed, Kind, Passage, UnreadableError, tags_apart

Found = Iterator[Passage | Enclosed]

DRAWING = "drawing"  # whose texts readers see

_PIXELS = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD")
)
_FRAMES = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
# JPEG's markers (ITU-T T.81, table B.1): those without a segment, and those of comments and applications.
_END, _SCAN, _ALONE, _TEXTS = (
    0xD9,
    0xDA,
    frozenset((1, *range(0xD0, 0xD9))),
    frozenset((0xFE, *range(0xE0, 0xF0))),
)
_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
_SCAN_DATA = re.compile(rb"(?:[^\xff]|\xff[\x00\xd0-\xd7])+")
_RUN = re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xf4][\x80-\xbf]{1,3}){4,}")
_WIDE_RUN = re.compile(rb"(?:[\t\n\r\x20-\x7e\xa0-\xff]\0){4,}|(?:\0[\t\n\r\x20-\x7e\xa0-\xff]){4,}")
_BESIDE = re.compile(
    r"(?is)<(title|desc|metadata|style|script|defs|symbol)\b(?:[^<>]*(?<!/))?>(.*?)(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)"
)
_TAG = re.compile(r"<[^<>]*>")
_VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)  # also unclosed, or it takes quadratic time
_GEOMETRY = re.compile(r"""(?<=[\s"'])(?:[-+.,\d\sMLHVCSQTAZmlhvcsqtaze]{24,})""")


def read(where: str, content: bytes) -> Found:
    """The texts of any file, except a PDF, whatever its name."""
    for offset, magic, reader in _READERS:
        if content[offset:].startswith(magic):
            yield from reader(where, content)
            return
    if content:
        yield from text_or_bytes(where, content)


def is_known(content: bytes) -> bool:
    """Whether this is a file of a format that is read, or a PDF."""
    return content.startswith(b"%PDF") or any(content[at:].startswith(magic) for at, magic, _ in _READERS)


def text_or_bytes(where: str, content: bytes) -> Found:
    """The text of a file, of markup what is between its tags as well; or any bytes."""
    text = decoded(content)
    if text is None:
        yield Passage(where, letters(content), Kind.BYTES)
        yield Passage(where, runs(content), Kind.JOINED)
    elif "<" in text and ">" in text:
        yield from markup(where, text)
    else:
        yield Passage(where, text)


def decoded(content: bytes) -> str | None:
    """The text of bytes; None if they are not a text."""
    marks = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))
    coding = next(coding for mark, coding in marks if content.startswith(mark))
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
        return None if re.search(r"[\0-\x08\x0e-\x1f\x7f-\x9f]", text) else text
    return None if "\0" in text else text


def letters(content: bytes) -> str:
    """The letters from a to z of bytes: the same for ASCII, Latin-1, UTF-8 and UTF-16."""
    return content.translate(_LOWER, _OTHERS).decode("ascii")


def runs(content: bytes) -> str:
    """What looks like text in bytes."""
    wide = (found.replace(b"\0", b"").decode("latin-1") for found in _WIDE_RUN.findall(content))
    return "\n".join((*(run.decode("utf-8", "replace") for run in _RUN.findall(content)), *wide))


def markup(where: str, text: str) -> Found:
    """The texts of SVG or another XML: what is shown, what describes it, and names and comments."""
    text = _GEOMETRY.sub(" ", _CDATA.sub(lambda found: found[1].replace("<", "&lt;"), text))
    beside = [found[2] or found[0] for found in _BESIDE.finditer(text)]
    shown = _BESIDE.sub(" ", text)
    yield Passage(where, unescape(_TAG.sub(" ", shown)))
    yield Passage(where, unescape(_TAG.sub("", shown)))
    for each in beside:
        yield Passage(f"{where}'s description", unescape(_TAG.sub(" ", each)))
    yield Passage(f"{where}'s source", tags_apart(text), Kind.CODE)
    yield from _attributes(f"{where}'s attributes", text)


def _attributes(where: str, text: str) -> Found:
    """The values of attributes, of which some have markup of their own, as draw.io's labels."""
    values = [unescape(found[1] or found[2] or "") for found in _VALUE.finditer(text)]
    yield Passage(where, "\n".join(values), Kind.JOINED)
    yield from (Enclosed(where, each.encode()) for each in dict.fromkeys(values) if _TAG.search(each))


def _png(where: str, content: bytes) -> Found:
    at = 8
    while at + 12 <= len(content):
        (size,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        chunk = content[at + 8 : at + 8 + size]
        if kind in (b"zTXt", b"iCCP"):
            name, _, packed = chunk.partition(b"\0")
            yield Passage(f"{where}'s metadata", name.decode("latin-1"))
            yield Enclosed(f"{where}'s metadata", unpacked(packed[1:]))
        elif kind == b"iTXt":
            yield from _international_text(where, chunk)
        elif kind not in _PIXELS:
            yield from _metadata(where, chunk)
            _, _, text = chunk.partition(b"\0")
            yield from (Enclosed(f"{where}'s metadata", each) for each in in_bytes(text))
        at += 12 + size
        if kind == b"IEND":
            break
    yield from rest(where, content[at:])


def _international_text(where: str, chunk: bytes) -> Found:
    """A chunk `iTXt` of a PNG (ISO 15948, 11.3.4.5)."""
    name, _, rest = chunk.partition(b"\0")
    compressed, rest = rest[:1] == b"\1", rest[2:]
    language, _, rest = rest.partition(b"\0")
    translated, _, text = rest.partition(b"\0")
    for each in (name, language, translated, unpacked(text) if compressed else text):
        yield from _metadata(where, each)


def _jpeg(where: str, content: bytes) -> Found:
    at = 2
    while marker := _MARKER.match(content, at):
        code, at = marker[1][0], marker.end()
        if code == _END:
            break
        if code in _ALONE:
            continue
        size = int.from_bytes(content[at : at + 2], "big")
        if code in _TEXTS:
            yield from _metadata(where, content[at + 2 : at + size])
        at += size
        if code == _SCAN and (scan := _SCAN_DATA.match(content, at)):
            at = scan.end()
    yield from rest(where, content[at:])


def _gif(where: str, content: bytes) -> Found:
    at = 13 + _palette_size(content[10:11])
    while (kind := content[at : at + 1]) in (b"!", b","):
        at += 2 if kind == b"!" else 11 + _palette_size(content[at + 9 : at + 10])
        label, blocks = content[at - 1 : at], []
        while size := int.from_bytes(content[at : at + 1], "big"):
            blocks.append(content[at + 1 : at + 1 + size])
            at += 1 + size
        at += 1
        if kind == b"!" and label != b"\xf9":  # not a frame's duration
            yield from _metadata(where, b"".join(blocks))
    yield from rest(where, content[at + 1 :])


def _palette_size(flags: bytes) -> int:
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


def _webp(where: str, content: bytes) -> Found:
    at = 12
    while at + 8 <= len(content):
        kind, (size,) = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])
        if kind not in _FRAMES:
            yield from _metadata(where, content[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    yield from rest(where, content[at:])


def _gzip(where: str, content: bytes) -> Found:
    unpacking = zlib.decompressobj(wbits=47)
    try:
        unpacked = unpacking.decompress(content, MAX_SIZE)
    except zlib.error as error:
        raise UnreadableError(f"its {where} cannot be unpacked: {error}") from error
    if unpacking.unconsumed_tail:
        raise UnreadableError(f"its {where} is too large to be read")
    yield from _metadata(where, content[:256])  # a file's name and a comment
    yield Enclosed(where, unpacked)
    yield from rest(where, unpacking.unused_data)


def _zip(where: str, content: bytes) -> Found:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _metadata(where, archive.comment)
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_SIZE:
                raise UnreadableError(f"its {where} is too large to be read")
            for member in members:
                yield Passage(where, member.filename)
                yield from _metadata(where, member.comment)
                yield Enclosed(where, archive.read(member))
            yield from rest(where, content[zip_end(content) :])
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise UnreadableError(f"its {where} cannot be unpacked: {error}") from error


def _metadata(where: str, content: bytes) -> Found:
    """The texts in a part of a binary file, such as Exif, XMP or a comment."""
    if content:
        yield Passage(f"{where}'s metadata", runs(content))
        yield Passage(f"{where}'s metadata", letters(content), Kind.BYTES)


def zip_end(content: bytes) -> int:
    """Where a zip ends: after its last record, and the comment in that (APPNOTE.TXT, 4.3.16)."""
    at = max(content.rfind(ZIP_END, -ZIP_LAST), 0) + 22
    return at + int.from_bytes(content[at - 2 : at], "little")


def rest(where: str, content: bytes, *, is_file: bool = False) -> Found:
    """What follows a file's end, as it is and unpacked."""
    if trimmed := content.lstrip(b"\0\r\n\t "):
        plain = unpacked(trimmed)
        if plain != trimmed:
            yield from _metadata(where, trimmed)
        yield Enclosed(f"{where}, after its end", plain, is_file=is_file)


def unpacked(packed: bytes) -> bytes:
    """What was compressed with zlib; other bytes as they are."""
    try:
        return zlib.decompressobj().decompress(packed, MAX_SIZE)
    except zlib.error:
        return packed


ZIP_END, ZIP_LAST = b"PK\x05\x06", (1 << 16) + 22  # a zip's last record, and in how many last bytes it begins
_OTHERS = bytes(code for code in range(256) if not (chr(code).isascii() and chr(code).isalpha()))
_LOWER = bytes(range(256)).lower()
_READERS: tuple[tuple[int, bytes, Callable[[str, bytes], Found]], ...] = (  # by what a file begins with
    (0, b"\x89PNG\r\n\x1a\n", _png),
    (0, b"\xff\xd8\xff", _jpeg),
    (0, b"GIF8", _gif),
    (8, b"WEBP", _webp),
    (0, b"\x1f\x8b", _gzip),
    (0, b"PK\x03\x04", _zip),
)
