"""Compare images with the limits of the course: their pixels, and the shapes that they draw."""

import base64
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree as ET

from coursebuild.model import ImageError, Limits
from coursebuild.pages.images import drawn, svg

SVG = "image/svg+xml"
_MILLIONS = 10**8
MAX_DEPTH = 3  # drawings in data URIs of drawings

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


def check_pixels(content: bytes, kind: str, limits: Limits) -> None:
    """Check the size of an image of a media type. Raises ImageError."""
    from coursebuild.pages.images.size import read_size  # noqa: PLC0415 (many lessons have drawings alone)

    size = read_size(content, kind)
    if size is None:
        raise ImageError("CB205", "its size cannot be read")
    if size.pixels > limits.image_pixels:
        raise ImageError("CB019", f"it has {size}, and `image-pixels` is {limits.image_pixels:.0f}")


def check_length(content: bytes, limits: Limits) -> None:
    """Check the length of a drawing, before it is parsed. Raises ImageError."""
    _check_shapes(content.count(b"<") / 2, limits)  # each element has one or two of them


def check_shapes(root: ET.Element, limits: Limits) -> None:
    """Check what a drawing draws, with the images in its data URIs. Raises ImageError."""
    _check_shapes(_count(root, limits, depth=0), limits)


def _count(root: ET.Element, limits: Limits, depth: int) -> float:
    def enclosed(uri: str) -> float:
        content = decoded(uri)
        if kind(content) != SVG:
            check_pixels(content, kind(content), limits)
            return 1
        if depth == MAX_DEPTH:
            raise ImageError("CB205", "it is nested too deeply")
        check_length(content, limits)
        return _count(svg.parsed(content), limits, depth + 1)

    if (elements := sum(1 for _ in root.iter())) > limits.image_elements:
        return elements
    return drawn.count(root, enclosed)


def decoded(uri: str) -> bytes:
    """Return the content of a data URI (RFC 2397). Raises ImageError."""
    try:
        head, data = uri.split(",", 1)
        content = unquote_to_bytes(data)
        return base64.b64decode(content) if head.rstrip().lower().endswith(";base64") else content
    except ValueError as error:
        raise ImageError("CB205", "the data URI cannot be read") from error


def _check_shapes(count: float, limits: Limits) -> None:
    if count > limits.image_elements:
        about = f"{count:.0f}" if count < _MILLIONS else "millions of"
        raise ImageError(
            "CB019", f"it draws {about} shapes, and `image-elements` is {limits.image_elements:.0f}"
        )
