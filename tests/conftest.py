"""What every test may ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import browsing
import pytest
from playwright.sync_api import Browser
from workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def build(workshop: Workshop) -> Callable[..., Workshop]:
    """Build one lesson and expect that it goes without a word."""

    def build_one(text: str, *arguments: str, says: int = 0) -> Workshop:
        workshop.write("course/lab.md", text)
        done = workshop.run(*arguments, "--quiet")
        assert (done.code, done.err.count("\n    ")) == (0, says), done.err
        return workshop

    return build_one


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing.started(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[browsing.Reader]:
    """Open a page; at the end, expect that none said, threw or asked for anything."""
    reader = browsing.Reader(browser)
    yield reader
    reader.close()
    if reader.heard:
        pytest.fail("\n".join(reader.heard), pytrace=False)
