"""A reader's tools on the screen: ticking tasks, finding text, opening and closing corrections."""

from pathlib import Path

import pytest
from lab_page import LESSON, Open, button, load_again
from playwright.sync_api import Browser, Page, expect
from workshop import Workshop

# --- tasks ----------------------------------------------------------------------------------------


def test_tasks_are_ticked_and_remembered_by_their_text(browser: Browser, tmp_path: Path) -> None:
    """After the document is edited, the same tasks are ticked; in another document, none is."""
    workshop = Workshop(tmp_path)
    context = browser.new_context()
    page = context.new_page()

    def ticked(name: str, lesson: str) -> list[bool]:
        """The states of a lesson's checkboxes; the page always has the same address."""
        workshop.write(f"course/{name}.md", lesson)
        done = workshop.run(f"course/{name}.md", "--to", "html", "--quiet")
        assert (done.code, done.err) == (0, "")
        workshop.write("page.html", workshop.html(name))
        page.goto((tmp_path / "page.html").as_uri())
        boxes = page.get_by_role("checkbox")
        return [boxes.nth(n).is_checked() for n in range(boxes.count())]

    assert ticked("lab", LESSON) == [False, True, False, False]
    page.get_by_role("checkbox").nth(1).uncheck()
    page.get_by_text("relire").click()  # the label is part of it
    page.get_by_role("checkbox").nth(3).check()
    _wait_until_stored(page)
    assert ticked("lab", LESSON) == [False, False, True, True]
    edited = LESSON.replace("- [x] écrire", "- [ ] nouvelle\n- [x] écrire")
    assert ticked("lab", edited) == [False, False, False, True, True]
    assert ticked("other", LESSON) == [False, True, False, False]
    context.close()


def _wait_until_stored(page: Page) -> None:
    """Wait until another page of the browser sees what `page` stores: Chromium passes it on after a while."""
    stored = "JSON.stringify(Object.entries(localStorage).sort())"
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_function(f"expected => {stored} === expected", arg=page.evaluate(stored))
    other.close()


# --- find -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "count"),
    [("conteneur", 2), ("EDITION", 2), ("coeur", 1), ("l'apercu", 1), ("section avec code", 1), ("zzz", 0)],
)
def test_finding_ignores_case_and_accents(lab: Open, typed: str, count: int) -> None:
    page = lab()
    text = page.locator("main").text_content()
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator(".find output")).to_have_text(f"1 sur {count}" if count else "Aucun résultat")
    assert page.evaluate("[...CSS.highlights].map(([, marks]) => marks.size)") == (
        [count, 1] if count else []
    )
    assert page.locator("main").text_content() == text


def test_finding_the_next_and_previous_hit(lab: Open) -> None:
    page = lab()
    count_of_hits, field = page.locator(".find output"), page.get_by_role("searchbox")
    plain = page.locator("#plain + button")
    plain.focus()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("remplit")
    expect(count_of_hits).to_have_text("1 sur 240")
    page.keyboard.press("Enter")
    expect(count_of_hits).to_have_text("2 sur 240")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count_of_hits).to_have_text("240 sur 240")
    assert page.evaluate("scrollY") > 500
    button(page, "Résultat suivant").click()
    expect(count_of_hits).to_have_text("1 sur 240")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(plain).to_be_focused()
    assert page.evaluate("CSS.highlights.size") == 0


def test_a_hit_in_a_closed_correction_opens_it(lab: Open) -> None:
    page = lab()
    button(page, "Corrigés").click()
    secret = page.get_by_text("La réponse secrète.")
    expect(secret).to_be_hidden()
    button(page, "Rechercher dans la page").click()
    page.keyboard.type("secrete")
    expect(secret).to_be_in_viewport()
    expect(page.get_by_text("Un autre secret.")).to_be_hidden()


# --- corrections ----------------------------------------------------------------------------------


def test_corrections_close_one_by_one_and_all_together(lab: Open) -> None:
    """The state of the switch is stored."""
    page = lab()
    first, second = page.get_by_text("La réponse secrète."), page.get_by_text("Un autre secret.")
    switch = button(page, "Corrigés")
    one = page.get_by_role("button", name="Corrigé", exact=True)
    expect(first).to_be_visible()
    one.click()
    expect(one).to_have_attribute("aria-expanded", "false")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(first).to_be_hidden()
    expect(second).to_be_visible()
    switch.click()
    expect(first).to_be_visible()
    switch.click()
    expect(first).to_be_hidden()
    load_again(page)
    expect(first).to_be_hidden()
    expect(second).to_be_hidden()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.evaluate("location.hash = '#dans-le-corrigé'")
    expect(first).to_be_visible()
    page.emulate_media(media="print")
    expect(second).to_be_visible()


def test_corrections_open_one_at_a_time_by_a_key(lab: Open) -> None:
    """The key opens or closes the correction in view, or else the next one; with Shift, all of them."""
    page = lab(height=600)
    first, second = page.get_by_text("La réponse secrète."), page.get_by_text("Un autre secret.")
    page.keyboard.press("Shift+C")
    expect(first).to_be_hidden()
    page.keyboard.press("c")
    expect(first).to_be_in_viewport()
    expect(second).to_be_hidden()
    page.keyboard.press("c")
    expect(first).to_be_hidden()
    page.get_by_text("2. Réessayer").scroll_into_view_if_needed()
    page.get_by_text("2. Réessayer").evaluate("e => e.scrollIntoView()")
    page.keyboard.press("c")
    expect(second).to_be_in_viewport()
    expect(first).to_be_hidden()
    page.keyboard.press("Shift+C")
    expect(first).to_be_visible()


def test_keys_do_nothing_in_text_fields_or_when_turned_off(lab: Open) -> None:
    page = lab()
    first = page.get_by_text("La réponse secrète.")
    page.keyboard.press("Control+c")
    page.keyboard.press("/")
    page.keyboard.type("c/C")
    expect(page.get_by_role("searchbox")).to_have_value("c/C")
    page.keyboard.press("Escape")
    expect(first).to_be_visible()
    button(page, "Raccourcis clavier").click()
    page.get_by_role("checkbox", name="une touche").uncheck()
    page.keyboard.press("Escape")
    load_again(page)
    page.keyboard.press("/")
    page.keyboard.press("Shift+C")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    expect(first).to_be_visible()
    expect(button(page, "Rechercher dans la page")).to_be_visible()


def test_a_page_without_corrections_has_no_tools_for_them(lab: Open, lab_folder: Path) -> None:
    page = lab("student")
    expect(button(page, "Rechercher dans la page")).to_be_visible()
    assert button(page, "Corrigés").count() == 0
    body = (lab_folder / "student" / "lab.html").read_text(encoding="utf-8").partition("<body>")[2]
    assert "correction" not in body.lower()


# --- tabs -----------------------------------------------------------------------------------------


def test_tabs_are_chosen_by_keyboard_and_remembered_by_their_title(lab: Open) -> None:
    """All groups with the title follow; finding a text opens its tab; without the script, all are shown."""
    page = lab()
    shown = page.get_by_role("tabpanel").locator("> p")
    expect(page.get_by_role("tab")).to_have_text(["Linux", "Windows", "Windows", "Linux"])
    expect(shown).to_have_text(["apt install", "Ouvrir PowerShell"])
    page.get_by_role("tab").first.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab").nth(1)).to_be_focused()
    expect(shown).to_have_text(["winget install", "Ouvrir PowerShell"])
    page.keyboard.press("Home")
    expect(shown).to_have_text(["apt install", "Ouvrir un terminal"])
    load_again(page)
    expect(shown).to_have_text(["apt install", "Ouvrir un terminal"])
    page.keyboard.press("/")
    page.keyboard.type("winget")
    expect(shown).to_have_text(["winget install", "Ouvrir un terminal"])
    expect(lab(javascript=False).locator(".tab:visible")).to_have_count(4)
