"""Code, tables, headings and notes of a page on the screen."""

import re

import pytest
from lab_page import Open
from playwright.sync_api import expect

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
