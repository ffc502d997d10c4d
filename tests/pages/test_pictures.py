"""Compare the look of pages with the pictures in tests/pictures/, which `make pictures` renews."""

import io
import os
import sys
from collections.abc import Callable
from typing import cast

import pytest
from browsing import Reader, Scheme
from comparing import REFERENCES, difference, hold
from PIL import Image, ImageDraw
from playwright.sync_api import expect
from workshop import Workshop, with_lessons

MADE_WITH = REFERENCES / "made-with.txt"
PDF_SCALE = 60 / 72  # to 60 pixels per inch


@pytest.fixture(scope="session")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = with_lessons(tmp_path_factory.mktemp("pictures"))
    done = workshop.run("course/conteneurs.md", "--all", "--quiet")
    assert (done.code, done.err) == (0, "")
    return workshop


@pytest.mark.skipif(
    sys.platform != "linux", reason="fonts are chosen by fontconfig, which this browser does not ask"
)
@pytest.mark.parametrize(
    ("name", "begins_with"),
    [
        ("student-390-light", "body"),
        ("student-820-dark", "body"),
        ("student-1440-light", "body"),
        ("instructor-1440-light", ".correction"),
    ],
)
def test_screen(lessons: Workshop, open_page: Reader, name: str, begins_with: str) -> None:
    """The first screen; the instructor's from its first correction on.

    Held whatever the browser's version: were those of another skipped, nothing would be compared in CI,
    whose browser is renewed each month. A difference names both versions.
    """
    edition, width, scheme = name.split("-")
    path = lessons.folder / "build" / edition / "conteneurs.html"
    page = open_page(path, width=int(width), scheme=cast("Scheme", scheme), reduced_motion=True)
    page.locator(begins_with).first.evaluate("e => e.scrollIntoView()")
    shown = "hidden" if begins_with == "body" else "visible"
    expect(page.locator(".to-top")).to_have_css("visibility", shown)  # the script has seen where the page is
    taken = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    version = f"Chromium {open_page.browser.version.partition('.')[0]}"
    if os.environ.get("RENEW_PICTURES"):
        MADE_WITH.write_text(f"{version}\n", encoding="utf-8")
    made_with = MADE_WITH.read_text(encoding="utf-8").strip()
    hold(taken, name, f" The reference was made with {made_with}, this with {version}.")


@pytest.mark.parametrize("number", [1, 2])
def test_print(lessons: Workshop, number: int) -> None:
    """The first pages of the example sheet."""
    hold(lessons.pdf("conteneurs")[number - 1].render(scale=PDF_SCALE).to_pil(), f"print-{number}")


def moved(image: Image.Image) -> Image.Image:
    """The lower half, three pixels further down."""
    below = image.crop((0, image.height // 2, image.width, image.height - 3))
    changed = image.copy()
    changed.paste(below, (0, image.height // 2 + 3))
    return changed


def restyled(image: Image.Image) -> Image.Image:
    """A box's rule in another colour."""
    changed = image.copy()
    ImageDraw.Draw(changed).rectangle((20, 100, 24, 240), fill="#0d6e5c")
    return changed


def smoothed_otherwise(image: Image.Image) -> Image.Image:
    """All letters a quarter of a pixel to the right."""
    return image.transform(
        image.size, Image.Transform.AFFINE, (1, 0, -0.25, 0, 1, 0), Image.Resampling.BILINEAR
    )


@pytest.mark.parametrize(
    ("change", "matters"),
    [(moved, True), (restyled, True), (smoothed_otherwise, False)],
)
def test_what_counts_as_a_difference(change: Callable[[Image.Image], Image.Image], *, matters: bool) -> None:
    for path in sorted(REFERENCES.glob("student-*.png")):
        with Image.open(path) as image:
            reference = image.convert("RGB")
        assert difference(reference, change(reference)).matters is matters
