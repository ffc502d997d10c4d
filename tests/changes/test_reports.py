"""Reports of changes are in the language of the course, and their pages in its look."""

import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from browsing import Reader, Scheme, overflow, violations
from workshop import Workshop, commit

from coursebuild.changes import formats
from coursebuild.changes.formats.wording import LANGUAGES

LESSON = """---
title: Le réseau
---

# Question 1

Envoyez trois paquets au serveur, puis notez le temps de réponse de chacun.

::: correction
Le quatrième est perdu, car le lien est coupé exprès.
:::

```sh
ping -c 3 serveur
```

![Le réseau](reseau.png)

# Question 2

Un paragraphe qui change de place dans la feuille.
"""
PICTURE = b"\x89PNG, which no comparison reads" * 40
NOW = (
    LESSON.replace("trois", "cinq")
    .replace("-c 3", "-c 5")
    .replace("::: correction", "::: note")
    .replace("\nUn paragraphe qui change de place dans la feuille.\n", "")
    .replace("# Question 1\n", "# Question 1\n\nUn paragraphe qui change de place dans la feuille.\n")
)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A French course with each kind of change since the tag `2026.1`."""
    workshop = Workshop(tmp_path_factory.mktemp("changed"))
    workshop.write("coursebuild.toml", 'title = "Systèmes"\nlang = "fr-CA"\n')
    workshop.write("course/reseau.png", PICTURE)
    workshop.write("course/ping.md", LESSON)
    workshop.write("course/vieux.md", "# Vieux\n")
    workshop.write("course/nom.md", "# Un nom\n\nLe texte reste le même.\n")
    commit(workshop.folder, "2026.1")
    workshop.write("course/reseau.png", PICTURE + b"other")
    workshop.write("course/ping.md", NOW)
    workshop.write(
        "course/neuf.md", "---\nlang: en\n---\n\n# Neuf\n\nUn début. [Et la suite.]{.correction}\n"
    )
    workshop.write("course/faux.md", "::: {.corection}\nQuoi ?\n:::\n")
    (workshop.folder / "course/vieux.md").unlink()
    (workshop.folder / "course/nom.md").rename(workshop.folder / "course/autre.md")
    return workshop


def _report(changed: Workshop, *arguments: str) -> str:
    """A report as it would be typed."""
    text = changed.run("diff", *arguments).out.rpartition("</head>")[2]
    return text.translate({0xA0: " ", 0x202F: " ", 0x2019: "'"})


@pytest.mark.parametrize("format_", ["text", "markdown", "html"])
def test_the_report_is_in_the_language_of_the_course(changed: Workshop, format_: str) -> None:
    text = " ".join(re.sub("<[^>]*>|`", "", _report(changed, "--format", format_)).split())
    for said in (
        "5 feuilles au 20",
        "par rapport à 2026.1 (commit",
        "Ce rapport contient des corrigés : il n'est pas pour les étudiants",
        "Elle a des erreurs et n'a pas été comparée ; coursebuild check les donne.",
        "Elle s'appelait course/nom.md.",
        "Elle est nouvelle.",
        "Elle a disparu.",
        "Version des étudiants : 6 changements",
        "Version des enseignants : 1 changement en plus de ce qui change dans la version des étudiants",
        "seules les versions avec corrigés le montraient",
        "une autre image",
        "déplacé depuis « Question 2 »",
    ):
        assert said in text
    for word in ("edition", "change:", "changes", "moved", "picture]", "heading", "at the top"):
        assert word not in text


def _sentences(table: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for each in table.values():
        if all(isinstance(text, str) for text in each.values()):
            yield each
        else:
            yield from _sentences(each)


def test_each_sentence_is_in_every_language_with_the_same_values() -> None:
    words = resources.files(formats).joinpath("words.toml").read_text(encoding="utf-8")
    for sentence in _sentences(tomllib.loads(words)):
        assert tuple(sentence) == LANGUAGES
        assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in sentence.values()}) == 1
        assert len({text.count(" | ") for text in sentence.values()}) == 1


def test_nothing_is_a_sentence_in_french(changed: Workshop) -> None:
    said = _report(changed, "2026.1", "course/autre.md")
    assert "1 feuille au" in said
    assert "Rien ne change pour les étudiants." in said
    assert "Rien d'autre ne change pour les lecteurs de la version des enseignants." in said
    beyond = _report(changed, "--between-editions", "course/autre.md")
    assert "Aucune version ne montre plus que la version des étudiants." in beyond


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_page_is_accessible(changed: Workshop, open_page: Reader, tmp_path: Path, scheme: Scheme) -> None:
    """It is as wide as a phone, has the colours of pages, and leads to each lesson."""
    path = tmp_path / "changes.html"
    path.write_text(changed.run("diff", "--format", "html").out, encoding="utf-8")
    page = open_page(path, width=390, scheme=scheme)
    assert (violations(page), overflow(page)) == ([], 0)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("nav a").count() == page.locator("main h2").count() == 5
    assert page.locator("main [lang]").evaluate_all("all => all.map(each => each.textContent)") == [
        "Neuf",
        "Un début.",
        "Un début. Et la suite.",
    ]
    page.locator("nav a", has_text="ping").click()
    assert page.evaluate("document.querySelector(':target').textContent") == "course/ping.md"


def test_its_page_has_the_look_of_the_course(changed: Workshop, tmp_path: Path) -> None:
    course = Workshop(tmp_path / "course")
    shutil.copytree(changed.folder, course.folder)
    course.write("coursebuild.toml", 'title = "A <course>"\n[theme]\naccent = "#7a1f5c"\n')
    page = course.run("diff", "--format", "html").out
    assert "--accent: #7a1f5c;" in page
    assert '<p class="course">A &lt;course&gt;</p>' in page
    assert '<html lang="en">' in page
