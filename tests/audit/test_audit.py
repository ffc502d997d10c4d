"""Finished files are read back, and refused if they contain what their edition withholds."""

import io
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pypdf
import pypdf.annotations
import pytest
from pypdf.generic import NameObject, TextStringObject
from workshop import Workshop, structure_tags

from coursebuild import audit, editions, pages, pandoc
from coursebuild.audit import extract
from coursebuild.engine import Session
from coursebuild.engine.formats import FORMATS
from coursebuild.model import PAGES, Course, Evidence, Format, Limits, Location, Page
from coursebuild.pdf.make import make
from coursebuild.source import read_text

LESSON = """---
title: Ports
author: Ada
lang: en
---

Which port does the Web use?

::: {.correction .if correction="true"}
Port eighty, of course: browsers try it first.

```sh
curl localhost:8080/unveiled | clipboard
```
:::

![A plan of the network](plan.svg)

Go on to the next question.
"""
WITHHELD = "browsers try it first"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">8080</text></svg>'
SESSION = Session(Course(Path("/nonexistent")))


@pytest.fixture
def pages_of(tmp_path: Path) -> Callable[[Format], tuple[Page, Evidence]]:
    """The lesson's page in the student edition, and what its file must not contain."""
    (tmp_path / "plan.svg").write_text(SVG, encoding="utf-8")
    location = Location(tmp_path / "lab.md", "lab.md", PurePosixPath("lab"), (tmp_path,))

    def page(format_: Format) -> tuple[Page, Evidence]:
        document = pandoc.parse(read_text(LESSON, location))
        selection = editions.select(
            document, SESSION.course.editions["student"], format_, SESSION.for_selecting({})
        )
        body = pages.sanitize(pandoc.write(selection), Limits(), fetch=False)
        row = FORMATS[format_]
        page = pages.render(body, format_, row.medium, row.suffix, SESSION.look)
        return page, audit.evidence(body, SESSION.frame)

    return page


PagesOf = Callable[[Format], tuple[Page, Evidence]]


def leaks(content: bytes, format_: Format, against: Evidence) -> set[str]:
    """The places of the leaks that the audit finds in a file."""
    try:
        audit.audit("lab", content, FORMATS[format_].reader(), against)
    except audit.LeakError as error:
        return {where for where, _ in error.leaks}
    return set()


@pytest.mark.parametrize("format_", PAGES)
def test_a_correct_file_passes(pages_of: PagesOf, format_: Format) -> None:
    """The audit finds nothing in unchanged files."""
    page, against = pages_of(format_)
    assert against.words
    assert against.phrases
    assert leaks(FORMATS[format_].make(page).content, format_, against) == set()


@pytest.mark.parametrize(
    ("planted", "before", "where"),
    [
        (f"<p>{WITHHELD}</p>", "</main>", "text"),
        ("<p>unveiled</p>", "</main>", "text"),
        ("<p>clipboard</p>", "</main>", "text"),  # a word of the page's script too, which is not seen
        ("<p>brow<b>sers</b>\u00a0try it  f<i>irst</i></p>", "</main>", "text"),
        ("<p>browsers\u202ftry\u2009it ﬁrst</p>", "</main>", "text"),
        ("<p>brow&shy;sers try it f&#105;rst</p>", "</main>", "text"),
        (f"<!-- {WITHHELD} -->", "</main>", "comment"),
        (f'<img alt="{WITHHELD}" src="data:,">', "</main>", "attribute `alt`"),
        ("<p title='unveiled'>x</p>", "</main>", "attribute `title`"),
        ("<p title='x > y' lang=fr class=it's>unveiled</p>", "</main>", "text"),
        ("<p title=x title='unveiled'>x</p>", "</main>", "attribute `title`"),
        ('<a href="http://localhost:8080/unveiled">x</a>', "</main>", "attribute `href`"),
        (f'<meta name="description" content="{WITHHELD}">', "</head>", "attribute `content`"),
        (f'<script>const answer = "{WITHHELD}"</script>', "</body>", "script"),
        (f"<style>/* {WITHHELD} */</style>", "</head>", "style"),
        (f'<script type="x" data-answer="{WITHHELD}"></script>', "</body>", "attribute `data-answer`"),
        (f"<!{WITHHELD}>", "</main>", "comment"),
        (f"<?answer {WITHHELD}?>", "</main>", "comment"),
    ],
)
def test_a_leak_in_html(pages_of: PagesOf, planted: str, before: str, where: str) -> None:
    """A phrase is planted in text, attributes, comments, metadata or scripts."""
    page, against = pages_of(Format.HTML)
    content = page.html.replace(before, planted + before, 1).encode()
    assert leaks(content, Format.HTML, against) == {where}


@pytest.mark.parametrize(
    ("planted", "before"),
    [
        (f"<p>{WITHHELD}</p>", "</main>"),
        ("<p style='width: 4.2em; hyphens: manual'>brow&shy;sers try it first</p>", "</main>"),
        ("<p style='letter-spacing: .2em'>brow<b>sers try</b> it first</p>", "</main>"),
        ("<p>unveiled</p>", "</main>"),
    ],
)
def test_a_leak_in_a_pdfs_text(pages_of: PagesOf, planted: str, before: str) -> None:
    """The phrase is found wherever its lines break."""
    page, against = pages_of(Format.PDF)
    printed = make(page._replace(html=page.html.replace(before, planted + before, 1))).content
    assert leaks(printed, Format.PDF, against) == {"text"}


def _in_metadata(pdf: pypdf.PdfWriter) -> None:
    pdf.add_metadata({"/Subject": WITHHELD})


def _in_outline(pdf: pypdf.PdfWriter) -> None:
    pdf.add_outline_item(title=WITHHELD, page_number=0)


def _attached(pdf: pypdf.PdfWriter) -> None:
    pdf.add_attachment("answers.txt", WITHHELD.encode())


def _in_an_attachments_name(pdf: pypdf.PdfWriter) -> None:
    pdf.add_attachment(f"{WITHHELD}.txt", b"")


def _in_alternative_text(pdf: pypdf.PdfWriter) -> None:
    figure = next(tag for tag in structure_tags(pdf) if tag.get("/S") == "/Figure")
    figure[NameObject("/Alt")] = TextStringObject(WITHHELD)


def _in_an_annotation(pdf: pypdf.PdfWriter) -> None:
    pdf.add_annotation(0, pypdf.annotations.Text(rect=(9, 9, 99, 99), text=WITHHELD))


def _in_a_link(pdf: pypdf.PdfWriter) -> None:
    pdf.add_annotation(0, pypdf.annotations.Link(rect=(9, 9, 99, 99), url="http://x.org/unveiled"))


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (_in_metadata, "metadata"),
        (_in_outline, "outline"),
        (_attached, "attachment"),
        (_in_an_attachments_name, "attachment"),
        (_in_alternative_text, "alternative text"),
        (_in_an_annotation, "annotation"),
        (_in_a_link, "link"),
    ],
)
def test_a_leak_elsewhere_in_a_pdf(
    pages_of: PagesOf, plant: Callable[[pypdf.PdfWriter], None], where: str
) -> None:
    """A phrase is planted in a part of a PDF besides its text."""
    page, against = pages_of(Format.PDF)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make(page).content))
    plant(writer)
    changed = io.BytesIO()
    writer.write(changed)
    assert leaks(changed.getvalue(), Format.PDF, against) == {where}


@pytest.mark.parametrize("spelt", [b"/Alt", b"/#41lt", b"/A#6Ct", b"/#41#6c#74"])
def test_a_leak_in_an_alternative_text_whose_key_is_escaped(pages_of: PagesOf, spelt: bytes) -> None:
    """Any character of a name may be written as its number (ISO 32000-1, 7.3.5)."""
    page, against = pages_of(Format.PDF)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make(page).content))
    _in_alternative_text(writer)
    changed = io.BytesIO()
    writer.write(changed)
    content = changed.getvalue().replace(b"/Alt", spelt)
    assert content.count(spelt) == 1
    assert leaks(content, Format.PDF, against) == {"alternative text"}


def test_a_leak_in_an_alternative_text_in_an_object_stream(pages_of: PagesOf) -> None:
    """The text is in a compressed object stream."""
    page, against = pages_of(Format.PDF)
    printed = make(page._replace(html=page.html.replace("A plan of the network", WITHHELD))).content
    assert b"/Alt" not in printed
    assert "alternative text" in leaks(printed, Format.PDF, against)


def test_a_leak_in_xmp(pages_of: PagesOf) -> None:
    """PDF/UA has XMP metadata in a stream, which may be compressed."""
    page, against = pages_of(Format.PDF)
    leaking = page.html.replace("<title>Ports</title>", f"<title>{WITHHELD}</title>")
    assert leaks(make(page._replace(html=leaking)).content, Format.PDF, against) == {"metadata"}
    found = extract.PDF.passages(make(page._replace(html=leaking)).content)
    assert len([each for each in found if each.where == "metadata" and WITHHELD in each.text]) > 1


def test_what_students_see_elsewhere_is_no_leak(workshop: Workshop) -> None:
    """The student's text also has the correction's phrase, in a figure or after a list's number."""
    workshop.write("course/plan.svg", SVG.replace("8080", "browsers try it first"))
    workshop.write(
        "course/lab.md",
        "---\ntitle: Lab\n---\n\n![A plan](plan.svg)\n\n1. Create two containers there\n\n"
        "2. Inspect both of them now\n\n"
        "::: correction\n# 2. Inspect both of them now\n\nIn the plan, browsers try it first.\n:::\n",
    )
    done = workshop.run("--quiet")
    assert (done.code, done.err) == (0, "")


def test_the_name_of_an_edition_is_no_leak(workshop: Workshop) -> None:
    """Its pages have it at their head, and a condition asks for it; elsewhere it may be an answer."""
    workshop.write("coursebuild.toml", "[editions.evening]\n[editions.tutor]\ncorrection = true\n")
    parts = "".join(f'\n::: {{.if edition="{name}"}}\nFor you.\n:::\n' for name in ("evening", "tutor"))
    workshop.write("course/lab.md", f"---\ntitle: Lab\nlang: en\n---\n\nText.\n{parts}")
    done = workshop.run("--edition", "evening", "--edition", "student")
    assert (done.code, done.err.splitlines()[:-1]) == (0, [])
    html = (workshop.folder / "build/evening/lab.html").read_text(encoding="utf-8")
    assert "evening" in html
    assert "tutor" not in html


def test_a_template_that_shows_a_correction_is_refused(workshop: Workshop) -> None:
    """The command reports the position in the source, and does not write the file."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/plan.svg", SVG)
    assert workshop.run("--quiet").code == 0
    before = {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()}
    workshop.write(
        "templates/page.html.jinja",
        '{% extends "builtin/page.html.jinja" %}{% block header %}{{ super() }}'
        "<p>{{ 'tsrif ti yrt sresworb' | reverse }}</p>{% endblock %}",
    )
    done = workshop.run("--quiet")
    assert done.code == 1
    assert (
        "course/lab.md:10:25: error[CB151]: student/lab.html contains `browsers try it first.`, "
        "which its edition withholds, in its text\n" in done.err
    )
    assert {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()} == before
