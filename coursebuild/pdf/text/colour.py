"""Draw SVG in the colour of the text around it where it says so, which WeasyPrint 70 draws in black.

An `<svg>` in a page inherits its `color` (SVG 2, section 13.2); WeasyPrint's drawings know no style of the
page. Where one has `color="inherit"`, it is drawn in the text's.
"""

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from coursebuild.pdf.fastpath.patching import Patch


def patches(weasyprint: ModuleType) -> list[Patch]:
    """Replace the method that draws an SVG."""
    image = weasyprint.images.SVGImage
    return [Patch(image, "draw", _in_text_colour(image.draw))]


def _in_text_colour(draw: Callable[..., None]) -> Callable[..., None]:
    @wraps(draw)
    def drawn(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        root = image._svg.tree  # noqa: SLF001 (there is no other way to it)
        if root.get("color") == "inherit":
            red, green, blue, *_ = style["color"].to("srgb")
            root.attrib["color"] = f"rgb({red:.2%},{green:.2%},{blue:.2%})"
        draw(image, stream, width, height, style)

    return drawn
