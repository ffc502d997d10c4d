"""Word files: what a colleague finds in them, and what no student does."""

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from workshop import Workshop

LESSON = """\
---
title: Les processus
subtitle: Une feuille
author: Ada Martin
lang: fr
student-fields: [Nom]
---

## Partie

Une formule $\\frac{a}{b}$, une autre $\\ce{H2O}$, une note[^n] et du `code`.

[^n]: La note.

::: {.tip title="Pressé ?"}
Le cache suffit.
:::

![Un plan](plan.svg)

| A | B |
|---|---|
| 1 | 2 |

: Des nombres

::: quiz
Lequel attend ?

- [x] un processus endormi
- [ ] un processus actif
:::

```{.python caption="Une boucle"}
while True:
    pass
```

La commande [clairvoyance]{.blank} les liste.

::: {.correction .if correction="true"}
L'ordonnanceur alterne toujours ![quixotisme](plan.svg).
:::
"""
PLAN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h40v20z"/></svg>'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("word"))
    workshop.write("coursebuild.toml", 'title = "Systèmes"\n[theme]\npaper = "letter"\n')
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/plan.svg", PLAN)
    done = workshop.run("--all", "--to", "docx")
    (warning,) = re.findall("^course/.*", done.err, re.MULTILINE)
    line = next(number for number, text in enumerate(LESSON.splitlines(), 1) if r"\ce{H2O}" in text)
    assert warning.startswith(f"course/lab.md:{line}:")
    assert r"warning[CB231]: `\ce{H2O}` is text in the Word file, not a formula" in warning
    assert workshop.files() == ["instructor/lab.docx", "student/lab.docx"]
    return workshop


def _path(workshop: Workshop, edition: str = "student") -> Path:
    return workshop.folder / "build" / edition / "lab.docx"


def _part(workshop: Workshop, name: str, edition: str = "student") -> str:
    with zipfile.ZipFile(_path(workshop, edition)) as archive:
        return archive.read(name).decode()


def test_each_paragraph_has_a_style_of_the_course(built: Workshop) -> None:
    document = ET.fromstring(_part(built, "word/document.xml"))  # noqa: S314 (our own file)
    texts = {
        style.get(f"{W}val"): "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
        for paragraph in document.iter(f"{W}p")
        for style in paragraph.iter(f"{W}pStyle")
    }
    assert texts["Title"] == "Les processus"
    assert texts["Subtitle"] == "Une feuille"
    assert texts["Edition"] == "Systèmes"
    assert texts["Heading1"] == "Partie"
    assert texts["BoxTipTitle"] == "Astuce — Pressé\u202f?"
    assert texts["BoxTip"] == "Le cache suffit."
    assert texts["TableCaption"] == "Des nombres"
    assert texts["ImageCaption"] == "Une boucle"  # the last one, below its code
    assert texts["SourceCode"] == "while True:    pass"
    assert "FigureTable" not in _part(built, "word/document.xml")  # it centres lines, and not only pictures
    styles = ET.fromstring(_part(built, "word/styles.xml"))  # noqa: S314 (our own file)
    assert texts.keys() <= {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert '"Fira Sans"' in _part(built, "word/styles.xml")
    assert 'w:w="12240"' in _part(built, "word/document.xml")  # the width of the paper


def test_formulas_pictures_and_notes_are_words_own(built: Workshop) -> None:
    document = _part(built, "word/document.xml")
    assert document.count("<m:oMath>") == 1
    assert "<m:f>" in document
    assert "H₂O" in re.sub("<[^<>]*>", "", document)
    assert document.count('descr="Un plan"') == 1
    assert "La note." in _part(built, "word/footnotes.xml")
    with zipfile.ZipFile(_path(built)) as archive:
        assert [name[-4:] for name in archive.namelist() if "media/" in name] == [".png"]


def test_questions_have_boxes_and_lines(built: Workshop) -> None:
    """The box is the bullet of its paragraph; a line is as long as any other."""
    students, instructors = (_part(built, "word/document.xml", each) for each in ("student", "instructor"))
    boxes = [_part(built, "word/numbering.xml", each) for each in ("student", "instructor")]
    assert ["☒" in each for each in boxes] == [False, True]
    assert f">{'_' * 16}<" in students
    assert "clairvoyance" not in students
    assert "clairvoyance" in instructors
    assert ["bonne réponse" in each for each in (students, instructors)] == [False, True]


def test_the_same_page_makes_the_same_file(built: Workshop) -> None:
    before = _path(built).read_bytes()
    assert built.run("--to", "docx", "--force", "--quiet").code == 0
    assert _path(built).read_bytes() == before


def _with(content: bytes, part: str, before: str, after: str) -> bytes:
    """A Word file with a text of a part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == part:
                assert before.encode() in text
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return out.getvalue()


SENTENCE = "alterne toujours"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("word/document.xml", "Le cache suffit.", f"ordonnanceur {SENTENCE}"),
        ("word/document.xml", 'descr="Un plan"', 'descr="quixotisme"'),
        ("word/footnotes.xml", "La note.", "ordonnanceur</w:t></w:r><w:r><w:t> alterne toujours"),
        ("docProps/core.xml", "Ada Martin", "quixotisme"),
        ("word/_rels/document.xml.rels", "media/", "quixotisme/"),
    ],
)
def test_what_students_must_not_see_is_found_anywhere(
    built: Workshop, part: str, before: str, after: str
) -> None:
    path = _path(built)
    content = path.read_bytes()
    path.write_bytes(_with(content, part, before, after))
    done = built.run("verify", "build/student")
    path.write_bytes(content)
    assert done.code == 1
    assert re.search(r"CB15[15]", done.out + done.err), done.out + done.err
