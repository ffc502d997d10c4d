"""Images of any size, for pages."""

import zlib

DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{1}'><rect width='{0}' height='{1}'/></svg>"
)


def png(width: int, height: int) -> bytes:
    """A grey PNG image of a size in pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 0, 0, 0, 0])
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
