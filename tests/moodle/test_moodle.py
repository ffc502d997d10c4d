"""Questions for Moodle: `--to moodle` writes them as XML and in GIFT, for instructors alone."""

import base64
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from images import png
from workshop import Workshop

LESSON = """\
---
title: Files / folders
---

::: quiz
Which one lists files {all: 1 = 1}, as in $x_{1}=2$?

![A plan](plan.png)

- [x] `ls`

  It *lists* them.

- [ ] `cat`

Which ones change a file?

- [x] chmod
- [x] chown
- [ ] cat

How many?

- \u22123,14 ± 0.01

Which command?

- ls *

Which does what?

- ls = lists
- rm = removes `files`
:::
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    workshop = Workshop(tmp_path_factory.mktemp("moodle"))
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/plan.png", png(2, 2))
    done = workshop.run("--all", "--to", "moodle", "--strict")
    assert done.code == 0, done.err
    return workshop


def _written(workshop: Workshop, name: str) -> str:
    return (Path(workshop.folder) / "build" / "instructor" / name).read_text("utf-8")


def test_instructors_alone_have_them(built: Workshop) -> None:
    assert built.files() == ["instructor/lab.gift", "instructor/lab.moodle.xml"]


def test_without_an_edition_that_shows_corrections_it_is_a_mistake(built: Workshop) -> None:
    done = built.run("--to", "moodle")
    assert done.code == 2
    assert "'moodle' needs an edition that shows corrections" in done.err


def test_such_a_file_beside_what_students_get_is_refused(built: Workshop) -> None:
    """Nobody reads it back there: it is no page of any source's."""
    built.run("--quiet")
    built.write("build/student/lab.moodle.xml", _written(built, "lab.moodle.xml"))
    done = built.run("verify", "build")
    assert "lab.moodle.xml: error[CB152]" in done.err + done.out


def test_moodle_xml(built: Workshop) -> None:
    """Each question has the elements that Moodle's documentation names for its type."""
    category, *questions = ET.fromstring(_written(built, "lab.moodle.xml"))  # noqa: S314 (it is ours)
    assert category.findtext("category/text") == "$course$/top/Files // folders"
    types = [each.get("type") for each in questions]
    assert types == ["multichoice", "multichoice", "numerical", "shortanswer", "matching"]
    single, multiple, numerical, short, matching = questions
    text, file = single.findtext("questiontext/text", ""), single.find("questiontext/file")
    assert r"\(x_{1}=2\)" in text
    assert '<img src="@@PLUGINFILE@@/image1.png" alt="A plan"' in text
    assert file is not None
    assert base64.b64decode(file.text or "") == png(2, 2)
    assert [single.findtext("single"), multiple.findtext("single")] == ["true", "false"]
    right = {each.findtext("text"): each.get("fraction") for each in single.findall("answer")}
    assert right == {"<code>ls</code>": "100", "<code>cat</code>": "0"}
    assert "<p>It <em>lists</em> them.</p>" in [
        each.findtext("feedback/text") for each in single.iter("answer")
    ]
    assert sorted(each.get("fraction", "") for each in multiple.findall("answer")) == ["-100", "50", "50"]
    assert (numerical.findtext("answer/text"), numerical.findtext("answer/tolerance")) == ("-3.14", "0.01")
    assert short.findtext("answer/text") == r"ls \*"
    pairs = [(each.findtext("text"), each.findtext("answer/text")) for each in matching.iter("subquestion")]
    assert pairs == [("ls", "lists"), ("rm", "removes files")]


def test_gift(built: Workshop) -> None:
    """What has a meaning in GIFT is escaped, and no question has a blank line in it."""
    category, *questions = _written(built, "lab.gift").rstrip("\n").split("\n\n")
    assert category == "$CATEGORY: $course$/top/Files // folders"
    single, multiple, numerical, short, matching = questions
    assert r"list files \{all\: 1 \= 1\}".replace("list ", "lists ") in single
    assert r"\\(x_\{1\}\=2\\)" in single
    assert "=[html]<code>ls</code>#[html]<p>It <em>lists</em> them.</p>\n" in single
    assert "~[html]<code>cat</code>\n" in single
    assert "~%50%[html]chmod\n" in multiple
    assert "~%-100%[html]cat\n" in multiple
    assert numerical.endswith("{#-3.14:0.01}")
    assert short.endswith(r"{=ls \\*}")
    assert "=[html]ls -> lists\n" in matching
