"""A lesson with every construct that withholds something: whatever of it is put back is found.

The files are built by the command; an instructor's piece is put into the student's file of each format.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

import pikepdf
import pytest
from workshop import Workshop

from coursebuild import audit, config
from coursebuild.engine import Session
from coursebuild.engine.documents.failures import locate_leaks
from coursebuild.engine.documents.prepare import prepare
from coursebuild.engine.formats import FORMATS
from coursebuild.model import BuildOptions, Evidence, Format, Source

LESSON = """---
title: Ports
lang: en
bibliography: references.bib
---

As [@knuth] says, read the questions.

::: quiz
Which command lists files?

- [x] `ls`

  Directories enumerate alphabetically.

- [ ] `cd`

Which command does what?

- `chmod` = permissions

  Ownership stays untouched.

- `chown` = owner

How many ports are there?

- 65536

Who decides about them?

- a numbering authority
:::

The command [renice]{.blank} changes it.

:::: {.exercise #ex:ports title="Ports"}
Which port does the Web use?
::::

::: {.correction for="ex:ports"}
Eighty was reserved beforehand.
:::

::: correction
$$\\mathrm{thud} = \\oint \\vec{B} \\cdot \\mathrm{dA}$$ {#eq:thud}

As [@wirth, p. 7] and @eq:thud say, magnets matter.
:::

``` {.dot .correction caption="Gateways forward packets"}
graph { Hinterland -- Gatehouse }
```

:::: tabs
## Linux

Run it.

## For colleagues {.if edition="instructor"}

Restart upstream daemons.
::::

```python
def first(values):
    # BEGIN SOLUTION
    return sorted(values)[zeroth]
    # END SOLUTION
```

```{.python include="_code/mean.py"}
```

- [x] Go on.
"""
CODE = """def mean(values):
    # BEGIN SOLUTION
    return quizzical_total(values) / len(values)
    # END SOLUTION
"""
REFERENCES = """@book{knuth, author={Knuth, Donald}, title={Public Programming}, year={1968}}
@book{wirth, author={Wirth, Niklaus}, title={Algorithmic Wonderments}, year={1976}}
"""
READ = (Format.HTML, Format.PDF, Format.DOCX)


class Piece(NamedTuple):
    """What instructors read, and where it was typed; the lesson without a line, if it is made of the text."""

    text: str
    place: str


PIECES: Mapping[str, Piece] = {
    "the reason of a choice": Piece("Directories enumerate alphabetically.", "lab.md:14:3"),
    "the reason of a pair": Piece("Ownership stays untouched.", "lab.md:22:3"),
    "a number to write": Piece("65536", "lab.md:28:3"),
    "words to write": Piece("a numbering authority", "lab.md:32:3"),
    "a blank": Piece("renice", "lab.md:35:14"),
    "a correction elsewhere": Piece("Eighty was reserved beforehand.", "lab.md:42:1"),
    "a formula": Piece("thud", "lab.md:46:11"),
    "text beside a formula": Piece("say, magnets matter.", "lab.md:48:37"),
    "what a correction alone cites": Piece("Algorithmic Wonderments", "lab.md:0:0"),
    "a diagram": Piece("Hinterland", "lab.md:52:9"),
    "the caption of a diagram": Piece("Gateways forward packets", "lab.md:51:32"),
    "the title of a tab": Piece("For colleagues", "lab.md:60:4"),
    "a tab": Piece("Restart upstream daemons.", "lab.md:62:1"),
    "a gap in code": Piece("return sorted(values)[zeroth]", "lab.md:68:5"),
    "a gap in a file": Piece("return quizzical_total(values) / len(values)", "_code/mean.py:3:5"),
    "what is said of a right answer": Piece("right answer", "lab.md:0:0"),
}


class Built(NamedTuple):
    workshop: Workshop
    source: Source
    against: Mapping[Format, Evidence]

    def content(self, format_: Format, edition: str = "student") -> bytes:
        return (self.workshop.folder / "build" / edition / f"lab{FORMATS[format_].suffix}").read_bytes()

    def leaks(self, format_: Format, content: bytes) -> list[str]:
        """What is said of a file in the place of the student's."""
        try:
            audit.audit("lab", content, FORMATS[format_].reader(), self.against[format_])
        except audit.LeakError as error:
            found = map(self.source.typed, locate_leaks(self.source, error))
            return [f"{each.path}:{each.line}:{each.column} {each.code} {each.message}" for each in found]
        return []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    workshop = Workshop(tmp_path_factory.mktemp("constructs"))
    workshop.write("coursebuild.toml", "starter = true\n")
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/_code/mean.py", CODE)
    workshop.write("course/references.bib", REFERENCES)
    for arguments in ((), ("--to", "docx")):
        done = workshop.run("build", "--all", *arguments)
        assert (done.code, "warning" in done.err) == (0, False), done.err
    session = Session.load(workshop.folder)
    (location,), _ = config.locate(session.course, (), workshop.folder / "build")
    options = BuildOptions((session.course.editions["student"],), READ, {}, fetch=False, jobs=1)
    prepared = prepare(session, location, options)
    assert prepared.source
    against = {page.format: evidence for page, evidence in prepared.pages}
    return Built(workshop, prepared.source, against)


def _text(content: bytes, format_: Format) -> str:
    return "".join("\n".join(each.text for each in FORMATS[format_].reader().passages(content)).split())


def _with_text(content: bytes, format_: Format, text: str) -> bytes:
    """A file with one more text that is seen."""
    if format_ is Format.HTML:
        return content.replace(b"</main>", f"<p>{text}</p></main>".encode())
    out = io.BytesIO()
    if format_ is Format.PDF:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            page = pdf.pages[0]
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Added)
            shown = text.replace("(", r"\(").replace(")", r"\)")
            page.contents_add(f"BT /Added 9 Tf 9 9 Td ({shown}) Tj ET".encode())
            pdf.save(out)
        return out.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            paragraph = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:sectPr>".encode()
            new.writestr(name, old.read(name).replace(b"<w:sectPr>", paragraph))
    return out.getvalue()


@pytest.mark.parametrize("format_", READ)
def test_instructors_read_each_piece_and_students_none(built: Built, format_: Format) -> None:
    instructors, students = (
        _text(built.content(format_, each), format_) for each in ("instructor", "student")
    )
    for name, piece in PIECES.items():
        is_picture = name == "a diagram" and format_ is Format.DOCX
        assert is_picture or piece.text.replace(" ", "") in instructors
        assert piece.text.replace(" ", "") not in students
    assert built.leaks(format_, _with_text(built.content(format_), format_, "questions")) == []


@pytest.mark.parametrize("format_", READ)
@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_found_at_its_place(built: Built, name: str, format_: Format) -> None:
    piece = PIECES[name]
    leaks = built.leaks(format_, _with_text(built.content(format_), format_, piece.text))
    assert any(f"course/{piece.place} CB151 lab contains" in leak for leak in leaks), leaks


@pytest.mark.parametrize("tick", ['checked=""', "CHECKED"])
def test_a_tick_is_found(built: Built, tick: str) -> None:
    """The task at the end is ticked for all."""
    box, content = "<input disabled (type=[^<]*><code>ls)", built.content(Format.HTML).decode()
    page, ticks = re.subn(box, rf"<input disabled {tick} \1", content)
    assert ticks == 1
    (leak,) = built.leaks(Format.HTML, page.encode())
    assert "course/lab.md:12:3 CB151 lab contains `☒`" in leak


def test_the_instructors_files_in_place_of_the_students(built: Built) -> None:
    """Each is refused: the pages as what they say that they are, and the code as no copy of its source."""
    build = built.workshop.folder / "build"
    assert built.workshop.run("verify", "build").code == 0
    shutil.copytree(build / "instructor", build / "student", dirs_exist_ok=True)
    done = built.workshop.run("verify", "build")
    refused = dict(re.findall(r"^build/student/(\S+): error\[(CB15\d)\]", done.out, re.MULTILINE))
    assert done.code == 1
    assert refused == {
        "lab.html": "CB155",
        "lab.pdf": "CB155",
        "lab.docx": "CB155",
        "files/_code/mean.py": "CB156",
        "files/lab.zip": "CB156",
    }
    for name in ("mean.py", "lab.md/_code/mean.py"):
        assert f"`{name}` contains `return quizzical_total(values) / len(values)`" in done.out
