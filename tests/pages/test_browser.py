"""What must be true of the page of any lesson, tested in Chromium and with axe-core.

Three lessons: the two of the example course, and tests/support/riche.md, which has all there is.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browsing import Reader, Scheme, overflow, violations
from playwright.sync_api import Browser, Page
from workshop import EVERY_PAGE, LESSONS, with_lessons

PageOf = Callable[..., Page]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
every_page = pytest.mark.parametrize("name", EVERY_PAGE)
# The instructor's page has all that the student's has.
each_lesson = pytest.mark.parametrize("name", [name for name in EVERY_PAGE if name.startswith("instructor/")])

SCROLLS = "scrollable-region-focusable"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the HTML of all lessons in both editions."""
    workshop = with_lessons(tmp_path_factory.mktemp("pages"))
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    return workshop.folder / "build"


@pytest.fixture
def page_of(built: Path, open_page: Reader) -> PageOf:
    """Open `edition/lesson`; keywords give the properties of the reader's browser."""

    def opened(name: str, **facts: Any) -> Page:
        return open_page(built / f"{name}.html", **facts)

    return opened


def test_whatever_a_page_does_is_heard(browser: Browser, tmp_path: Path) -> None:
    """The fixtures detect requests, console messages and errors, and axe-core finds violations."""
    path = tmp_path / "bad.html"
    path.write_text(
        "<!DOCTYPE html><html lang=en><title>T</title><main><h1>T</h1><img src=there-is-none.png>"
        "<script>console.log('said'); throw new Error('thrown')</script>"
    )
    reader = Reader(browser)
    found = violations(reader(path))
    reader.close()
    heard = "\n".join(reader.heard)
    assert re.search(r"^request: file:.*/there-is-none\.png$", heard, re.MULTILINE)
    assert "console.log: said" in heard
    assert "thrown: thrown" in heard
    assert [line.split(":")[0] for line in found] == ["image-alt"]


@pytest.mark.parametrize("scheme", SCHEMES)
@every_page
def test_axe_finds_nothing(page_of: PageOf, name: str, scheme: Scheme) -> None:
    """WCAG 2.2 AA and axe-core's best practices, as far as a program can test them."""
    found = violations(page_of(name, scheme=scheme))
    assert [line for line in found if not line.startswith(SCROLLS)] == []


LAID_OUT = """() => [...document.querySelectorAll(".code-block > pre, .table-scroll")].every(
    (each) => each.scrollWidth <= each.clientWidth || each.tabIndex >= 0)"""


@pytest.mark.parametrize("width", [390, 1440])
@each_lesson
def test_what_scrolls_can_be_reached_by_keyboard(page_of: PageOf, name: str, width: int) -> None:
    """Code and tables that are too wide can be scrolled by keyboard (WCAG 2.1.1)."""
    page = page_of(name, width=width)
    page.wait_for_function(LAID_OUT)  # a browser observes sizes after it has laid a page out
    assert [line for line in violations(page) if line.startswith(SCROLLS)] == []


TEXT_SPACING = """() => document.head.insertAdjacentHTML("beforeend", `<style>
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }
</style>`)"""


@every_page
def test_no_page_scrolls_sideways(page_of: PageOf, name: str) -> None:
    """Also on a small telephone, and with the reader's own text spacing (WCAG 1.4.10, 1.4.12)."""
    page = page_of(name)
    widths = (320, 390, 820, 1440)

    def by_width() -> dict[int, int]:
        found = {}
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            found[width] = overflow(page)
        return found

    assert by_width() == dict.fromkeys(widths, 0)
    page.evaluate(TEXT_SPACING)
    assert by_width() == dict.fromkeys(widths, 0)


NOT_SHOWN = """() => [...document.querySelectorAll("main *, .title-block *")]
    .filter(e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim()))
    .filter(e => !e.closest("button, .ui, math, details:not([open]) > :not(summary)"))  // drawn beside it
    .filter(e => !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
        || !e.getClientRects().length)
    .map(e => e.outerHTML.slice(0, 80))"""


@each_lesson
def test_without_javascript(page_of: PageOf, name: str) -> None:
    """All text can be read, and each entry of the contents leads to its heading."""
    page = page_of(name, javascript=False)
    assert page.evaluate(NOT_SHOWN) == []
    contents = page.locator("nav.contents")
    if not contents.locator("a").first.is_visible():
        contents.locator("summary").first.click()
    links = [link for link in contents.locator("a").all() if link.is_visible()]
    assert len(links) > 1
    for link in (links[0], links[-1]):
        target = str(link.get_attribute("href")).removeprefix("#")
        link.click()
        top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", target)
        assert 0 <= top < 900


COLOURS = """() => [document.documentElement, ...document.querySelectorAll("body, .title-block *, main *")]
    .filter(e => e.checkVisibility())
    .map(e => [e, getComputedStyle(e)])
    .map(([e, s]) => `${e.localName}.${e.className}: ${[s.color, s.backgroundColor, s.borderLeftColor]}`)"""
CONTROLS = """() => [...document.querySelectorAll("nav, button, dialog, select, a[href='#coursebuild-text']")]
    .filter(e => e.checkVisibility() && !e.closest(".admonition-title")).map(e => e.outerHTML.slice(0, 80))"""


@each_lesson
def test_print_has_light_colours_whatever_the_scheme(page_of: PageOf, name: str) -> None:
    light, dark = (page_of(name, scheme=scheme) for scheme in SCHEMES)
    for page in (light, dark):
        page.emulate_media(media="print")
    assert light.evaluate(COLOURS) == dark.evaluate(COLOURS)


@each_lesson
def test_print_has_nothing_to_click(page_of: PageOf, name: str) -> None:
    """The browser prints neither the contents, which have no page numbers, nor controls."""
    page = page_of(name)
    assert page.evaluate(CONTROLS) != []
    page.emulate_media(media="print")
    assert page.evaluate(CONTROLS) == []
    assert "rgb(255, 255, 255)" in page.evaluate(COLOURS)[0]
    assert page.evaluate(NOT_SHOWN) == []


FOCUSED = """() => {
    const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
    const seen = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
    return {
        what: e.outerHTML.slice(0, 80),
        tag: e.localName,
        ring: s.outlineStyle === "none" ? 0 : parseFloat(s.outlineWidth),
        inside: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
        covered: !!seen && !e.contains(seen) && !seen.contains(e),
    };
}"""


@pytest.mark.parametrize("width", [390, 1440])
@each_lesson
def test_keyboard_alone(page_of: PageOf, name: str, width: int) -> None:
    """The skip link is first; all that has the focus is visible, with a ring (WCAG 2.4.1, 2.4.7, 2.4.11)."""
    page = page_of(name, width=width)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "body":
            break
        stops.append(stop)
    assert 'href="#coursebuild-text"' in stops[0]["what"]
    assert len(stops) > 3
    assert [stop for stop in stops if stop["ring"] < 2 or not stop["inside"] or stop["covered"]] == []


@each_lesson
def test_the_skip_link_skips(page_of: PageOf, name: str) -> None:
    """After the skip link, Tab continues in the text."""
    page = page_of(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash === '#coursebuild-text'")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


MOVES = """() => [document.documentElement, ...document.querySelectorAll("body, body *")].flatMap(e =>
    [null, "::before", "::after"].map(part => [e, part, getComputedStyle(e, part)])
).filter(([e, part, s]) => s.scrollBehavior === "smooth"
    || `${s.transitionDuration}, ${s.animationDuration}`.split(", ").some(time => parseFloat(time) > 0.01)
).map(([e, part]) => `${e.localName}.${e.className}${part ?? ""}`)"""


@each_lesson
def test_nothing_moves_for_who_wants_no_motion(page_of: PageOf, name: str) -> None:
    assert page_of(name, reduced_motion=True).evaluate(MOVES) == []


@every_page
def test_headings_are_in_order(page_of: PageOf, name: str) -> None:
    """There is one title, and no heading level is skipped."""
    page = page_of(name)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.localName[1])"
    )
    assert (levels[0], levels.count(1)) == (1, 1)
    assert [(above, below) for above, below in pairwise(levels) if below > above + 1] == []


@every_page
def test_landmarks(page_of: PageOf, name: str) -> None:
    """There is one header and one main element; each navigation has a unique name."""
    page = page_of(name)
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("banner").count() == 1
    names = page.evaluate("[...document.querySelectorAll('nav')].map(n => n.getAttribute('aria-label'))")
    assert names
    assert all(names)
    assert len(set(names)) == len(names)


@each_lesson
def test_language(page_of: PageOf, name: str) -> None:
    """The page and phrases in other languages have `lang` (WCAG 3.1.1, 3.1.2)."""
    page = page_of(name)
    lesson = name.partition("/")[2]
    assert page.locator("html").get_attribute("lang") == LESSONS[lesson]
    foreign = page.evaluate("[...document.querySelectorAll('main [lang]')].map(e => [e.lang, e.textContent])")
    assert foreign == ([["en", "des mots en anglais: hello, world"]] if lesson == "riche" else [])
