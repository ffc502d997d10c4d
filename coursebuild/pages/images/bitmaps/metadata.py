"""Take out of pictures what nobody sees: texts, comments, places, other pictures, and what follows their end.

What decides how a picture looks stays: its pixels, frames and colours, its density, and which way is up.
"""

import re
import struct
from collections.abc import Callable, Iterator, Mapping

_PNG = frozenset(  # https://www.w3.org/TR/png-3/#4Concepts.FormatTypes
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV"),
        *(b"cLLI", b"sBIT", b"pHYs", b"bKGD", b"hIST", b"acTL", b"fcTL", b"fdAT"),
    )
)
_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_HAS_EXIF, _HAS_XMP = 0x08, 0x04  # flags of VP8X
# JPEG's markers (ITU-T T.81, table B.1)
_MARKER, _COMMENT, _END, _SCAN = 0xFF, 0xFE, 0xD9, 0xDA  # a comment is 0xFE in a GIF, too
_APPLICATIONS = range(0xE0, 0xF0)
_JFIF, _EXIF, _ICC, _ADOBE = b"JFIF\0", b"Exif\0\0", b"ICC_PROFILE\0", b"Adobe"
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
# GIF's blocks (https://www.w3.org/Graphics/GIF/spec-gif89a.txt): how each begins, and what an extension is
_TRAILER, _IMAGE, _EXTENSION, _APPLICATION = 0x3B, 0x2C, 0x21, 0xFF
_REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # what a GIF's application says that matters
_ORIENTATION, _SHORT = 0x0112, 3  # a tag of Exif, and its type


def without_metadata(content: bytes, kind: str) -> bytes:
    """A picture of a media type without its metadata; one that cannot be read as such stays as it is."""
    clean = _CLEANED.get(kind)
    try:
        return clean(content) if clean else content
    except (struct.error, ValueError, IndexError):
        return content


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at < len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk is longer than the file")
        if kind in _PNG:
            kept.append(content[at:end])
        elif kind == b"eXIf" and (turned := _only_orientation(content[at + 8 : end - 4])):
            kept.append(_png_chunk(b"eXIf", turned))
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise ValueError("it has no end")


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    import zlib  # noqa: PLC0415 (few pictures are turned)

    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _jpeg(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while True:
        while content[at] == content[at + 1] == _MARKER:  # what fills up to a marker
            at += 1
        if content[at] != _MARKER:
            raise ValueError("here is no marker")
        marker = content[at + 1]
        if marker == _END:
            return b"".join((*kept, content[at : at + 2]))
        (length,) = struct.unpack_from(">H", content, at + 2)  # with its own two bytes
        end = at + 2 + length
        if not at + 4 <= end <= len(content):
            raise ValueError("a segment is longer than the file")
        kept += _jpeg_segment(marker, content[at + 4 : end])
        if marker == _SCAN:
            found = _AFTER_SCAN.search(content, end)
            if not found:
                raise ValueError("it has no end")
            kept.append(content[end : found.start()])
            end = found.start()
        at = end


def _jpeg_segment(marker: int, data: bytes) -> Iterator[bytes]:
    """What is left of a segment, with its marker and its length."""
    if marker == _COMMENT:
        return
    if marker in _APPLICATIONS and not data.startswith((_ICC, _ADOBE)):
        if data.startswith(_JFIF):
            data = data[:12] + b"\0\0"  # without a small picture, which may be another one
        elif data.startswith(_EXIF) and (turned := _only_orientation(data[len(_EXIF) :])):
            data = _EXIF + turned
        else:
            return
    yield bytes((_MARKER, marker)) + struct.pack(">H", len(data) + 2) + data


def _gif(content: bytes) -> bytes:
    at = 13 + _gif_palette(content[10])
    kept = [content[:at]]
    while content[at] != _TRAILER:
        begin = at
        if content[at] == _IMAGE:
            at += 10 + _gif_palette(content[at + 9]) + 1
            is_kept = True
        elif content[at] == _EXTENSION:
            what = content[at + 1]
            is_kept = content[at + 3 : at + 14] in _REPEATS if what == _APPLICATION else what != _COMMENT
            at += 2
        else:
            raise ValueError("here is no block")
        while length := content[at]:
            at += length + 1
        at += 1
        if is_kept:
            kept.append(content[begin:at])
    return b"".join((*kept, bytes((_TRAILER,))))


def _gif_palette(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def _webp(content: bytes) -> bytes:
    (length,) = struct.unpack_from("<I", content, 4)
    if length + 8 > len(content):
        raise ValueError("it is cut off")
    kept, at = bytearray(b"WEBP"), 12
    extended, is_turned = 0, False
    while at + 8 <= length + 8:
        kind, size = struct.unpack_from("<4sI", content, at)
        end = at + 8 + size + size % 2
        if end > length + 8 + size % 2:
            raise ValueError("a chunk is longer than the file")
        if kind == b"VP8X":
            extended = len(kept) + 8
        if kind in _WEBP:
            kept += content[at:end]
        elif kind == b"EXIF":
            exif = content[at + 8 : at + 8 + size]
            turned = _only_orientation(exif.removeprefix(_EXIF))
            is_turned = bool(turned)
            kept += struct.pack("<4sI", b"EXIF", len(turned)) + turned if turned else b""
        at = end
    if extended:
        kept[extended] &= ~(_HAS_XMP | (0 if is_turned else _HAS_EXIF))
    return b"RIFF" + struct.pack("<I", len(kept)) + bytes(kept)


def _only_orientation(tiff: bytes) -> bytes:
    """Exif that says nothing but which way is up; empty if that is as the pixels are, or not said."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return b""
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(count):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
        if tag == _ORIENTATION and kind == _SHORT and value in range(2, 9):
            entry = struct.pack(">HHIHH", _ORIENTATION, _SHORT, 1, value, 0)
            return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b""


_CLEANED: Mapping[str, Callable[[bytes], bytes]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
}
