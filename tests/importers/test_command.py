"""`coursebuild import`: what it shows, what it writes, and what it refuses."""

import base64
import json
import re
from pathlib import Path

import pytest
from workshop import Workshop

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000d49444154789c6364f80f00010501012718e3660000000049454e44ae426082"
)
QUARTO = "---\ntitle: Lesson\n---\n\n```{python}\n#| echo: false\nSECRET = 1\n```\n\nPUBLIC\n"
MKDOCS = """\
site_name: Un cours
site_author: Ada
docs_dir: pages
theme: {name: material, language: fr}
nav:
  - Second: second.md
  - First: part/first.md
markdown_extensions:
  - pymdownx.snippets: {base_path: [snippets]}
  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }
"""


def test_without_write_the_change_is_shown_and_nothing_is_written(workshop: Workshop) -> None:
    workshop.write("lab.qmd", QUARTO)
    done = workshop.run("import", "lab.qmd")
    assert done.code == 0
    assert "--- lab.qmd\n+++ lab.md\n" in done.out
    assert '+``` {.python .if correction="true"}' in done.out
    assert "lab.qmd:5:1: warning[CB168]" in done.err
    assert not (workshop.folder / "lab.md").exists()


def test_a_new_file_is_shown_for_a_notebook(workshop: Workshop) -> None:
    notebook = {"cells": [{"cell_type": "markdown", "source": "# Lesson\n\nPUBLIC"}]}
    workshop.write("lab.ipynb", json.dumps(notebook))
    assert "--- /dev/null\n+++ lab.md\n" in workshop.run("import", "lab.ipynb").out


def test_the_lesson_is_written_beside_its_original_and_never_over_a_file(workshop: Workshop) -> None:
    workshop.write("lab.qmd", QUARTO)
    assert workshop.run("import", "lab.qmd", "--write").out == "lab.md\n"
    lesson = workshop.folder / "lab.md"
    lesson.write_text("# Mine\n", encoding="utf-8")
    done = workshop.run("import", "lab.qmd", "--write")
    assert done.code == 1
    assert "lab.qmd: error[CB169]: `lab.md` is there already" in done.err
    assert lesson.read_text(encoding="utf-8") == "# Mine\n"
    done = workshop.run("import", "lab.md", "--write")
    assert done.code == 2
    assert "name another folder with `--output`" in done.err


@pytest.fixture
def mkdocs(workshop: Workshop) -> Workshop:
    """A course of MkDocs with two lessons, an image of each kind of address, and a snippet."""
    workshop.write("there/mkdocs.yml", MKDOCS)
    workshop.write("there/snippets/shared.md", "PUBLIC and shared\n")
    workshop.write("there/snippets/app.py", "# --8<-- [start:f]\nFIRST = 1\n# --8<-- [end:f]\nLAST = 2\n")
    workshop.write("there/pages/images/dot.png", DOT)
    workshop.write("there/logo.png", DOT)
    workshop.write("secret.md", "SECRET\n")
    workshop.write(
        "there/pages/part/first.md",
        '![A dot](../images/dot.png) ![A logo](../../logo.png) [next](../second.md)\n\n--8<-- "shared.md"\n\n'
        '```python linenums="1"\n--8<-- "app.py:f"\n```\n\n'
        "```{literalinclude} app.py\n:lines: 4\n:caption: The end\n```\n\n"
        '--8<-- "../../../secret.md"\n\n??? success "Correction"\n\n    SECRET\n',
    )
    workshop.write("there/pages/second.md", "# Deuxième\n\nPUBLIC\n")
    return workshop


def test_a_course_becomes_a_course(mkdocs: Workshop) -> None:
    done = mkdocs.run("import", "there", "--output", "here", "--write")
    assert done.code == 0, done.err
    assert done.out == "here/course/second.md\nhere/course/part/first.md\nhere/coursebuild.toml\n"
    here = Workshop(mkdocs.folder / "here")
    configuration = (here.folder / "coursebuild.toml").read_text(encoding="utf-8")
    assert configuration == 'title = "Un cours"\nauthor = "Ada"\nlang = "fr"\n'
    first = (here.folder / "course/part/first.md").read_text(encoding="utf-8")
    assert first.endswith("SECRET\n:::\n")
    assert first.startswith('---\ntitle: "First"\n---\n')
    assert "[next](../second.md)" in first
    assert "![A dot](../images/dot.png) ![A logo](../files/logo.png)" in first
    assert (here.folder / "course/images/dot.png").read_bytes() == DOT
    assert (here.folder / "course/files/logo.png").read_bytes() == DOT
    assert '```python linenums="1" include="app.py" region="f"\n```\n' in first
    assert '```python title="The end" include="app.py" lines="4"\n```\n' in first
    built = here.run("--all", "--to", "html", "--strict")
    assert built.err.count(" warning[") == 1  # of the second snippet, which is outside of the course
    page = here.html("part/first")
    assert all(text in page for text in ("PUBLIC and shared", "FIRST", "LAST"))
    assert "[start:f]" not in page
    assert "SECRET" not in here.html("part/first")
    assert "there/pages/part/first.md:14:1: warning[CB167]" in done.err
    assert done.err.count("secret.md") == 1


def test_a_configuration_that_is_there_stays(mkdocs: Workshop) -> None:
    mkdocs.write("here/coursebuild.toml", 'title = "Mine"\n')
    done = mkdocs.run("import", "there", "--output", "here", "--write")
    assert "here/coursebuild.toml stays as it is" in done.err
    assert (mkdocs.folder / "here/coursebuild.toml").read_text(encoding="utf-8") == 'title = "Mine"\n'


def test_a_lesson_alone_has_the_language_of_its_course(mkdocs: Workshop) -> None:
    assert "+lang: fr\n" in mkdocs.run("import", "there/pages/second.md").out


@pytest.mark.parametrize(
    ("name", "content", "place", "message"),
    [
        (
            "lab.ipynb",
            '{"cells": [\n {"a" 1}]}',
            "lab.ipynb:2:7",
            "this is not JSON: Expecting ':' delimiter",
        ),
        ("lab.ipynb", "[" * 100_000, "lab.ipynb", "this is not JSON: it is nested too deeply"),
        ("lab.ipynb", "{}", "lab.ipynb", "this is not a notebook: it has no cells"),
        ("lab.md", b"PK\x03\x04\0\0", "lab.md", "it is not a text"),
        (
            "lab.tex",
            "\\begin{document}\n\\begin{a}",
            "lab.tex:2:1",
            "pandoc cannot read it as LaTeX from here on",
        ),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(
    workshop: Workshop, name: str, content: str | bytes, place: str, message: str
) -> None:
    workshop.write(name, content)
    done = workshop.run("import", name)
    assert done.code == 1
    assert f"{place}: error[CB169]: {message}" in done.err


def test_other_errors_have_their_usual_codes(workshop: Workshop) -> None:
    workshop.write("latin.qmd", "# Caf\xe9\n".encode("latin-1"))
    workshop.write("empty.qmd", "\n")
    workshop.write("lab.docx", "x")
    done = workshop.run("import", "latin.qmd", "empty.qmd")
    assert done.code == 1
    assert "latin.qmd:1:6: error[CB002]" in done.err
    assert "empty.qmd: error[CB003]" in done.err
    assert workshop.run("import", "lab.docx").code == 2
    assert "CB001" in workshop.run("import", "nothing.qmd").err


def test_a_folder_that_cannot_be_written_is_an_error(workshop: Workshop) -> None:
    workshop.write("lab.qmd", QUARTO)
    workshop.write("here", "a file")
    done = workshop.run("import", "lab.qmd", "--write", "--output", "here/there")
    assert done.code == 2
    assert "here/there" in done.err


def test_latex_reads_nothing_outside_of_its_folder(workshop: Workshop) -> None:
    workshop.write("secret.tex", "SECRET")
    workshop.write("exam/part.tex", "PUBLIC")
    workshop.write("exam/sum.py", "import os\n\nPUBLIC_1 = 1  # \\fi\nPUBLIC_2 = 2\nLAST = 3\n")
    listing = "\\lstinputlisting[language=Python, firstline=3, lastline=4]{sum.py}"
    outside = "\\inputminted{text}{../secret.tex}"
    lines = "\\input{part}", "\\input{../secret}", f"% {listing}", listing, outside
    text = "\n".join(("\\documentclass{exam}", "\\begin{document}", *lines, "\\end{document}", ""))
    workshop.write("exam/exam.tex", text)
    done = workshop.run("import", "exam/exam.tex")
    assert done.code == 0
    assert "+PUBLIC" in done.out
    assert "SECRET" not in done.out
    assert "`\\input{../secret}` is not included" in done.err
    assert "+``` python\n+PUBLIC_1 = 1  # \\fi\n+PUBLIC_2 = 2\n+```\n" in done.out
    assert done.out.count("PUBLIC_1") == 1
    assert "exam/exam.tex:7:1: warning[CB167]: `\\inputminted" in done.err


def test_files_of_a_notebook_are_written_beside_the_lesson(workshop: Workshop) -> None:
    image = {"image/png": base64.b64encode(DOT).decode()}
    outputs = [{"output_type": "display_data", "data": image}]
    cells = [
        {"cell_type": "markdown", "source": "# Lesson"},
        {"cell_type": "code", "source": "draw()", "outputs": outputs},
    ]
    workshop.write("lab.ipynb", json.dumps({"cells": cells}))
    workshop.run("import", "lab.ipynb", "--write", "--output", "here")
    assert Path(workshop.folder, "here/lab_files/cell-2-1.png").read_bytes() == DOT


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (
            "a.md",
            "# A\n\n<!-- one -->\n\ntext <!-- two -->\n\n`<!-- code -->`\n",
            "2 comments, which no page shows (lines 3, 5)",
        ),
        (
            "a.tex",
            "% before\n\\begin{document}\nA % a word\n\\verb|% no|\n\\end{document}",
            "a comment, which no page shows (line 3)",
        ),
    ],
)
def test_comments_are_counted(workshop: Workshop, name: str, content: str, told: str) -> None:
    workshop.write(name, content)
    assert f"warning[CB167]: {told}\n" in workshop.run("import", name).err


def test_citations_stay_with_their_references(workshop: Workshop) -> None:
    """Those of MyST become pandoc's; the files that the front matter names come along."""
    workshop.write(
        "there/refs.bib", "@book{knuth84, title={The TeXbook}}\n@book{lions77, title={Commentary}}\n"
    )
    text = "See {cite}`knuth84,lions77`, {cite:t}`knuth84` and [@lions77, p. 3].\n"
    workshop.write("there/lab.md", f"---\ntitle: A lab\nbibliography:\n  - refs.bib\n---\n\n{text}")
    workshop.write("there/next.md", f"---\ntitle: Next\nbibliography: absent.bib\n---\n\n{text}")
    done = workshop.run("import", "there", "--write", "--output", "here")
    lessons = [Path(workshop.folder, "here", f"{name}.md").read_text() for name in ("lab", "next")]
    assert all("See [@knuth84; @lions77], @knuth84 and [@lions77, p. 3]." in each for each in lessons)
    assert Path(workshop.folder, "here/refs.bib").is_file()
    assert re.findall(r"(\S+): error\[(CB\d+)\]", done.err) == [("there/next.md:3:15", "CB229")]
