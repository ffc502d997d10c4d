"""Compare images with the limits of the course: their pixels, and the shapes that they draw."""

import re
from xml.etree import ElementTree as ET

from coursebuild.model import ImageError, Limits
from coursebuild.pages.images import drawn, svg
from coursebuild.pages.images.kinds import SVG, decoded, kind

_MILLIONS = 10**8
_FONT = re.compile(r"data:\s*(?:font|application)/", re.IGNORECASE)  # which style sheets may bring


def check_pixels(content: bytes, kind: str, limits: Limits) -> None:
    """Check the size of an image of a media type. Raises ImageError."""
    from coursebuild.pages.images.bitmaps.size import read_size  # noqa: PLC0415 (many lessons have drawings alone)

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
        if _FONT.match(uri):
            return 1
        content = decoded(uri)
        if kind(content) != SVG:
            check_pixels(content, kind(content), limits)
            return 1
        if depth == svg.MAX_DEPTH:
            raise ImageError("CB205", "it is nested too deeply")
        check_length(content, limits)
        return _count(svg.parsed(content), limits, depth + 1)

    if (elements := sum(1 for _ in root.iter())) > limits.image_elements:
        return elements
    return drawn.count(root, enclosed)


def _check_shapes(count: float, limits: Limits) -> None:
    if count > limits.image_elements:
        about = f"{count:.0f}" if count < _MILLIONS else "millions of"
        raise ImageError(
            "CB019", f"it draws {about} shapes, and `image-elements` is {limits.image_elements:.0f}"
        )
