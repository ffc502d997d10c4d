"""What the preview shows in the browser: the course's index, and both editions of a lesson side by side."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from browsing import overflow, violations
from playwright.sync_api import Browser
from previewing import preview as previewed
from shell import Course, Open, Reader, Shell, expect, free_port
from workshop import ROOT, Workshop

FILLER = "Du texte qui remplit la page. " * 25
LESSON = (ROOT / "tests" / "serve" / "shell.md").read_text(encoding="utf-8").replace("{filler}", FILLER)
OLD = "Page d\N{RIGHT SINGLE QUOTATION MARK}avant"
OTHER = "---\ntitle: Une autre feuille\nlang: fr\n---\n\nUn texte.\n"
WIDE = 1000  # pixels that both panes need at least
NUMBERS = count(1)
WORKED_ON = """async (selector) => {
    const { NOT_ADDED, NOT_WITHIN } = await import("/assets/morph.js");
    const page = document.querySelector("[data-edition=instructor] iframe").contentDocument;
    return [...page.querySelectorAll(`main ${selector}`)].every((element) =>
        element.matches(NOT_ADDED) || element.closest(NOT_WITHIN));
}"""
ADDED = """async (selector) => {
    const { ADDED, TOGGLE } = await import("/assets/live.js");
    const page = document.querySelector("[data-edition=instructor] iframe").contentDocument;
    return [...page.querySelectorAll(selector)].every((element) => element.closest(`${ADDED}, ${TOGGLE}`));
}"""
CONFIGURATION = 'title = "Réseaux"\nlang = "fr"\n[editor]\ncommand = ["true", "{file}"]\n'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    workshop = Workshop(tmp_path_factory.mktemp("preview"))
    workshop.write("coursebuild.toml", CONFIGURATION)
    workshop.write("course/autre.md", OTHER)
    workshop.write("course/lab.md", LESSON)
    with previewed(workshop.folder, "--port", str(free_port())) as running:
        yield Course(workshop.folder, running.addresses[0])


@pytest.fixture
def preview(course: Course, browser: Browser) -> Iterator[Open]:
    """Open the preview, of a lesson that no other test has; at the end, expect that no script failed."""
    number = f"{next(NUMBERS)}."
    text = LESSON.replace("{number}.", number)
    lesson = course.write("course/lab.md", text)
    reader = Reader(browser, course)

    def opened(path: str = "view/lab", **facts: Any) -> Shell:
        shell = reader(path, **facts)
        if path == "view/lab" and lesson.read_text(encoding="utf-8") == text:
            for edition in ("student", "instructor") if facts.get("width", WIDE) >= WIDE else ("student",):
                expect(shell.built(edition).get_by_text(number)).to_be_attached()
        return shell

    yield opened
    reader.close()
    assert reader.heard == []


# --- what is seen ---------------------------------------------------------------------------------


def test_what_students_do_not_see_is_tinted(preview: Open) -> None:
    """In the instructor's pane alone: corrections, and what a condition withholds; it can be switched off."""
    shell = preview()
    expect(shell.pane("student").get_by_role("heading", name="Étudiants")).to_be_visible()
    expect(shell.pane("instructor").get_by_role("heading", name="Enseignant")).to_be_visible()
    tinted = shell.built("instructor").locator("[data-preview-withheld]")
    expect(tinted).to_have_count(3)
    assert [text.split()[0] for text in tinted.all_inner_texts()] == ["Corrigé", "Une", "Corrigé"]
    assert "secrète" not in shell.built("student").locator("body").inner_text()
    expect(shell.built("student").locator("[data-preview-withheld]")).to_have_count(0)
    colour = "return getComputedStyle(root.querySelector('[data-preview-withheld]')).backgroundColor"
    before = shell.evaluate("instructor", colour)
    shell.page.get_by_role("button", name="Caché aux étudiants").click()
    assert shell.evaluate("instructor", colour) != before


def test_of_code_and_quizzes_what_students_lack_is_tinted(course: Course, preview: Open) -> None:
    """The lines in gaps, not those around them; words to fill in, and right answers."""
    code = "def f():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\n"
    quiz = "::: quiz\nQui ?\n\n- [x] Moi\n- [ ] Toi\n:::\n"
    text = f"---\ntitle: Trous\nlang: fr\n---\n\nUn [mot]{{.blank}}.\n\n```python\n{code}```\n\n{quiz}"
    lesson = course.write("course/trous.md", text)
    tinted = preview("view/trous").built("instructor").locator("[data-preview-withheld]")
    expect(tinted).to_have_text(["mot", "    return 1", "bonne réponse"])
    lesson.unlink()


def test_the_panes_scroll_together(preview: Open) -> None:
    """A heading at the top of one is at the top of the other, however long the correction is between."""
    shell = preview()
    expect(shell.built("instructor").locator("[data-preview-withheld]")).to_have_count(3)
    to_heading = "document.getElementById('deux-réseaux').scrollIntoView()"
    top = "return Math.round(document.getElementById('deux-réseaux').getBoundingClientRect().top)"
    shell.pane("student").locator("iframe").hover()
    shell.evaluate("student", to_heading)
    heading = shell.built("instructor").get_by_role("heading", name="Deux réseaux")
    expect(heading).to_be_in_viewport()
    assert abs(shell.evaluate("instructor", top) - shell.evaluate("student", top)) <= 2
    shell.page.get_by_role("button", name="Défilement commun").click()
    shell.pane("instructor").locator("iframe").hover()
    place = shell.evaluate("student", top)
    shell.evaluate("instructor", "scrollTo(0, 0)")
    expect(heading).not_to_be_in_viewport()
    assert shell.evaluate("student", top) == place


def test_a_link_to_another_lesson_opens_its_preview(preview: Open) -> None:
    shell = preview()
    shell.built("student").locator("main").get_by_role("link", name="autre feuille").first.click()
    expect(shell.page).to_have_title("Une autre feuille · Réseaux")
    expect(shell.built("instructor").get_by_text("Un texte.")).to_be_visible()
    shell.page.get_by_role("link", name="Feuille suivante").click()
    expect(shell.page).to_have_title("Démarrer · Réseaux")


# --- changes --------------------------------------------------------------------------------------


def test_a_change_keeps_what_the_reader_did(preview: Open, course: Course) -> None:
    """The page is changed in place: what is at the top stays there, what was ticked and closed stays so."""
    shell = preview()
    built = shell.built("instructor")
    built.get_by_role("checkbox", name="écrire").check()
    built.get_by_role("button", name="Premier").click()
    shell.evaluate("instructor", "window.isTheSame = true")
    shell.evaluate("instructor", "document.getElementById('deux-réseaux').scrollIntoView()")
    top = "return Math.round(document.getElementById('deux-réseaux').getBoundingClientRect().top)"
    before = shell.evaluate("instructor", top)
    with shell.renewed("student", "instructor"):
        course.edit("lab", "Une première phrase", f"Une toute autre phrase. {FILLER}\n\n{FILLER}")
    expect(built.get_by_text("Une toute autre phrase.")).to_be_attached()
    assert shell.evaluate("instructor", "return window.isTheSame")
    assert abs(shell.evaluate("instructor", top) - before) <= 1
    expect(built.get_by_role("checkbox", name="écrire")).to_be_checked()
    expect(built.get_by_text("La réponse secrète.")).to_be_hidden()
    sign = shell.pane("instructor").get_by_role("button", name="Modifié plus haut")
    sign.click()
    expect(built.get_by_text("Une toute autre phrase.")).to_be_in_viewport()
    expect(sign).to_be_hidden()


def test_a_change_that_no_page_shows_ends_too(preview: Open, course: Course) -> None:
    """The bar does not go on to say that the page is being built."""
    shell = preview()
    said = shell.page.locator(".activity")
    shell.page.evaluate(
        """() => { window.wasSaid = new Promise((resolve) => {
            const activity = document.querySelector(".activity");
            new MutationObserver(resolve).observe(activity, { childList: true });
        }).then(() => true); }"""
    )
    course.edit("lab", ":::\n", ":::\n\n")
    assert shell.page.evaluate("window.wasSaid")
    expect(said).to_be_empty(timeout=10_000)


def test_what_is_new_has_its_tools(preview: Open, course: Course) -> None:
    """New code can be copied, and a new correction closed, for the page's own script has seen them."""
    shell = preview()
    built = shell.built("instructor")
    built.get_by_role("checkbox", name="écrire").check()
    built.get_by_role("button", name="Second").click()
    built.locator("[data-tool=scheme]").click()
    shell.evaluate("instructor", "document.getElementById('fin').scrollIntoView()")
    top = "return Math.round(document.getElementById('fin').getBoundingClientRect().top)"
    before = shell.evaluate("instructor", top)
    code, correction = "```sh\necho deux\n```", '::: {.correction title="Nouveau"}\nEncore une réponse.\n:::'
    with shell.renewed("student", "instructor"):
        course.edit("lab", "## Deux réseaux", f"{code}\n\n{correction}\n\n## Deux réseaux")
    assert abs(shell.evaluate("instructor", top) - before) <= 1
    expect(shell.built("student").get_by_role("button", name="Copier le code")).to_have_count(2)
    expect(built.get_by_role("button", name="Copier le code")).to_have_count(2)
    expect(built.get_by_text("Encore une réponse.")).to_be_visible()
    built.get_by_role("button", name="Nouveau").click()
    expect(built.get_by_text("Encore une réponse.")).to_be_hidden()
    expect(built.get_by_text("Une autre réponse.")).to_be_hidden()
    expect(built.get_by_text("La réponse secrète.")).to_be_visible()
    expect(built.get_by_role("checkbox", name="écrire")).to_be_checked()
    expect(built.locator("[data-preview-withheld]")).to_have_count(4)
    expect(shell.page.locator(":root")).to_have_attribute("data-scheme", "light")  # as in the page


def test_what_the_pages_own_script_works_on_is_known(preview: Open) -> None:
    """Where one of these comes or goes, the page is loaded again; what the script adds is left out."""
    script = (ROOT / "templates" / "page.js").read_text(encoding="utf-8")
    shell = preview()
    for selector in re.findall(r'ours\("(.+?)"\)', script):
        found = shell.built("instructor").locator(f"main :is({selector}):not(.ui *)")
        assert found.count(), selector
        assert shell.page.evaluate(WORKED_ON, selector), selector
    for name in re.findall(r'made\("(.+?)"\)', script):
        assert shell.built("instructor").locator(name).count(), name
        assert shell.page.evaluate(ADDED, name), name


def test_an_error_stands_over_the_last_good_page(preview: Open, course: Course) -> None:
    """With its line, excerpt and remedy; it goes when it is mended. Warnings that were folded stay folded."""
    shell = preview(height=1100)
    panel = shell.page.get_by_role("region", name="Diagnostics")
    expect(shell.built("student").get_by_text("Une première phrase")).to_be_visible()
    expect(panel).to_be_hidden()
    good, bad = '::: {.correction title="Second"}', '::: {.correction title="Second"'
    course.edit("lab", ".exercise", ".exercice")
    course.edit("lab", good, bad)
    line = course.text("lab").read_text(encoding="utf-8").splitlines().index(bad) + 1
    expect(panel.get_by_text(f"course/lab.md:{line}").first).to_be_visible()
    expect(panel.locator(".errors pre").first).to_contain_text(bad)
    expect(panel.locator(".errors .remedy").first).to_contain_text("{")
    with shell.page.expect_response("**/open") as answer:
        panel.get_by_text(f"course/lab.md:{line}").first.click()
    assert answer.value.status == 204  # the editor is opened
    for edition in ("student", "instructor"):
        expect(shell.pane(edition).get_by_text(OLD)).to_be_visible()
        expect(shell.built(edition).get_by_text("Une première phrase")).to_be_visible()
    course.edit("lab", bad, good)
    expect(panel.locator(".errors")).to_have_count(0)
    expect(panel.locator(".warnings .remedy")).to_be_visible()
    expect(shell.pane("student").get_by_text(OLD)).to_be_hidden()
    panel.get_by_text("1 avertissement").click()
    course.edit("lab", ".exercice", ".exercise")
    expect(panel).to_be_hidden()
    course.edit("lab", ".exercise", ".exercice")
    expect(panel.get_by_text("1 avertissement")).to_be_visible()
    expect(panel.locator(".warnings .remedy")).to_be_hidden()


def test_printed_pages_keep_their_place(preview: Open, course: Course) -> None:
    shell = preview()
    shell.page.get_by_role("button", name="PDF").click()
    sheets = shell.pane("student").get_by_role("img")
    expect(shell.pane("student")).to_have_attribute("data-version", re.compile("[1-9]"))
    region = shell.pane("student").get_by_role("region", name="PDF")
    region.evaluate("region => region.scrollTo(0, 700)")
    drawn = sheets.first.get_attribute("src")
    with shell.renewed("student"):
        course.edit("lab", "Une première phrase", "Une autre phrase")
    assert sheets.first.get_attribute("src") != drawn
    assert region.evaluate("region => region.scrollTop") == 700


# --- the reader's choices -------------------------------------------------------------------------


def test_keys_choose_what_is_shown(preview: Open) -> None:
    """Also where the focus is in a page; and they are listed."""
    shell = preview()
    shell.built("student").get_by_text("Une première phrase").click()
    shell.page.keyboard.press("3")
    expect(shell.pane("student")).to_be_hidden()
    expect(shell.built("instructor").locator("[data-preview-withheld]")).to_have_count(3)
    shell.page.reload()
    expect(shell.pane("instructor")).to_be_visible()
    expect(shell.pane("student")).to_be_hidden()  # it is kept
    shell.page.keyboard.press("2")
    expect(shell.pane("student")).to_be_visible()
    shell.page.keyboard.press("?")
    keys = shell.page.get_by_role("dialog", name="Clavier")
    expect(keys.get_by_text("Feuille précédente, feuille suivante")).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    shell.page.keyboard.press("Escape")
    shell.page.keyboard.press("1")
    expect(shell.pane("instructor")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_a_narrow_window_has_one_pane(preview: Open, width: int) -> None:
    shell = preview(width=width)
    expect(shell.pane("student")).to_be_visible()
    expect(shell.pane("instructor")).to_be_hidden()
    shell.page.get_by_role("button", name="Enseignant", exact=True).click()
    expect(shell.built("instructor").get_by_text("La réponse secrète.")).to_be_visible()
    expect(shell.pane("student")).to_be_hidden()
    assert overflow(shell.page) == 0


@pytest.mark.parametrize(
    ("path", "scheme", "width"), [("", "dark", 1440), ("view/lab", "light", 1440), ("view/lab", "dark", 390)]
)
def test_axe_finds_nothing(preview: Open, course: Course, path: str, scheme: str, width: int) -> None:
    """With a warning and an error to be seen."""
    course.edit("lab", ".exercise", ".exercice")
    course.edit("lab", "{.if", "{.iff")
    shell = preview(path, scheme=scheme, width=width, bypass_csp=True)
    expect(shell.page.locator(".error").first).to_be_visible()
    assert violations(shell.page) == []
    assert overflow(shell.page) == 0


# --- the course -----------------------------------------------------------------------------------


def test_the_index_says_where_something_is_wrong(preview: Open, course: Course) -> None:
    shell = preview("")
    expect(shell.page).to_have_title("Réseaux")
    row = shell.page.get_by_role("listitem").filter(has_text="Démarrer")
    expect(row).to_contain_text("course/lab.md")
    course.edit("lab", '::: {.correction title="Second"}', '::: {.correction title="Second"')
    expect(row.get_by_text("1 erreur")).to_be_visible()
    course.write("course/troisième.md", OTHER.replace("Une autre", "La troisième"))
    shell.page.get_by_role("link", name="La troisième feuille").first.click()
    expect(shell.built("student").get_by_text("Un texte.")).to_be_visible()
    course.text("troisième").unlink()
    expect(shell.page.get_by_text("Cette feuille ne fait pas partie du cours.")).to_be_visible()
    shell.page.get_by_role("link", name="Toutes les feuilles").click()
    course.write("coursebuild.toml", "title = ")
    expect(shell.page.get_by_text("Correct coursebuild.toml")).to_be_visible()
    course.write("coursebuild.toml", CONFIGURATION)
    expect(shell.page.get_by_text("Correct coursebuild.toml")).to_be_hidden()


def test_the_index_that_readers_get(preview: Open, course: Course) -> None:
    """In both panes; its links, and its search, which follows changes, lead to lessons, and back."""
    shell = preview("")
    shell.page.get_by_role("link", name="L\N{RIGHT SINGLE QUOTATION MARK}index").click()
    index = shell.built("student")
    index.get_by_label("Chercher dans toutes les feuilles").fill("texte autre")
    for title in ("Encore une autre", "Une autre feuille"):
        course.write("course/autre.md", OTHER.replace("Une autre feuille", title))
        expect(index.locator(".results a").first).to_have_text(title)
    index.locator(".results a").first.click()
    expect(shell.page).to_have_url(re.compile("/view/autre$"))
    shell.built("instructor").get_by_role("link", name="Toutes les feuilles").click()
    expect(shell.page).to_have_url(re.compile("/view/index$"))
    shell.built("instructor").get_by_role("link", name="Une autre feuille", exact=True).click()
    expect(shell.page).to_have_url(re.compile("/view/autre$"))


def test_a_lost_connection_is_said_and_found_again(browser: Browser, tmp_path: Path) -> None:
    Workshop(tmp_path).write("course/lab.md", OTHER)
    port = str(free_port())
    with previewed(tmp_path, "--port", port) as running:
        course = Course(tmp_path, running.addresses[0])
        reader = Reader(browser, course)
        shell = reader("view/lab")
        expect(shell.built("student").get_by_text("Un texte.")).to_be_visible()
    alert = shell.page.get_by_role("alert")
    expect(alert).to_be_visible()
    course.edit("lab", "Un texte.", "Un nouveau texte.")
    with previewed(tmp_path, "--port", port):
        expect(shell.built("student").get_by_text("Un nouveau texte.")).to_be_visible()
        expect(alert).to_be_hidden()
    reader.close()
