"""A lesson in French: its language, the words of its author, and what the author is told."""

import pytest
from workshop import Workshop, page_texts

WORDS = (
    "Le client et le serveur sont dans une salle où les câbles des deux machines vont sur le même mur, et "
)


def _lesson(workshop: Workshop, text: str, front: str = "lang: fr") -> None:
    workshop.write("course/lab.md", f"---\ntitle: Leçon\n{front}\n---\n\n{text}\n")


@pytest.mark.parametrize("lang", ["fr_FR", "fr_FR.UTF-8", "français", "Francais", "French", "FR", "fr-CA"])
def test_a_language_by_another_name(workshop: Workshop, lang: str) -> None:
    """Locales and the names of languages are languages."""
    _lesson(workshop, "::: tip\nOui ?\n:::", f"lang: {lang}")
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert ("Astuce" in workshop.main(), "Oui\u202f?" in workshop.main()) == (True, True)
    assert '<html lang="fr' in workshop.html().replace("FR", "fr")


def test_no_language(workshop: Workshop) -> None:
    """It is still told, and the page is in English."""
    _lesson(workshop, "Oui ?", "lang: klingonais")
    assert "course/lab.md:3:7: warning[CB210]" in workshop.run("--to", "html", "--quiet").err


def test_a_french_text_without_its_language(workshop: Workshop) -> None:
    """There is a hint, but none for an English text, nor for a short one."""
    _lesson(workshop, WORDS * 2, "author: A")
    assert "course/lab.md:1:1: warning[CB033]" in workshop.run("--to", "html", "--quiet").err
    for text in (WORDS, "The client and the server are in the room. " * 9):
        _lesson(workshop, text, "author: A")
        assert workshop.run("--to", "html", "--quiet").err == ""


def test_fields_in_french(workshop: Workshop) -> None:
    """Each is told with its name in English, unless that one is there too."""
    workshop.write(
        "course/lab.md", "---\ntitre: A\nAuteur: B\nlangue: fr\nRésumé: C\nlang: fr\n---\n\nOui.\n"
    )
    lines = [line for line in workshop.run("--to", "html", "--quiet").err.splitlines() if "CB032" in line]
    assert sorted(lines) == [
        "course/lab.md:2:1: warning[CB032]: the front matter's `titre` is not used: it is called `title`",
        "course/lab.md:3:1: warning[CB032]: the front matter's `Auteur` is not used: it is called `author`",
        "course/lab.md:5:1: warning[CB032]: the front matter's `Résumé` is not used: it is called `abstract`",
    ]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('Un "mot seul.', "6:4", 'the quotation mark in `"mot` has no partner in its paragraph'),
        ('Un mot" seul.', "6:4", 'the quotation mark in `mot"` has no partner in its paragraph'),
        ('Un “ ” et "mot seul.', "6:11", 'the quotation mark in `"mot` has no partner in its paragraph'),
        ("Au coeur du nœud.", "6:4", "`coeur` is spelt `cœur`"),
        ("Un noeud, une manoeuvre.", "6:4", "`noeud` is spelt `nœud`"),
        ("Un Etat.", "6:4", "`Etat` is spelt `État`"),
    ],
)
def test_what_cannot_be_set(workshop: Workshop, text: str, place: str, message: str) -> None:
    """It is told with its place."""
    _lesson(workshop, text)
    err = workshop.run("--to", "html", "--quiet").err
    assert f"course/lab.md:{place}: warning[CB034]: {message}" in err


def test_what_only_resembles_it(workshop: Workshop) -> None:
    """Inches, quotations, code, other languages, and words with oe are right."""
    _lesson(
        workshop,
        'Un écran de 24", le "mot", `"mot`, [the "word]{lang=en}, un coefficient, `noeud` et Estelle.\n\n'
        "Les signes “ ” et “ texte ”.",
    )
    assert workshop.run("--to", "html", "--quiet").err == ""


def test_a_word_that_loses_letters_beside_a_correction(workshop: Workshop) -> None:
    """An identifier and an attribute keep the letters, and are not taken for the correction's."""
    _lesson(
        workshop,
        "## La 1ère fois, la deuxième partie\n\n`La 1ère fois, la deuxième partie`\n\n"
        "::: correction\nPort 80.\n:::",
    )
    done = workshop.run("--all", "--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "1<sup>re</sup> fois" in workshop.main()


@pytest.mark.parametrize("name", ["réponse", "reponse", "enseignant", "prof", "corrigé"])
def test_names_that_mean_an_answer(workshop: Workshop, name: str) -> None:
    """They are refused as classes: they would hide nothing."""
    _lesson(workshop, f"::: {{.{name}}}\nPort 80.\n:::")
    assert workshop.run("--to", "html", "--quiet").code == 1


@pytest.mark.parametrize("typed", ["90", "1h30", "1H30", '"1 h 30"', '"1\u00a0h\u202f30 min"'])
def test_hours_of_an_exercise(workshop: Workshop, typed: str) -> None:
    """They are set as printers do, however they are typed."""
    _lesson(workshop, f'::: {{.exercise title="1. Lire" minutes={typed}}}\nLisez.\n:::')
    done = workshop.run("--to", "html", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "(1&nbsp;h&nbsp;30)" in workshop.main()


def test_the_number_of_a_page(workshop: Workshop) -> None:
    """It is in the document's language."""
    _lesson(workshop, "Un.\n\n\\newpage\n\nDeux.")
    assert workshop.run("--to", "pdf", "--quiet").code == 0
    assert "Page 2 sur 2" in page_texts(workshop.pdf())[1]


def test_fields_that_no_page_shows(workshop: Workshop) -> None:
    """Each is told, unless a condition or a filter may use it; a date in words is shown as it is typed."""
    front = "lang: fr\ndate: 12 mars 2026\ndurée: 2 h\nMatière: NSI\nniveau: 1re\nlevel: basic"
    _lesson(workshop, 'Oui. [Non.]{.if niveau="1re"}', front)
    done = workshop.run("--to", "html", "--quiet")
    assert sorted(line for line in done.err.splitlines() if "warning" in line) == [
        "course/lab.md:5:1: warning[CB308]: no page shows the front matter's `durée`",
        "course/lab.md:6:1: warning[CB308]: no page shows the front matter's `Matière`",
    ]
    assert "12\u00a0mars\u00a02026" in workshop.html().replace("&nbsp;", "\u00a0")
    workshop.write("filters/own.py", "def transform(doc):\n    return doc\n")
    workshop.write("coursebuild.toml", 'filters = ["own"]\n')
    assert workshop.run("--to", "html", "--quiet").err == ""
