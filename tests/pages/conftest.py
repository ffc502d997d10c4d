"""The lesson in screen.md, built once and opened in a browser."""

from pathlib import Path
from typing import Any

import pytest
from browsing import Reader
from lab_page import LESSON, Open
from playwright.sync_api import Page, expect
from workshop import Workshop

expect.set_options(timeout=3000)


@pytest.fixture(scope="session")
def lab_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both editions of the lesson."""
    workshop = Workshop(tmp_path_factory.mktemp("screen"))
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    return workshop.folder / "build"


@pytest.fixture
def lab(lab_folder: Path, open_page: Reader) -> Open:
    """Open the instructor's page, with the reader's facts by name."""

    def opened(edition: str = "instructor", **facts: Any) -> Page:
        page = open_page(lab_folder / edition / "lab.html", **facts)
        page.set_default_timeout(3000)
        return page

    return opened
