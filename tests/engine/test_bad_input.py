"""Invalid input is reported with its position and a remedy; the other documents are built."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import ROOT, Workshop

GOOD = "---\ntitle: Good\n---\n\nText.\n"

REFUSED = [  # a source, and the exact diagnostic
    pytest.param(
        b"---\ntitle: [open\n---\n\nText.\n",
        "course/bad.md:3:1: error[CB004]: the front matter cannot be read: while parsing a flow sequence: "
        "did not find expected ',' or ']'",
        id="broken YAML",
    ),
    pytest.param(
        b"---\ntitle: a: b\n---\n\nText.\n",
        "course/bad.md:2:9: error[CB004]: the front matter cannot be read: "
        "mapping values are not allowed in this context",
        id="a colon in YAML",
    ),
    pytest.param(
        b"---\ntitle: Open\n\nText.\n",
        "course/bad.md:1:1: error[CB004]: the front matter is never closed",
        id="front matter never closed",
    ),
    pytest.param(
        "---\ntitle: Été\n---\n\nUn été.\n".encode("latin-1"),
        "course/bad.md:2:8: error[CB002]: byte 0xc9 is not UTF-8",
        id="not UTF-8",
    ),
    pytest.param(b" \n\n", "course/bad.md: error[CB003]: the file is empty", id="empty"),
    pytest.param(
        b"---\ntitle: Deep\n---\n\nText.\n\n####### Seven\n",
        "course/bad.md:7:1: error[CB201]: a heading of level 7 is too deep: the deepest is 6",
        id="a heading too deep",
    ),
]

WARNED = [
    pytest.param(
        "![A plan](absent.png)",
        "5:11: warning[CB202]: image `absent.png`: there is no such file",
        id="absent image",
    ),
    pytest.param(
        "![A plan](https://example.org/a.png)",
        "5:11: warning[CB203]: image `https://example.org/a.png`: remote images are not fetched",
        id="remote image",
    ),
    pytest.param(
        "![A plan](lab.md)",
        "5:11: warning[CB205]: image `lab.md`: it is not an image that browsers can show",
        id="no image",
    ),
    pytest.param(
        "```mermiad\nx\n```",
        "5:4: warning[CB204]: unknown language `mermiad`; did you mean `mermaid`?",
        id="a diagram in an unknown language",
    ),
    pytest.param(
        "```klingon\nx\n```", "5:4: warning[CB204]: unknown language `klingon`", id="unknown language"
    ),
    pytest.param(
        "![](https://example.org/a.png)",
        "5:5: warning[CB211]: image `https://example.org/a.png`: it has no alternative text",
        id="no alternative text",
    ),
    pytest.param("\\foo{x}", "5:1: warning[CB208]: `\\foo{x}` is not rendered: it is LaTeX", id="TeX"),
]


@pytest.mark.parametrize(("source", "message"), REFUSED)
def test_a_document_that_cannot_be_built(workshop: Workshop, source: bytes, message: str) -> None:
    """It is reported with its position; the others are built; the exit status is 1."""
    workshop.write("course/bad.md", source)
    workshop.write("course/good.md", GOOD)
    done = workshop.run("--to", "html", "--quiet")
    assert done.err.splitlines()[0] == message
    assert done.err.splitlines()[1].startswith("    ")
    assert (done.code, workshop.files()) == (1, ["student/good.html"])


@pytest.mark.parametrize(("text", "message"), WARNED)
def test_a_document_with_a_warning(workshop: Workshop, text: str, message: str) -> None:
    """It is built; with --strict, the exit status is 1."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n{text}\n")
    done = workshop.run("--to", "html", "--quiet")
    assert done.err.splitlines()[0] == f"course/lab.md:{message}"
    assert (done.code, workshop.files()) == (0, ["student/lab.html"])
    assert workshop.run("--to", "html", "--quiet", "--strict").code == 1


def test_a_missing_image_leaves_a_placeholder(workshop: Workshop) -> None:
    """The placeholder has the alternative text or the name; a remote image becomes a link to it."""
    workshop.write(
        "course/lab.md", "---\ntitle: L\n---\n\n![A plan](a.png) ![](b.png) ![Map](https://x.org/c.png)\n"
    )
    workshop.run("--to", "html")
    body = workshop.main()
    assert '<span class="missing-image">A plan</span>' in body
    assert '<span class="missing-image">b.png</span>' in body
    assert '<a class="remote-image" href="https://x.org/c.png">Map</a>' in body


def test_an_absent_source(workshop: Workshop) -> None:
    """Exit status 2; nothing is built, not even the sources that exist."""
    workshop.write("good.md", GOOD)
    done = workshop.run("good.md", "absent.md")
    assert (done.code, workshop.files()) == (2, [])
    assert done.err.startswith("absent.md: error[CB001]: no such file or folder\n    ")


def test_a_folder_without_sources(workshop: Workshop) -> None:
    """Exit status 2; the folder was probably named by mistake."""
    (workshop.folder / "empty").mkdir()
    done = workshop.run("empty")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "empty: error[CB014]: the folder contains no .md file",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_an_unreadable_source(workshop: Workshop) -> None:
    """The message quotes the error of the system."""
    workshop.write("course/lab.md", GOOD).chmod(0)
    done = workshop.run("--to", "html")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "course/lab.md: error[CB001]: the file cannot be read: Permission denied",
    )


def test_a_folder_named_like_a_source(workshop: Workshop) -> None:
    """A folder called lab.md is searched for sources; a symbolic link to a folder is not."""
    workshop.write("course/lab.md/inner.md", GOOD)
    (workshop.folder / "course" / "away").symlink_to("/etc")
    done = workshop.run("--to", "html", "--quiet")
    assert workshop.files() == ["student/lab.md/inner.html"]
    assert done.err.startswith("course/away: error[CB005]: a symbolic link to a folder is not followed\n")


def test_an_output_that_cannot_be_written(workshop: Workshop) -> None:
    """The edition's folder is a file."""
    workshop.write("course/lab.md", GOOD)
    workshop.write("build/student", "in the way")
    done = workshop.run("--to", "html", "--quiet")
    assert done.code == 1
    assert done.err.startswith("build/student/lab.html: error[CB007]: it cannot be written: ")


def test_a_broken_document_keeps_its_former_files(workshop: Workshop) -> None:
    """In both formats."""
    workshop.write("course/lab.md", GOOD)
    workshop.run()
    before = workshop.html()
    workshop.write("course/lab.md", b"\xff")
    assert workshop.run().code == 1
    assert workshop.html() == before
    assert workshop.files() == ["student/lab.html", "student/lab.pdf"]


BROKEN = [
    pytest.param(
        "{% if %}",
        "templates/page.html.jinja:1: error[CB008]: Expected an expression, got 'end of statement block'",
        id="syntax",
    ),
    pytest.param("\n{{ facts.nmae }}", "templates/page.html.jinja:2: error[CB008]: ", id="a name misspelt"),
    pytest.param(
        "{% include 'absent.jinja' %}",
        "templates/absent.jinja: error[CB008]: the template does not exist",
        id="absent",
    ),
    pytest.param(
        "{{ ''.__class__.__mro__ }}",
        "templates/page.html.jinja:1: error[CB008]: ",
        id="a way out of the sandbox",
    ),
]


@pytest.mark.parametrize(("template", "message"), BROKEN)
def test_a_broken_template(workshop: Workshop, template: str, message: str) -> None:
    """The template is reported with its line, once for the complete course."""
    workshop.write("course/a.md", GOOD)
    workshop.write("course/b.md", GOOD)
    workshop.write("templates/page.html.jinja", template)
    done = workshop.run("--to", "html", "--quiet")
    assert done.code == 1
    assert done.err.startswith(message)
    assert done.err.count("CB008") == 1


def test_two_sources_with_the_same_name(workshop: Workshop) -> None:
    """The second is reported, and does not overwrite the files of the first."""
    workshop.write("one/lab.md", GOOD)
    workshop.write("two/lab.md", GOOD)
    done = workshop.run("one", "two", "--to", "html", "--quiet")
    assert done.code == 1
    assert done.err.startswith(
        "two/lab.md: error[CB006]: it would be written to the same files as one/lab.md\n"
    )


def test_a_failing_author_filter(workshop: Workshop) -> None:
    """Its name and its error are reported; one that is not named, and not built in, is not run."""
    workshop.write("course/lab.md", GOOD)
    workshop.write("coursebuild.toml", 'filters = ["mine"]\n')
    workshop.write("filters/mine.py", "def transform(doc):\n    raise KeyError('x')\n")
    workshop.write("filters/other.py", f"open({str(workshop.folder / 'ran')!r}, 'w')\n")
    workshop.write("filters/boxes.py", (ROOT / "filters/admonitions.py").read_bytes())
    workshop.write("filters/admonitions.py", (ROOT / "filters/admonitions.py").read_bytes())
    done = workshop.run("--to", "html", "--quiet")
    assert "course/lab.md: error[CB009]: the filter `mine` failed: KeyError: 'x'\n" in done.err
    assert (
        "filters/other.py: warning[CB012]: the filter is not run: `filters` does not name `other`\n"
        in done.err
    )
    assert ("filters/boxes.py" in done.err, "filters/admonitions.py" in done.err) == (True, False)
    assert not Path(workshop.folder / "ran").exists()


def test_a_cache_that_cannot_be_written(workshop: Workshop) -> None:
    """A PDF can be built without a cache."""
    workshop.write("course/lab.md", GOOD)
    cache = workshop.write("cache", "a file in the way")
    done = workshop.run("--to", "pdf", "--quiet", COURSEBUILD_CACHE=str(cache))
    assert (done.code, done.err, workshop.files()) == (0, "", ["student/lab.pdf"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```{=typst}\nx\n```", "warning[CB208]: `x` is not rendered: it is typst"),
        ("| | |\n|-|-|\n", "error[CB010]: the document has an element that cannot be processed"),
    ],
)
def test_markup_that_panflute_cannot_read(workshop: Workshop, text: str, message: str) -> None:
    """It is reported as a problem of the document, not as a bug of coursebuild."""
    workshop.write("course/lab.md", f"---\ntitle: L\n---\n\n{text}\n")
    assert message in workshop.run("--to", "html", "--quiet").err


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("page.html.jinja", b"\xff", "templates/page.html.jinja: error[CB002]: it is not UTF-8"),
        ("page.html.jinja", b"{{ 1 / 0 }}", "error[CB008]: ZeroDivisionError: division by zero"),
        ("labels.toml", b"[de", "templates/labels.toml: error[CB008]: "),
        (
            "labels.toml",
            b"en = 3",
            "templates/labels.toml:1:1: error[CB008]: `en` must be a table of strings",
        ),
    ],
)
def test_a_broken_template_of_any_kind(workshop: Workshop, name: str, text: bytes, message: str) -> None:
    """The file is reported, whatever is wrong with it."""
    workshop.write("course/lab.md", GOOD)
    workshop.write(f"templates/{name}", text)
    done = workshop.run("--to", "html", "--quiet")
    assert done.code == 1
    assert message in done.err


def test_standard_output_is_full(workshop: Workshop) -> None:
    """Exit status 1, without a traceback."""
    workshop.write("course/lab.md", GOOD)
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "coursebuild", "--to", "html"]
        done = subprocess.run(command, cwd=workshop.folder, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
