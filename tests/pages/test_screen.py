"""A page on the screen, and as a browser prints it: one lesson, built once."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from browsing import Reader, overflow, violations
from lab_page import Open, button, load_again
from playwright.sync_api import Browser, Page, expect
from workshop import Workshop

from coursebuild.pages.screen import for_screen


def test_the_scripts_are_small(lab_folder: Path) -> None:
    """The scripts in the page have less than 13 kB; nothing else can run."""
    page = (lab_folder / "instructor" / "lab.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert sum(len(script.encode()) for script in scripts) < 13_000
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


# --- layout ---------------------------------------------------------------------------------------


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


# --- colours --------------------------------------------------------------------------------------


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


# --- code -----------------------------------------------------------------------------------------

COPIED = {
    "session": "docker run \\\n  -it alpine\napt update\nls",
    "heredoc": "cat > f <<EOF\nbonjour\nEOF\nnpm start",
    "python": "for i in range(2):\n    print(i)\n\nx = 1 / 0",
    "numbered": "echo a\necho b",
    "programs": "sqlite3 notes.db\nSELECT *\n  FROM notes;\nhostname R1\ndir",
    "tabs": "all:\n\tcc main.c",
    "plain": "echo $HOME\n\n# fin",
}


@pytest.mark.parametrize("clipboard", ["as it is", "missing", "refused"])
def test_code_is_copied_without_prompts_and_output(lab: Open, clipboard: str) -> None:
    """If a page from a file is not a secure context, the text is copied by a selection."""
    page = lab()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("window.kept = navigator.clipboard")
    if clipboard == "missing":
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    if clipboard == "refused":
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    for name, text in COPIED.items():
        copy = page.locator(f".code-block:has(#{name})").get_by_role("button", name="Copier le code")
        copy.click()
        expect(page.locator(".said")).to_have_text("Copié")
        expect(page.locator(f"#{name} + button")).to_have_text(re.compile("Copié"))
        assert page.evaluate("kept.readText()") == text
        page.locator(".said").evaluate("e => e.replaceChildren()")


def test_a_copy_button_hides_no_code(lab: Open) -> None:
    page = lab(width=390)
    for name in (*COPIED, "long"):
        code, copy = page.locator(f"#{name}").bounding_box(), page.locator(f"#{name} + button").bounding_box()
        assert code
        assert copy
        assert code["x"] + code["width"] <= copy["x"]


def test_scrolling_areas_are_focusable_and_have_names(lab: Open) -> None:
    """Only areas that scroll are focusable; this is updated when the window's size changes."""
    page = lab(width=390)
    expect(page.get_by_role("region", name="Les commandes")).to_have_attribute("tabindex", "0")
    expect(page.locator("#long")).to_have_attribute("role", "region")
    expect(page.locator("#long")).to_have_attribute("aria-label", re.compile(r"Code \d"))
    expect(page.locator("#plain")).not_to_have_attribute("tabindex", "0")
    page.set_viewport_size({"width": 1600, "height": 800})
    expect(page.get_by_role("region", name="Les commandes")).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator("#long")).to_have_attribute("tabindex", "0")


def test_a_wide_table_is_still_one_and_keeps_its_first_column(lab: Open) -> None:
    page = lab(width=390)
    assert page.locator("table").evaluate("e => getComputedStyle(e).display") == "table"
    scroller = page.locator(".table-scroll")
    assert scroller.evaluate("e => e.scrollWidth > e.clientWidth + 50")
    scroller.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("cell", name="indispensable")).to_be_in_viewport()
    first, around = page.locator("td").first.bounding_box(), scroller.bounding_box()
    assert first
    assert around
    assert abs(first["x"] - around["x"]) < 2


# --- headings and notes ---------------------------------------------------------------------------


def test_headings_have_a_link_that_is_no_part_of_them(lab: Open) -> None:
    page = lab()
    heading = page.get_by_role("heading", name="Une section avec code", exact=True)
    link = page.locator(".heading").get_by_role("link", name="Une section avec code", exact=True)
    assert link.evaluate("e => getComputedStyle(e).opacity") == "0"
    link.focus()
    expect(link).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    assert page.evaluate("decodeURIComponent(location.hash)") == "#une-section-avec-code"
    heading.evaluate("e => getSelection().selectAllChildren(e.parentElement)")
    assert page.evaluate("getSelection().toString().trim()") == "Une section avec code"


def test_notes_stand_beside_their_calls_where_there_is_room(lab: Open) -> None:
    """A copy without ids, instead of the list at the end: nothing is there twice."""
    page = lab(width=1440)
    text = page.locator("main").bounding_box()
    assert text
    calls, sides = page.locator("a.footnote-ref"), page.locator(".side-note")
    tops = []
    for n in (0, 1):
        call, side = calls.nth(n).bounding_box(), sides.nth(n).bounding_box()
        assert call
        assert side
        assert side["x"] > text["x"] + text["width"]
        tops.append((call["y"], side["y"], side["height"]))
    assert abs(tops[0][0] - tops[0][1]) < 20
    assert tops[1][1] >= tops[0][1] + tops[0][2]  # one below the other
    expect(sides.first).to_contain_text("second point")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    expect(page.get_by_text("premier point")).to_have_count(2)
    expect(page.get_by_text("premier point").last).to_be_hidden()
    calls.first.click()
    expect(page.locator(".said")).to_contain_text("second point")
    assert page.evaluate("[location.hash, scrollY]") == ["", 0]


def test_the_list_of_notes_is_shown_where_it_is_looked_for(lab: Open) -> None:
    """What is found in it, or linked, is seen; on a telephone, in print and without a script it always is."""
    page = lab(width=1440)
    listed = page.locator(".footnotes")
    expect(listed).to_be_hidden()
    page.emulate_media(media="print")
    expect(listed).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(listed).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 800})
    page.keyboard.press("/")
    page.keyboard.type("second point")
    expect(page.locator(".footnotes .hit")).to_be_visible()
    page.reload()
    expect(listed).to_be_hidden()
    page.evaluate("location.hash = 'fn2'")
    expect(page.locator("#fn2")).to_be_in_viewport()
    expect(lab(width=1440, javascript=False).locator("#fn1")).to_be_visible()


def test_notes_open_below_their_calls_on_a_telephone(lab: Open) -> None:
    """A click or key opens them; a second one, or Escape, closes them."""
    page = lab(width=390)
    call, note = page.locator("a.footnote-ref").first, page.locator(".side-note").first
    expect(note).to_be_hidden()
    expect(call).to_have_attribute("aria-expanded", "false")
    call.click()
    expect(note).to_be_visible()
    expect(note.locator("li")).to_have_count(2)
    expect(call).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".said")).to_contain_text("second point")
    assert page.evaluate("location.hash") == ""
    assert page.evaluate("scrollY") == 0
    call.click()
    expect(note).to_be_hidden()
    call.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(call).to_be_focused()
    page.set_viewport_size({"width": 1440, "height": 800})
    expect(call).not_to_have_attribute("aria-expanded", "false")


# --- print ----------------------------------------------------------------------------------------


def test_print_is_the_browsers_own(lab: Open) -> None:
    page = lab()
    page.evaluate("window.print = () => { window.printed = true }")
    button(page, "Imprimer").click()
    assert page.evaluate("window.printed")


@pytest.mark.parametrize("chosen", ["automatic", "dark"])
def test_print_is_light_and_has_the_text_alone(lab: Open, chosen: str) -> None:
    page = lab(scheme="dark")
    if chosen == "dark":
        page.evaluate("localStorage.setItem('coursebuild scheme', 'dark')")
        load_again(page)
    page.keyboard.press("Shift+C")
    page.emulate_media(media="print")
    style = page.evaluate(
        "(style => [style.color, style.backgroundColor])(getComputedStyle(document.documentElement))"
    )
    assert style == ["rgb(29, 35, 41)", "rgb(255, 255, 255)"]
    for gone in (".bar", ".contents", ".copy", ".side-note", ".anchor"):
        assert page.locator(f"{gone} >> visible=true").count() == 0, gone
    expect(page.get_by_text("La réponse secrète.")).to_be_visible()
    expect(page.locator("#fn1")).to_be_visible()


ROWS = "\n".join(f"| begin{n}, {'a long row ' * 30} end{n}, | b |" for n in range(30))
EXERCISES = "".join(
    f"::: {{.exercise title='First{n},'}}\n::: {{.answer lines={3 + n % 5}}}\n:::\n\nLast{n},\n:::\n\n"
    for n in range(20)
)
ANSWERS = "".join(["Question.\n\n::: {.answer lines=12}\n:::\n\n"] * 12)


def test_print_splits_no_row_no_small_box_and_no_answer_lines(workshop: Workshop, open_page: Reader) -> None:
    """As the browser prints the page of the screen."""
    table = f"| A | B |\n|---|---|\n{ROWS}\n\n"
    workshop.write("course/whole.md", f"---\ntitle: T\n---\n\n{table}{EXERCISES}")
    workshop.write("course/lines.md", f"---\ntitle: T\n---\n\n{ANSWERS}")
    assert workshop.run("--to", "html", "--quiet").code == 0

    def printed(name: str) -> list[pypdfium2.PdfPage]:
        path = workshop.folder / "build" / "student" / name
        return list(pypdfium2.PdfDocument(open_page(path).pdf(prefer_css_page_size=True)))

    texts = [page.get_textpage().get_text_bounded() for page in printed("whole.html")]
    assert len(texts) > 5
    for begin, end in [
        *((f"begin{n},", f"end{n},") for n in range(30)),
        *((f"First{n},", f"Last{n},") for n in range(20)),
    ]:
        assert [begin in text for text in texts] == [end in text for text in texts], begin
    counts = [_rules(page) for page in printed("lines.html")]
    assert sum(counts) == 12 * 12
    assert [count % 12 for count in counts] == [0] * len(counts)


def _rules(page: pypdfium2.PdfPage) -> int:
    """The number of ruled lines on a printed page."""
    bounds = [each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    return sum(right - left > 400 and top - bottom < 1 for left, bottom, right, top in bounds)


def test_print_has_no_rules_of_a_telephone(lab: Open) -> None:
    """A printed page is as narrow as some screens, and does not scroll."""
    page = lab(width=600)
    first = page.locator("td").first
    expect(first).to_have_css("position", "sticky")
    page.emulate_media(media="print")
    expect(first).to_have_css("position", "static")


# --- what an author may write ---------------------------------------------------------------------

CLASHES = """---
title: Clashes
---

Text.

## Top {#top}

Text with a [call](#gone){.footnote-ref}, [a bad address](#%E0%A4%A) and a note[^1].

## A note in a heading[^2]

[^1]: The first note.
[^2]: The second note.

::: {.correction title="Unwordlyunwordlyunwordlyunwordlyunwordlyunwordlyunwordlyunwordly"}
Corrected.
:::
"""


@pytest.fixture
def clashes(workshop: Workshop, open_page: Reader) -> Callable[..., Page]:
    """A lesson that uses names of the page's own; the instructor edition is opened."""

    def opened(text: str = "", says: int = 0, **facts: Any) -> Page:
        workshop.write("course/lab.md", CLASHES + text)
        done = workshop.run("--correction", "--to", "html", "--quiet")
        assert (done.code, done.err.count("CB307")) == (0, says), done.err
        return open_page(workshop.folder / "build" / "instructor" / "lab.html", **facts)

    return opened


def test_a_call_without_a_note(clashes: Callable[..., Page]) -> None:
    """A call without a note is ignored; the note of a call in a heading is at the heading's height."""
    page = clashes()
    notes, calls = page.locator(".side-note"), page.locator("a.footnote-ref[role=doc-noteref]")
    expect(notes).to_have_count(2)
    levels = [(calls.nth(n).bounding_box(), notes.nth(n).bounding_box()) for n in (0, 1)]
    assert all(call and note and abs(call["y"] - note["y"]) < 40 for call, note in levels)


def test_a_malformed_address_leads_nowhere(clashes: Callable[..., Page]) -> None:
    """There is no error in the console, which the fixture would report."""
    page = clashes()
    page.get_by_role("link", name="a bad address").click()
    expect(page.locator(".side-note")).to_have_count(2)


def test_a_long_word_in_a_title_is_broken(clashes: Callable[..., Page]) -> None:
    for width in (320, 390, 820):
        assert overflow(clashes(width=width)) == 0


HIDING = "skip ui bar said tools find side-note to-top hit contents copy toggle anchor".split()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_no_class_of_a_lesson_hides_its_text(clashes: Callable[..., Page], media: Any) -> None:
    """Classes of the page are removed and reported; text in answer-lines is shown too."""
    boxes = "".join(f"\n::: {{.{name}}}\nIn a {name}.\n:::\n" for name in (*HIDING, "answer-lines"))
    page = clashes(f"{boxes}\n::: {{data-closed=1}}\nIn closed data.\n:::\n", says=len(HIDING) + 1)
    page.emulate_media(media=media)
    for name in (*HIDING, "answer-lines", "closed data"):
        text = page.get_by_text(f"In a {name}.".replace("a closed", "closed"), exact=True)
        expect(text).to_be_visible()
        box, main = text.bounding_box(), page.locator("main").bounding_box()
        assert box
        assert main
        assert box["x"] >= main["x"]
        assert box["width"] > 20
