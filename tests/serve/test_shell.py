"""What the preview shows in the browser: the course's index, and both editions of a lesson side by side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import overflow, violations
from playwright.sync_api import Browser
from previewing import Course, Open, Reader, expect, free_port, served
from workshop import Workshop

FILLER = "Du texte qui remplit la page. " * 25
LESSON = f"""---
title: Démarrer
lang: fr
summary: false
---

Une première phrase.

## Un conteneur

{FILLER}

```sh
echo un
```

::: {{.exercise title="Essayer"}}
Essayez.
:::

::: {{.correction title="Premier"}}
La réponse secrète. {FILLER}
:::

- [ ] lire
- [ ] écrire

## Deux réseaux

Pour tous. {FILLER}

::: {{.if edition="instructor"}}
Une remarque pour l’enseignant.
:::

{FILLER}

::: {{.correction title="Second"}}
Une autre réponse.
:::

Voir [l’autre fiche](autre.md).

## Fin

{FILLER}

{FILLER}
"""
OTHER = "---\ntitle: Une autre fiche\nlang: fr\n---\n\nUn texte.\n"
CONFIGURATION = 'title = "Réseaux"\nlang = "fr"\n'


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    workshop = Workshop(tmp_path_factory.mktemp("preview"))
    workshop.write("coursebuild.toml", CONFIGURATION)
    workshop.write("course/autre.md", OTHER)
    workshop.write("course/lab.md", LESSON)
    with served(workshop.folder, free_port()) as address:
        yield Course(workshop.folder, address)


@pytest.fixture
def preview(course: Course, browser: Browser) -> Iterator[Open]:
    """Open the preview of the lesson as it is above; at the end, expect that no script failed."""
    if course.text("lab").read_text(encoding="utf-8") != LESSON:
        course.write("course/lab.md", LESSON)
    reader = Reader(browser, course)
    yield reader
    reader.close()
    assert reader.heard == []


# --- what is seen ---------------------------------------------------------------------------------


def test_what_students_do_not_see_is_tinted(preview: Open) -> None:
    """In the instructor's pane alone: corrections, and what a condition withholds; it can be switched off."""
    shell = preview("view/lab")
    expect(shell.pane("student").get_by_role("heading", name="Étudiant")).to_be_visible()
    expect(shell.pane("instructor").get_by_role("heading", name="Enseignant")).to_be_visible()
    tinted = shell.built("instructor").locator("[data-preview-withheld]")
    expect(tinted).to_have_count(3)
    assert [text.split()[0] for text in tinted.all_inner_texts()] == ["Corrigé", "Une", "Corrigé"]
    assert "secrète" not in shell.built("student").locator("body").inner_text()
    expect(shell.built("student").locator("[data-preview-withheld]")).to_have_count(0)
    colour = "return getComputedStyle(root.querySelector('[data-preview-withheld]')).backgroundColor"
    before = shell.evaluate("instructor", colour)
    shell.page.get_by_role("button", name="Non montré aux étudiants").click()
    assert shell.evaluate("instructor", colour) != before


def test_the_panes_scroll_together(preview: Open) -> None:
    """A heading at the top of one is at the top of the other, however long the correction is between."""
    shell = preview("view/lab")
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
    shell = preview("view/lab")
    shell.built("student").get_by_role("link", name="l’autre fiche").click()
    expect(shell.page).to_have_title("Une autre fiche · Réseaux")
    expect(shell.built("instructor").get_by_text("Un texte.")).to_be_visible()
    shell.page.get_by_role("link", name="Fiche suivante").click()
    expect(shell.page).to_have_title("Démarrer · Réseaux")


# --- changes --------------------------------------------------------------------------------------


def test_a_change_keeps_what_the_reader_did(preview: Open, course: Course) -> None:
    """The page is changed in place: what is at the top stays there, and so does all that was opened or ticked."""
    shell = preview("view/lab")
    built = shell.built("instructor")
    built.get_by_role("checkbox", name="écrire").check()
    built.get_by_role("button", name="Premier").click()
    shell.evaluate(
        "instructor", "window.isTheSame = true; document.getElementById('deux-réseaux').scrollIntoView()"
    )
    top = "return Math.round(document.getElementById('deux-réseaux').getBoundingClientRect().top)"
    before = shell.evaluate("instructor", top)
    with shell.renewed("student", "instructor"):
        course.edit("lab", "Une première phrase.", f"Une toute autre phrase. {FILLER}\n\n{FILLER}")
    expect(built.get_by_text("Une toute autre phrase.")).to_be_attached()
    assert shell.evaluate("instructor", "return window.isTheSame")
    assert abs(shell.evaluate("instructor", top) - before) <= 1
    expect(built.get_by_role("checkbox", name="écrire")).to_be_checked()
    expect(built.get_by_text("La réponse secrète.")).to_be_hidden()
    sign = shell.pane("instructor").get_by_role("button", name="Modifié plus haut")
    sign.click()
    expect(built.get_by_text("Une toute autre phrase.")).to_be_in_viewport()
    expect(sign).to_be_hidden()


def test_what_is_new_has_its_tools(preview: Open, course: Course) -> None:
    """New code can be copied, and a new correction closed, for the page's own script has seen them."""
    shell = preview("view/lab")
    built = shell.built("instructor")
    built.get_by_role("checkbox", name="écrire").check()
    built.get_by_role("button", name="Second").click()
    built.locator("[data-tool=scheme]").click()
    shell.evaluate("instructor", "document.getElementById('fin').scrollIntoView()")
    top = "return Math.round(document.getElementById('fin').getBoundingClientRect().top)"
    before = shell.evaluate("instructor", top)
    new = '```sh\necho deux\n```\n\n::: {.correction title="Nouveau"}\nEncore une réponse.\n:::\n\n## Deux réseaux'
    with shell.renewed("student", "instructor"):
        course.edit("lab", "## Deux réseaux", new)
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
    expect(shell.page.locator(":root")).to_have_attribute(
        "data-scheme", "light"
    )  # as the page's own switch says


def test_an_error_stands_over_the_last_good_page(preview: Open, course: Course) -> None:
    """With its line, excerpt and remedy; it goes when it is mended. Warnings that were folded stay folded."""
    shell = preview("view/lab", height=1100)
    panel = shell.page.get_by_role("region", name="Diagnostics")
    expect(shell.built("student").get_by_text("Une première phrase.")).to_be_visible()
    expect(panel).to_be_hidden()
    broken = LESSON.replace("::: {.exercise", "::: {.exercice").replace(
        '::: {.correction title="Second"}', '::: {.correction title="Second"'
    )
    course.write("course/lab.md", broken)
    line = broken.splitlines().index('::: {.correction title="Second"') + 1
    expect(panel.get_by_text(f"course/lab.md:{line}", exact=False).first).to_be_visible()
    expect(panel.locator(".errors pre")).to_contain_text('::: {.correction title="Second"')
    expect(panel.locator(".errors .remedy")).to_contain_text("{")
    for edition in ("student", "instructor"):
        expect(shell.pane(edition).get_by_text("Page d’avant l’erreur")).to_be_visible()
        expect(shell.built(edition).get_by_text("Une première phrase.")).to_be_visible()
    course.edit("lab", '::: {.correction title="Second"', '::: {.correction title="Second"}')
    expect(panel.locator(".errors")).to_have_count(0)
    expect(panel.locator(".warnings .remedy")).to_be_visible()
    expect(shell.pane("student").get_by_text("Page d’avant l’erreur")).to_be_hidden()
    panel.get_by_text("1 avertissement").click()
    course.write("course/lab.md", LESSON)
    expect(panel).to_be_hidden()
    course.write("course/lab.md", LESSON.replace("::: {.exercise", "::: {.exercice"))
    expect(panel.get_by_text("1 avertissement")).to_be_visible()
    expect(panel.locator(".warnings .remedy")).to_be_hidden()


def test_printed_pages_keep_their_place(preview: Open, course: Course) -> None:
    shell = preview("view/lab")
    shell.page.get_by_role("button", name="PDF").click()
    sheets = shell.pane("student").get_by_role("img")
    expect(sheets.first).to_have_js_property("complete", value=True)
    region = shell.pane("student").get_by_role("region", name="PDF")
    region.evaluate("region => region.scrollTo(0, 700)")
    drawn = sheets.first.get_attribute("src")
    with shell.renewed("student"):
        course.edit("lab", "Une première phrase.", "Une autre phrase.")
    assert sheets.first.get_attribute("src") != drawn
    assert region.evaluate("region => region.scrollTop") == 700


# --- the reader's choices -------------------------------------------------------------------------


def test_keys_choose_what_is_shown(preview: Open) -> None:
    """Also where the focus is in a page; and they are listed."""
    shell = preview("view/lab")
    shell.built("student").get_by_text("Une première phrase.").click()
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
    expect(keys.get_by_text("Fiche précédente, fiche suivante")).to_be_visible()
    keys.get_by_role("checkbox").uncheck()
    shell.page.keyboard.press("Escape")
    shell.page.keyboard.press("1")
    expect(shell.pane("instructor")).to_be_visible()


def test_a_narrow_window_has_one_pane(preview: Open) -> None:
    shell = preview("view/lab", width=390)
    expect(shell.pane("student")).to_be_visible()
    expect(shell.pane("instructor")).to_be_hidden()
    shell.page.get_by_role("button", name="Enseignant", exact=True).click()
    expect(shell.built("instructor").get_by_text("La réponse secrète.")).to_be_visible()
    expect(shell.pane("student")).to_be_hidden()
    assert overflow(shell.page) == 0


@pytest.mark.parametrize("path", ["", "view/lab"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing(preview: Open, course: Course, path: str, scheme: str, width: int) -> None:
    """With a warning and an error to be seen."""
    course.write(
        "course/lab.md", LESSON.replace(".exercise", ".exercice").replace("`", "", 1).replace("{.if", "{.iff")
    )
    shell = preview(path, scheme=scheme, width=width, bypass_csp=True)
    expect(shell.page.locator(".error").first).to_be_visible()
    assert violations(shell.page) == []
    assert overflow(shell.page) == 0


# --- the course -----------------------------------------------------------------------------------


def test_the_index_says_where_something_is_wrong(preview: Open, course: Course) -> None:
    shell = preview()
    expect(shell.page).to_have_title("Réseaux")
    row = shell.page.get_by_role("listitem").filter(has_text="Démarrer")
    expect(row).to_contain_text("course/lab.md")
    course.edit("lab", '::: {.correction title="Second"}', '::: {.correction title="Second"')
    expect(row.get_by_text("1 erreur")).to_be_visible()
    course.write("course/troisième.md", OTHER.replace("Une autre", "La troisième"))
    shell.page.get_by_role("link", name="La troisième fiche").first.click()
    expect(shell.built("student").get_by_text("Un texte.")).to_be_visible()
    course.text("troisième").unlink()
    expect(shell.page.get_by_text("Cette fiche ne fait pas partie du cours.")).to_be_visible()


def test_a_lost_connection_is_said_and_found_again(browser: Browser, tmp_path: Path) -> None:
    Workshop(tmp_path).write("course/lab.md", OTHER)
    port = free_port()
    with served(tmp_path, port) as address:
        course = Course(tmp_path, address)
        reader = Reader(browser, course)
        shell = reader("view/lab")
        expect(shell.built("student").get_by_text("Un texte.")).to_be_visible()
    alert = shell.page.get_by_role("alert")
    expect(alert).to_be_visible()
    course.edit("lab", "Un texte.", "Un nouveau texte.")
    with served(tmp_path, port):
        expect(shell.built("student").get_by_text("Un nouveau texte.")).to_be_visible()
        expect(alert).to_be_hidden()
    reader.close()
