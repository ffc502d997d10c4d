"""A page on the screen: one lesson, built once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browsing import Reader, overflow, violations
from lab_page import Open, button, load_again
from playwright.sync_api import Browser, Page, expect
from workshop import Workshop

from coursebuild.pages.screen import for_screen


def test_the_scripts_are_small(lab_folder: Path) -> None:
    """The scripts in the page have less than 15 kB; nothing else can run."""
    page = (lab_folder / "instructor" / "lab.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert sum(len(script.encode()) for script in scripts) < 15_000
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].count("'sha256-") == len(scripts) == 2
    assert re.search(r"script-src 'sha256-[^ ']+' 'sha256-[^ ']+';", policy[1])


def test_nested_tables_are_not_wrapped() -> None:
    """Attributes may contain what looks like tags."""
    code, inner = "<pre><code>x</code></pre>", "<table><tr><td>y</td></tr></table>"
    body = f'<table title="</table>"><tr><td>{code}{inner}</td></tr></table><h2>Z</h2><input type="checkbox">'
    assert for_screen(body) == (
        '<div class="table-scroll"><table title="</table>"><tr><td>'
        f'<div class="code-block">{code}</div>{inner}</td></tr></table></div>'
        '<div class="heading"><h2>Z</h2></div><input disabled type="checkbox">'
    )


@pytest.mark.parametrize("edition", ["student", "instructor"])
def test_no_width_scrolls_the_page(lab: Open, edition: str) -> None:
    page = lab(edition)
    for width in (1440, 1280, 1024, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) == 0, width


def test_contents_are_beside_the_text_and_mark_the_current_section(lab: Open) -> None:
    page = lab(width=1440)
    contents = page.get_by_role("navigation", name="Sommaire")
    box, text = contents.bounding_box(), page.locator("main").bounding_box()
    assert box
    assert text
    assert box["x"] + box["width"] <= text["x"]
    assert text["width"] < 760
    contents.get_by_role("link", name="Tableaux et tâches").click()
    expect(contents.locator("[aria-current]")).to_have_text("Tableaux et tâches")
    page.evaluate("scrollTo(0, 1e6)")
    expect(contents.locator("[aria-current]")).to_have_text("Fin")
    page.evaluate("scrollTo(0, 0)")
    expect(contents.locator("[aria-current]")).to_have_text("Édition des conteneurs")


def test_the_bar_has_the_title_once_the_pages_own_is_out_of_sight(lab: Open) -> None:
    page = lab(width=1440)
    title = page.locator(".to-top")
    expect(title).to_be_hidden()
    page.evaluate("scrollTo(0, 1500)")
    expect(title).to_be_visible()
    title.click()
    expect(title).to_be_hidden()
    expect(lab(width=1440, javascript=False).locator(".to-top")).to_be_visible()


BOXES = """---
title: Boxes
author: Ada Lovelace and Charles Babbage
date: 28 November 2026
---

Water is H~2~O, and x^n\\ +\\ 1^ a power.

::: {.exercise title="An exercise that has a very long name" minutes=45 points=4}
Text.
:::

::: {.correction title="A correction"}
Text.
:::

::: solution
Text.
:::

::: {.tip title="A tip"}
Text.
:::

```sh
docker run --interactive --tty --rm --name a-container-with-a-long-name alpine sh
```
"""
GAPS = """all => all.map(icon => {
    const label = icon.closest(".admonition-title").querySelector(".admonition-label");
    return Math.round(10 * (label.getBoundingClientRect().left - icon.getBoundingClientRect().right)) / 10;
})"""


@pytest.fixture
def boxes(workshop: Workshop, open_page: Reader) -> Callable[..., Page]:
    """The instructor's page of a lesson with boxes."""

    def opened(**facts: Any) -> Page:
        workshop.write("course/lab.md", BOXES)
        done = workshop.run("--correction", "--to", "html", "--quiet")
        assert (done.code, done.err) == (0, "")
        return open_page(workshop.folder / "build" / "instructor" / "lab.html", **facts)

    return opened


def test_the_gap_after_an_icon_is_one(boxes: Callable[..., Page]) -> None:
    """Whether the title is a button or not."""
    gaps = boxes().locator(".icon").evaluate_all(GAPS)
    assert len(gaps) == 4
    assert len(set(gaps)) == 1
    assert gaps[0] > 5


def test_what_belongs_together_is_not_broken_on_a_telephone(boxes: Callable[..., Page]) -> None:
    """Minutes and a date that have no room in a line are at the left of the next one."""
    page = boxes()
    begins = set()
    for width in range(320, 420, 10):
        page.set_viewport_size({"width": width, "height": 800})
        for name, around in (("admonition-cost", ".exercise > .admonition-title"), ("date", ".byline")):
            assert page.locator(f".{name}").first.evaluate("e => e.getClientRects().length") == 1
            part, whole = page.locator(f".{name}").first.bounding_box(), page.locator(around).bounding_box()
            assert part
            assert whole
            assert part["height"] < 30
            if part["x"] < whole["x"] + 20:
                assert part["x"] == whole["x"]
                begins.add(name)
    assert begins == {"admonition-cost", "date"}
    for whole_part in ("sub", "sup", ".exercise-summary td a"):
        expect(page.locator(whole_part).first).to_have_css("white-space", "nowrap")


def test_a_scrollbar_has_the_colour_of_its_code(boxes: Callable[..., Page]) -> None:
    """Where scrollbars take room, their track shows the ground of the code."""
    colour = boxes().locator("pre").first.evaluate("e => getComputedStyle(e).scrollbarColor")
    assert colour.endswith(" rgba(0, 0, 0, 0)")


def test_contents_are_folded_on_a_telephone(lab: Open) -> None:
    """They open over the text; a choice, Escape, or a click outside closes them."""
    page = lab(width=390)
    summary, link = page.locator(".contents summary"), page.locator(".contents a").first
    expect(link).to_be_hidden()
    page.evaluate("scrollTo(0, 1500)")
    summary.click()
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("main").click(position={"x": 5, "y": 2000})
    expect(link).to_be_hidden()
    summary.click()
    link.click()
    expect(link).to_be_hidden()
    top = page.locator("#édition-des-conteneurs").evaluate("e => e.getBoundingClientRect().top")
    assert 40 < top < 120  # below the bar


def test_buttons_are_large_enough(lab_folder: Path, browser: Browser) -> None:
    """At least 24 pixels (WCAG 2.5.8), or 44 on touch screens. All have names."""
    sizes = """() => [...document.querySelectorAll("button, summary, .tools a")]
        .filter(e => e.checkVisibility({ visibilityProperty: true }))
        .map(e => [e.outerHTML.slice(0, 70), e.offsetWidth, e.offsetHeight])"""
    for touch, least in ((False, 24), (True, 44)):
        page = browser.new_page(viewport={"width": 390, "height": 800}, has_touch=touch, is_mobile=touch)
        page.goto((lab_folder / "instructor" / "lab.html").as_uri())
        page.keyboard.press("/")
        found = page.evaluate(sizes)
        assert len(found) > 10
        assert [one for one in found if min(one[1:]) < least] == []
        names = page.get_by_role("button").evaluate_all("all => all.map(e => e.innerText || e.textContent)")
        assert all(name.strip() for name in names)
        page.close()


def test_axe_finds_nothing_while_things_are_open(lab: Open) -> None:
    """test_browser.py tests pages as they are when they are loaded."""
    page = lab(width=390, scheme="dark")
    page.locator("a.footnote-ref").first.click()
    page.keyboard.press("Shift+C")
    page.keyboard.press("/")
    page.keyboard.type("qui")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".contents summary").click()
    assert violations(page) == []
    page = lab(width=1440)
    button(page, "Raccourcis clavier").click()
    page.locator("#plain + button").click()
    expect(page.locator("#plain + button")).to_have_text(re.compile("Copié"))
    assert violations(page) == []


def test_without_javascript_nothing_is_shown_that_needs_it(lab: Open) -> None:
    page = lab(javascript=False)
    assert page.get_by_role("button").count() == 0
    expect(page.get_by_text("La réponse secrète.")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    assert [boxes.nth(n).is_disabled() for n in range(boxes.count())] == [True] * 4
    expect(page.get_by_role("link", name="1", exact=True)).to_have_attribute("href", "#fn1")


def test_each_feature_fails_alone(lab_folder: Path, browser: Browser) -> None:
    """In a browser without ResizeObserver, highlights, storage and popovers, the other features work."""
    page = browser.new_page()
    page.add_init_script(
        "delete window.ResizeObserver; delete CSS.highlights; delete window.Highlight;"
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})"
    )
    page.goto((lab_folder / "instructor" / "lab.html").as_uri())
    button(page, "Corrigés").click()
    expect(page.get_by_text("La réponse secrète.")).to_be_hidden()
    page.get_by_role("checkbox").first.check()
    button(page, "Thème : automatique").click()
    assert page.locator("html").get_attribute("data-scheme") == "light"
    page.keyboard.press("/")
    page.keyboard.type("secrete")
    expect(page.locator(".find output")).to_have_text("1 sur 1")
    expect(page.get_by_text("La réponse secrète.")).to_be_visible()
    expect(page.locator(".hit")).to_have_text("La réponse secrète.")
    page.close()


def test_colours_are_chosen_and_remembered(lab: Open) -> None:
    """The automatic scheme follows the system; light and dark do not, and are kept after a reload."""
    page = lab(scheme="dark")

    def paper() -> str:
        return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))

    dark, light = paper(), "rgb(255, 255, 255)"
    assert dark != light
    button(page, "Thème : automatique").click()
    assert paper() == light
    load_again(page)
    assert paper() == light
    button(page, "Thème : clair").click()
    page.emulate_media(color_scheme="light")
    assert paper() == dark
    expect(page.locator(".said")).to_have_text("Thème : sombre")
    button(page, "Thème : sombre").click()
    assert paper() == light
    page.emulate_media(color_scheme="dark")
    assert paper() == dark
