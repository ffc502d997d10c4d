"""An answer in another tool's box, or in one of the author's kind, that was put back is found."""

import shutil
import tempfile
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from workshop import Workshop

from coursebuild import audit, editions, pages, pandoc
from coursebuild.engine import Session
from coursebuild.engine.formats import FORMATS
from coursebuild.model import PAGES, BoxKind, Course, Evidence, Format, Limits, Location
from coursebuild.source import read_text

SESSION = Session(Course(Path("/nonexistent"), boxes={"method": BoxKind({"": "Method"}, "note")}))
BOXES = {
    "an author's kind": ":::: method\nRead the log.\n\n::: correction\n@\n:::\n::::",
    "its class in braces": ':::: {.method title="Log"}\nRead the log.\n\n[@]{.correction}\n::::',
    "MkDocs": '!!! note "Log"\n    Read the log.\n\n    ::: correction\n    @\n    :::',
    "MkDocs, folded": '??? method "Log"\n    Read the log. [@]{.correction}',
    "MkDocs, a tab": '=== "Log"\n    Read the log.\n\n    ::: {.if correction="true"}\n    @\n    :::',
    "Obsidian": "> [!method]- Log\n> Read the log.\n>\n> ::: correction\n> @\n> :::",
    "GitHub": "> [!NOTE]\n> Read the log. [@]{.correction}",
    "Docusaurus": "::::method[Log]\nRead the log.\n\n::: correction\n@\n:::\n::::",
    "HackMD": "::::spoiler Log\nRead the log.\n\n::: correction\n@\n:::\n::::",
    "Quarto": ':::: {.callout-tip title="Log" collapse=true}\nRead the log.\n\n::: correction\n@\n:::\n::::',
    "MyST": "```{method} Log\nRead the log.\n\n::: correction\n@\n:::\n```",
    "Carpentries": ":::: challenge\n## Log\nRead the log.\n\n::: correction\n@\n:::\n::::",
    "a quiz's reason": "::: quiz\nRead the log.\n\n- [x] one\n\n  @\n\n- [ ] two\n:::",
    "what students write": "::: quiz\nRead the log.\n\n- @\n:::",
    "a blank": "Read the log. [@]{.blank}",
    "a box in a box": '!!! note "Log"\n    ??? method "Two"\n        Read the log.\n\n'
    "        ::: correction\n        @\n        :::",
}
ANSWER = "Browsers try port eighty first"


@cache
def _finished(name: str, edition: str, format_: Format) -> tuple[bytes, Evidence]:
    """A lesson's file in an edition, and what it must not contain."""
    lesson = f"---\ntitle: Ports\n---\n\n{BOXES[name].replace('@', ANSWER)}\n\nGo on.\n"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        kinds = frozenset(SESSION.course.boxes)
        location = Location(root / "lab.md", "lab.md", PurePosixPath("lab"), (root,), kinds)
        document = pandoc.parse(read_text(lesson, location))
        setup = SESSION.for_selecting({})
        selection = editions.select(document, SESSION.course.editions[edition], format_, setup)
        body = pages.sanitize(pandoc.write(selection), Limits(), fetch=False)
    row = FORMATS[format_]
    page = pages.render(body, format_, row.medium, row.suffix, SESSION.look)
    return row.make(page).content, audit.evidence(body, SESSION.frame)


def _audit(content: bytes, format_: Format, against: Evidence) -> None:
    audit.audit("lab", content, FORMATS[format_].reader(), against)


@pytest.mark.parametrize("format_", PAGES)
@pytest.mark.parametrize("name", BOXES)
def test_the_instructors_file_in_place_of_the_students(name: str, format_: Format) -> None:
    """The students' own file is right."""
    students, against = _finished(name, "student", format_)
    _audit(students, format_, against)
    with pytest.raises(audit.LeakError) as caught:
        _audit(_finished(name, "instructor", format_)[0], format_, against)
    assert any("eighty" in text for _, text in caught.value.leaks)


@pytest.mark.parametrize("name", BOXES)
@pytest.mark.parametrize("way", ["<p>@</p>", "<p title='@'>x</p>", "<!-- @ -->"])
def test_the_answer_put_back_into_the_box(name: str, way: str) -> None:
    content, against = _finished(name, "student", Format.HTML)
    assert content.count(b"Read the log.") == 1
    tampered = content.replace(b"Read the log.", b"Read the log." + way.replace("@", ANSWER).encode())
    with pytest.raises(audit.LeakError):
        _audit(tampered, Format.HTML, against)


@pytest.mark.parametrize("suffix", ["html", "pdf"])
def test_verify(workshop: Workshop, suffix: str) -> None:
    workshop.write("coursebuild.toml", '[boxes.method]\nlabel = "Method"\n')
    for number, name in enumerate(BOXES):
        text = BOXES[name].replace("@", ANSWER)
        workshop.write(f"course/lab{number}.md", f"---\ntitle: Ports\n---\n\n{text}\n\nGo on.\n")
    assert workshop.run("build", "--all", "--to", suffix).code == 0
    assert workshop.run("verify", "build").code == 0
    build = workshop.folder / "build"
    for number in range(len(BOXES)):
        shutil.copy(build / "instructor" / f"lab{number}.{suffix}", build / "student")
    done = workshop.run("verify", "build")
    assert done.code == 1
    assert done.out.count("error[CB155]") == len(BOXES)
