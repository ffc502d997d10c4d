"""A page as Firefox shows it, where it differs from Chromium: its scrollbars take room."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from workshop import Workshop

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
LESSON = f"""---
title: Title
---

```text
{"a long line " * 30}
```

Text.
"""
PAPER, SUNKEN = (255, 255, 255), (244, 246, 248)  # of palette.toml


@pytest.mark.skipif(FIREFOX is None, reason="Firefox is not installed: Debian's is firefox-esr")
def test_the_first_screen(workshop: Workshop, tmp_path: Path) -> None:
    """The bar has no title beside the page's own; below code that scrolls, there is no white strip."""
    workshop.write("course/lab.md", LESSON)
    assert workshop.run("--to", "html", "--quiet").code == 0
    page, shot = (workshop.folder / "build/student/lab.html").as_uri(), tmp_path / "shot.png"
    options = ["--profile", str(tmp_path / "profile"), "--window-size", "1280,700", "--screenshot", str(shot)]
    (tmp_path / "profile").mkdir()
    subprocess.run([str(FIREFOX), "--headless", *options, page], capture_output=True, check=True, timeout=120)
    with Image.open(shot) as taken:
        picture = taken.convert("RGB")
    left, top, right, bottom = _where(picture, SUNKEN)
    assert _count(picture, PAPER, (left, 0, left + 300, 40)) == 300 * 40
    assert _count(picture, PAPER, (left + 5, top + 5, right - 5, bottom - 5)) == 0


def _where(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The smallest rectangle that contains all pixels of a colour."""
    difference = ImageChops.difference(picture, Image.new("RGB", picture.size, colour)).convert("L")
    found = difference.point([255, *[0] * 255]).getbbox()
    assert found
    return found


def _count(picture: Image.Image, colour: tuple[int, int, int], box: tuple[int, int, int, int]) -> int:
    colours = picture.crop(box).getcolors(picture.width * picture.height) or []
    return sum(count for count, found in colours if found == colour)
