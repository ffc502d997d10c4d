"""The index in a browser, opened as a file: its search, and without JavaScript its list."""

from pathlib import Path

import pytest
from browsing import Reader, overflow, violations
from playwright.sync_api import Page, expect
from workshop import Workshop

from coursebuild.site import emptied

LESSON = "---\ntitle: {}\n---\n\n{}\n"
FIRST = (
    "Start here.\n\n## Réseau\n\nType `docker run hello-world`; one coffee, an œuvre and C++.\n\n"
    "## Pipes\n\nA pipe joins two programs.\n"
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    workshop.write("course/a.md", LESSON.format("Containers", FIRST))
    workshop.write("course/b/ping.md", LESSON.format("Networks", "A network joins computers."))
    workshop.write("course/b/zz.md", LESSON.format("Word" * 20, "Nothing to find."))
    assert workshop.run("--to", "html", "--jobs", "1", "-q").code == 0
    return workshop.folder / "build" / "student" / "index.html"


# What is typed, and the results.
SEARCHES = {
    "net": ["Networks"],
    "work": [],
    "NETWORK joins": ["Networks"],
    "network join": ["Networks"],
    "networ joins": [],
    "reseau": ["Containers/Réseau"],
    "docker hello-w": ["Containers/Réseau"],
    "oeuvre": ["Containers/Réseau"],
    "c++": ["Containers/Réseau"],
    "(": [],
    "joins": ["Containers/Pipes", "Networks"],
    "containers pipe": ["Containers/Pipes"],
    "start pipe": ["Containers/Pipes"],
}


def results(page: Page) -> list[str]:
    return [each.replace(" \u203a ", "/") for each in page.locator(".results a").all_inner_texts()]


def test_the_search(index: Path, open_page: Reader) -> None:
    """By words, of which the last may be incomplete; neither case nor accents count."""
    page = open_page(index, width=390, scheme="dark", asks="search.js")
    page.keyboard.press("/")
    field = page.get_by_label("Search all lessons")
    expect(field).to_be_focused()
    field.fill("pipe")
    expect(page.locator(".results a")).to_have_count(1)  # the texts have been loaded
    assert (violations(page), overflow(page)) == ([], 0)
    for typed, expected in SEARCHES.items():
        field.fill(typed)
        assert results(page) == expected, typed
    field.fill("coffee")
    expect(page.get_by_role("status").filter(has_text="1 result")).to_be_visible()
    assert page.locator(".results mark").all_inner_texts() == ["coffee"]
    expect(page.get_by_role("link", name="Networks")).to_be_hidden()
    field.press("Enter")
    expect(page.locator(".results a").first).to_be_focused()
    assert page.evaluate("document.activeElement.href").endswith("/a.html#r%C3%A9seau")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Networks")).to_be_visible()
    assert violations(page) == []


def test_a_long_title_on_a_small_screen(index: Path, open_page: Reader) -> None:
    """It is broken, in the list and in the links of the lesson before."""
    for page in (index, index.parent / "b" / "ping.html"):
        assert overflow(open_page(page, width=320)) == 0


def test_without_javascript(index: Path, open_page: Reader) -> None:
    """The list is complete, and there is no field that does nothing."""
    page = open_page(index, javascript=False)
    expect(page.get_by_role("link", name="Networks")).to_be_visible()
    assert page.locator("input:visible, button:visible").count() == 0


def test_an_introduction_alone(index: Path, open_page: Reader, tmp_path: Path) -> None:
    """Until the whole course has been built, its page has no list, and nothing to search."""
    alone = tmp_path / "index.html"
    alone.write_bytes(emptied(index.read_bytes())[0])
    page = open_page(alone)
    page.keyboard.press("/")
    assert page.get_by_role("search").count() == 0
