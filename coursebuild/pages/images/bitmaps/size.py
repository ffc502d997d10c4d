"""Read the size of an image from its first bytes, without decoding it.

Browsers and WeasyPrint allocate memory for each pixel, whatever the size of the file.
"""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

_GIF_FRAME, _GIF_EXTENSION = b",", b"!"
_GIF_DESCRIPTOR = 10  # bytes of a frame's position and size; a file that is cut off may have fewer
# JPEG's markers (ITU-T T.81, table B.1): those of a frame with its size, and those without a segment
_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKER = re.compile(rb"\xff+([\x01-\xfe])")
_VP8_KEY_FRAME = b"\x9d\x01\x2a"
_AVIF_SIZE = re.compile(
    rb"ispe\0{4}(.{8})", re.DOTALL
)  # ISO 23008-12, 6.5.3: an image, and each of its tiles
_AVIF_TRACK = re.compile(rb"av01\0{6}..\0{16}(.{4})", re.DOTALL)  # ISO 14496-12, 12.1.3
_AVIF_SAMPLES = re.compile(rb"stsz\0{4}.{4}(.{4})", re.DOTALL)  # ISO 14496-12, 8.7.3


class Size(NamedTuple):
    """The width and height of an image, and the number of its frames."""

    width: int
    height: int
    frames: int = 1

    @property
    def pixels(self) -> int:
        return self.width * self.height * self.frames

    def __str__(self) -> str:
        frames = f", {self.frames} times" if self.frames > 1 else ""
        return f"{self.width} by {self.height} pixels{frames}"


def read_size(content: bytes, kind: str) -> Size | None:
    """Return the size of an image of a media type, or None if it cannot be read."""
    try:
        size = _READERS[kind](content)
    except (struct.error, IndexError, ValueError):
        return None
    return size if size.pixels > 0 else None


def _png(content: bytes) -> Size:
    """Read the chunk `IHDR`, and `acTL` of an animated PNG (PNG, 3rd edition, 11.2.1 and 11.3.6)."""
    kind, width, height = struct.unpack_from(">4sII", content, 12)
    if kind != b"IHDR":
        raise ValueError("no header")
    at, frames = 8, 1
    while (kind := content[at + 4 : at + 8]) and kind != b"IDAT":
        if kind == b"acTL":
            (frames,) = struct.unpack_from(">I", content, at + 8)
        at += 12 + int.from_bytes(content[at : at + 4], "big")
    return Size(width, height, max(1, frames))


def _jpeg(content: bytes) -> Size:
    at = 2
    while marker := _MARKER.match(content, at):
        code, at = marker[1][0], marker.end()
        if code in _FRAME:
            height, width = struct.unpack_from(">HH", content, at + 3)
            return Size(width, height)
        at += int.from_bytes(content[at : at + 2], "big")
    raise ValueError("no frame")


def _gif(content: bytes) -> Size:
    """Read the size of the screen and of each frame (GIF 89a, 18 and 20)."""
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    at, frames = 13 + _palette_size(flags), 0
    while (kind := content[at : at + 1]) in (_GIF_FRAME, _GIF_EXTENSION):
        if kind == _GIF_FRAME and len(content) >= at + _GIF_DESCRIPTOR:
            left, top, right, bottom, flags = struct.unpack_from("<HHHHB", content, at + 1)
            width, height, frames = max(width, left + right), max(height, top + bottom), frames + 1
            at += 9 + _palette_size(flags)
        at += 2
        while size := int.from_bytes(content[at : at + 1]):
            at += 1 + size
        at += 1
    return Size(width, height, max(1, frames))


def _palette_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _webp(content: bytes) -> Size:
    """Read the first chunk of a WebP, and count the frames of an animation (RFC 9649, 2)."""
    kinds = list(_webp_chunks(content))
    kind = kinds[0]
    if kind == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
        return Size(width, height, max(1, kinds.count(b"ANMF")))
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    start, width, height = struct.unpack_from("<3sHH", content, 23)
    if start != _VP8_KEY_FRAME:
        raise ValueError("no key frame")
    return Size(width & 0x3FFF, height & 0x3FFF)


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    at = 12
    while kind := content[at : at + 4]:
        yield kind
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2


def _avif(content: bytes) -> Size:
    """Read the largest size that an AVIF gives, and the most frames."""
    sizes = [struct.unpack(">II", found) for found in _AVIF_SIZE.findall(content)]
    sizes += [struct.unpack(">HH", found) for found in _AVIF_TRACK.findall(content)]
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    frames = (int.from_bytes(found, "big") for found in _AVIF_SAMPLES.findall(content))
    return Size(width, height, max([1, *frames]))


_READERS = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/webp": _webp,
    "image/avif": _avif,
}
