"""Compare pictures with references: count what a reader would notice, but not the smoothing of letters."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

REFERENCES = Path(__file__).resolve().parents[1] / "pictures"
DIFFERING = REFERENCES / "differing"

# Smoothing, and glyphs that stand a fraction of a pixel elsewhere, change single pixels by much and their
# neighbourhood by little. So pictures are compared blurred, and what is left of such changes is below CHANGE.
BLUR = 1.5  # pixels
CHANGE = 32  # of 255, in one colour
SHARE = 0.0005  # of all pixels: on a telephone's screen, a patch of 13 pixels square


@dataclass(frozen=True)
class Difference:
    share: float
    """The share of the pixels that differ by more than CHANGE."""

    picture: Image.Image
    """White where the pictures differ."""

    @property
    def matters(self) -> bool:
        return self.share > SHARE

    @property
    def place(self) -> str:
        box = self.picture.getbbox()
        return "nowhere" if box is None else f"between ({box[0]}, {box[1]}) and ({box[2]}, {box[3]})"


def difference(reference: Image.Image, actual: Image.Image) -> Difference:
    """Compare two pictures; if their sizes differ, all pixels do."""
    if reference.size != actual.size:
        return Difference(1.0, Image.new("L", actual.size, 255))
    soft = [image.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR)) for image in (reference, actual)]
    red, green, blue = ImageChops.difference(*soft).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    changed = strongest.point([255 if level > CHANGE else 0 for level in range(256)])
    return Difference(changed.histogram()[255] / (changed.width * changed.height), changed)


def save(image: Image.Image, path: Path) -> None:
    """Save a picture with a palette, which makes a small file: a page has few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    few = image.convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def hold(actual: Image.Image, name: str, aside: str = "") -> None:
    """Compare a picture with the reference of that name; if RENEW_PICTURES is set, replace the reference."""
    path = REFERENCES / f"{name}.png"
    if os.environ.get("RENEW_PICTURES"):
        save(actual, path)
        return
    with Image.open(path) as reference:
        found = difference(reference, actual)
    if found.matters:
        save(actual, DIFFERING / f"{name}.actual.png")
        found.picture.save(DIFFERING / f"{name}.difference.png")
        pytest.fail(
            f"{name}.png: {found.share:.2%} of the picture changed, {found.place}: see {DIFFERING}. "
            f"If it should look so, type `make pictures`.{aside}",
            pytrace=False,
        )
