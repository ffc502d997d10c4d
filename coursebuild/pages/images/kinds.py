"""What kind of image a content is, and what a data URI contains."""

import base64
from urllib.parse import unquote_to_bytes

from coursebuild.model import ImageError

SVG = "image/svg+xml"

_SIGNATURES = (  # offset, magic number, media type
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypavis", "image/avif"),  # with several frames
)


def kind(content: bytes) -> str:
    """Return the media type of an image; what is none of the others may be an SVG."""
    return next((t for offset, magic, t in _SIGNATURES if content.startswith(magic, offset)), SVG)


def decoded(uri: str) -> bytes:
    """Return the content of a data URI (RFC 2397). Raises ImageError."""
    try:
        head, data = uri.split(",", 1)
        content = unquote_to_bytes(data)
        return base64.b64decode(content) if head.rstrip().lower().endswith(";base64") else content
    except ValueError as error:
        raise ImageError("CB205", "the data URI cannot be read") from error


def as_uri(content: bytes, kind: str) -> str:
    """Return an image of a media type as a data URI."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
