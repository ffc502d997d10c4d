"""Make the pictures of the README and of the guides in images/ anew. `make pictures-docs` runs it.

Those of the README show the English sheet of course/; those of the tutorial, the lesson that it has one type.
"""

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

FOLDER = Path(__file__).parent
sys.path += [str(FOLDER.parents[1] / "tests" / "support")]

import browsing  # noqa: E402 (found by the line above)
import guides  # noqa: E402
import previewing  # noqa: E402
import shell  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402
from workshop import ROOT, Workshop  # noqa: E402

IMAGES = FOLDER / "images"
SHEET = "en/first-container"
PAGE_WIDTH, SCREEN_HEIGHT, GAP = 630, 760, 24  # in pixels
LINE = "#c6ccd2"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        course = Workshop(Path(folder))
        shutil.copytree(ROOT / "course", course.folder / "course")
        _build(course, f"course/{SHEET}.md")
        name = Path(SHEET).name
        pages = [_page(course, name, "student", 0), _page(course, name, "instructor", 1)]
        _save(_beside(pages), "editions")
        with browsing.started(Path(folder)) as browser:
            _save(_beside(_screens(course, name, browsing.Reader(browser))), "screen")
            _save(_preview(course, browser), "preview")
        for language in guides.LANGUAGES:
            lesson = Workshop(Path(folder, language))
            (example,) = guides.examples(guides.text(f"{language}/tutorial/first-lesson.md"))
            lesson.write("course/lesson.md", example)
            _build(lesson)
            tops = [_top(_page(lesson, "lesson", edition, 0)) for edition in ("student", "instructor")]
            _save(_beside(tops), f"first-lesson-{language}")


def _build(course: Workshop, *names: str) -> None:
    done = course.run(*names, "--all", "--quiet")
    if done.code:
        sys.exit(done.err)


def _page(course: Workshop, name: str, edition: str, number: int) -> Image.Image:
    page = course.pdf(name, edition)[number]
    drawn: Image.Image = page.render(scale=PAGE_WIDTH / page.get_width()).to_pil()
    return drawn


def _top(page: Image.Image) -> Image.Image:
    """The part of a page with text, and a margin below it."""
    height = ImageOps.invert(page.convert("L")).crop((0, 0, page.width, page.height * 9 // 10)).getbbox()
    return page.crop((0, 0, page.width, height[3] + GAP)) if height else page


def _screens(course: Workshop, name: str, reader: browsing.Reader) -> list[Image.Image]:
    """The instructor's page on a laptop, and the student's on a phone in the dark."""
    screens = []
    for edition, width, scheme in (("instructor", 1160, "light"), ("student", 390, "dark")):
        path = course.folder / "build" / edition / f"{name}.html"
        page = reader(path, width=width, height=SCREEN_HEIGHT, scheme=scheme, reduced_motion=True)
        page.locator(".exercise").first.evaluate("e => scrollTo(0, e.offsetTop - 130)")
        screens.append(Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB"))
    return screens


def _preview(course: Workshop, browser: Browser) -> Image.Image:
    """Both editions in the preview, at the first correction."""
    port = str(shell.free_port())
    with previewing.preview(course.folder, "--port", port) as running:
        reader = shell.Reader(browser, shell.Course(course.folder, running.addresses[0]))
        opened = reader(f"view/{SHEET}", width=1320, height=SCREEN_HEIGHT, reduced_motion="reduce")
        tinted = opened.built("instructor").locator(".correction[data-preview-withheld]").first
        opened.pane("instructor").locator("iframe").hover()
        tinted.evaluate("e => scrollTo(0, e.getBoundingClientRect().top - 300)")
        opened.page.wait_for_timeout(500)  # until the other pane has followed
        picture = Image.open(io.BytesIO(opened.page.screenshot(animations="disabled"))).convert("RGB")
        reader.close()
        return ImageOps.expand(picture, 1, LINE)


def _beside(pictures: list[Image.Image]) -> Image.Image:
    """Pictures beside each other, each in a frame, cut to the height of the tallest."""
    height = max(picture.height for picture in pictures) + 2
    joined = Image.new(
        "RGB", (sum(p.width + 2 for p in pictures) + GAP * (len(pictures) - 1), height), "white"
    )
    left = 0
    for picture in pictures:
        whole = Image.new("RGB", (picture.width, height - 2), "white")
        whole.paste(picture)
        joined.paste(ImageOps.expand(whole, 1, LINE), (left, 0))
        left += picture.width + 2 + GAP
    return joined


def _save(picture: Image.Image, name: str) -> None:
    """Save a picture with 256 colours, which looks the same and is a third as large."""
    picture.quantize(256, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
