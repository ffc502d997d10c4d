"""The coursebuild.toml of an export has what students' pages depend on."""

import re
import sys

import pytest
from workshop import Workshop

from coursebuild.config import keys, toml
from coursebuild.publish.sources.needed import configuration
from coursebuild.publish.sources.needed.configuration import IN_PART, KEPT, LEFT_OUT

CONFIGURATION = """numbering-per = "chapter"
lessons = ["b.md", "a.md"]
numbering = ["sections"]
timezone = "Europe/Paris"

[metadata]
toc = true

[editions.student]
draft = true

[themes.student]
size = "18pt"
"""
OF_OTHERS = """
[editions.tutor]
level = "2"

[themes.instructor]
accent = "#aa0000"

[show-from]
"a.md" = "2999-01-01"
"""


def test_what_students_pages_depend_on_is_exported(workshop: Workshop) -> None:
    """What other editions set, and values that conditions alone test, stay at home."""
    for name in ("a", "b"):
        text = f"---\ntitle: {name}\nlang: en\n---\n\n# A section\n\nText.\n"
        workshop.write(f"course/{name}.md", text)
    workshop.write("coursebuild.toml", CONFIGURATION.replace("toc =", 'group = "A"\ntoc =') + OF_OTHERS)
    done = workshop.run("export", "out", "--quiet")
    assert done.code == 0, done.err
    exported = (workshop.folder / "out/coursebuild.toml").read_text()
    assert exported == re.sub(r"\[(\w+)\.student\]\n(.+)", r"[\1]\nstudent = { \2 }", CONFIGURATION)


def test_each_key_is_exported_or_not_on_purpose() -> None:
    """Those of tables are, as their table is."""
    tables = [KEPT, IN_PART.keys(), LEFT_OUT.keys()]
    assert sorted(name for table in tables for name in table) == sorted(
        {name.partition(".")[0] for name in keys.KEYS}
    )


@pytest.mark.parametrize(
    "argument", ["/home/ada/draw.jar", "~/draw.jar", "-jar=/opt/draw.jar", "C:\\\\draw.jar"]
)
def test_a_program_that_is_named_by_its_place_is_found(argument: str) -> None:
    cut = configuration.cut({"diagrams": {"d2": ["d2", "-", argument]}}, [], [], ["```d2\na -> b\n```"])
    assert configuration.place_in(toml.parse(cut)) == ("diagrams.d2", argument)


def test_programs_are_exported_for_diagrams_that_lessons_have(workshop: Workshop) -> None:
    """Unless they are named by a place on the machine of the author."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    script = workshop.write("draw.py", f"print({drawing!r})")
    workshop.write("coursebuild.toml", f'[diagrams]\nd2 = ["{sys.executable}", "{script}"]\n')
    workshop.write("course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\n```d2\na -> b\n```\n")
    done = workshop.run("export", "out")
    assert (done.code, "coursebuild.toml:2:1: error[CB241]" in done.err) == (1, True), done.err
    named = {"d2": ["d2", "-", "-"], "plantuml": ["plantuml", "-pipe"]}
    exported = configuration.cut({"diagrams": named}, [], [], ["```d2\na -> b\n```"])
    assert exported == '[diagrams]\nd2 = ["d2", "-", "-"]\n'


INDEXED = """title = "Nets"
base-url = "https://example.org/nets/"
{key}
[folders]
net = "Networks"
{folder}
[boxes]
method = {{ label = "Method" }}
trap = {{ icon = "tip"{box} }}

[math]
macros = {{ {macro}R = "\\\\mathbb{{R}}" }}
"""
USED_NOWHERE = {
    "key": 'changed-since = "2026.1"\n',
    "folder": 'empty = "Answers"\n',
    "box": ', label = "A trap"',
    "macro": 'S = "seven", ',
}
DATED = """---
title: {}
lang: en
date: 2026-02-0{}
---

::: method
Let $x \\in \\R$.
:::
"""


def test_the_index_of_an_export_is_that_of_the_course(workshop: Workshop) -> None:
    """What no lesson of it uses stays at home: names of folders, kinds of boxes, macros."""
    workshop.write("coursebuild.toml", INDEXED.format(**USED_NOWHERE))
    workshop.write("course/net/hops.md", DATED.format("Hops", 1))
    workshop.write("course/routes.md", DATED.format("Routes", 2))
    workshop.write("course/index.md", "---\ntitle: All about nets\nlang: en\n---\n\nStart here.\n")
    done = workshop.run("export", "out", "--quiet")
    assert done.code == 0, done.err
    out = Workshop(workshop.folder / "out")
    exported = (out.folder / "coursebuild.toml").read_text()
    assert exported == INDEXED.format(**dict.fromkeys(USED_NOWHERE, ""))
    workshop.write("coursebuild.toml", exported)  # without `changed-since`, for there is no such revision
    for each in (workshop, out):
        built = each.run("--to", "html", "--quiet")
        assert built.code == 0, built.err
    for name in ("index.html", "search.js", "feed.xml"):
        mine, theirs = (each.folder / "build/student" / name for each in (workshop, out))
        assert mine.read_bytes() == theirs.read_bytes(), name
