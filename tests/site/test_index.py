"""A build of the whole course writes an index of its lessons, a search, and links between them."""

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from workshop import Workshop, commit, git

from coursebuild import config
from coursebuild.engine import Session
from coursebuild.engine.site.changes import find_changes
from coursebuild.model import STUDENT, BuildOptions, Course, Format

LESSON = """---
title: {title}
date: 2026-{month:02}-01
---

Of {title}, the [values](data.csv).

## A first part {{minutes=20 points=3}}

Type `ls -l` & look.

::: correction
The wonderful answer of {title} is that the kernel asks the inode for its rights.
:::
"""
CONFIGURATION = 'title = "Systems"\nlicense = "CC0-1.0"\nbase-url = "https://example.org/systems"\n'
HIDDEN = "the kernel asks"
ATOM = "{http://www.w3.org/2005/Atom}"


class Links(HTMLParser):
    """The addresses of a page's links to what is beside it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = (value or "" for name, value in attrs if name == "href" and tag in ("a", "link"))
        self.found += [each for each in found if "://" not in each]


def searched(folder: Path) -> list[list[object]]:
    """The lessons of a search file."""
    found = re.fullmatch(r"coursebuildLessons\((.*)\);\n", (folder / "search.js").read_text(), re.DOTALL)
    assert found
    lessons: list[list[object]] = json.loads(found[1])
    return lessons


def titles(workshop: Workshop) -> list[str]:
    """The titles of the list, in order."""
    return re.findall(r'<a class="lesson"[^>]*>(.*?)</a>', workshop.html("index"))


def near(workshop: Workshop, name: str) -> list[str]:
    """The addresses and titles of the lessons before and after one."""
    found = re.findall(r'<a rel="\w+" href="([^"]*)">.*?<b[^>]*>(.*?)</b>', workshop.html(name))
    return [part for each in found for part in each]


def with_lessons(workshop: Workshop) -> Workshop:
    """Three lessons in two folders, built as HTML."""
    workshop.write("coursebuild.toml", CONFIGURATION)
    workshop.write("course/data.csv", "a,b\n")
    for month, name in enumerate(("tp10", "tp2"), 1):
        workshop.write(f"course/{name}.md", LESSON.format(title=name.upper(), month=month))
    workshop.write("course/le-réseau/ping.md", "---\ntitle: Le ping\nlang: fr\n---\n\nUn écho.\n")
    assert workshop.run("--to", "html", "--jobs", "1", "-q").code == 0
    return workshop


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The course, which tests leave as it is."""
    return with_lessons(Workshop(tmp_path_factory.mktemp("course")))


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    return with_lessons(workshop)


def test_the_index(built: Workshop) -> None:
    """The lessons in their order, with what they are; the licence that all have is there once."""
    page = built.html("index")
    assert titles(built) == ["TP2", "TP10", "Le ping"]
    assert "<h2>Le réseau</h2>" in page
    assert '<a class="lesson" href="le-r%C3%A9seau/ping.html" lang="fr">Le ping</a>' in page
    assert "<span>1\u00a0February\u00a02026</span>\n<span>20\u00a0min · 3\u00a0points</span>" in page
    assert '<a href="data.csv" aria-label="data.csv: TP2" download>data.csv</a>' in page
    assert "<title>Systems</title>" in page
    assert page.count("CC0 1.0") == 1
    assert '<a href="https://creativecommons.org/publicdomain/zero/1.0/" rel="license">' in page


def test_the_index_describes_the_course(built: Workshop) -> None:
    """As a Course of schema.org, with what the page of each lesson says of it; an answer is no part of it."""
    found = re.findall('<script type="application/ld.json">(.*?)</script>', built.html("index"))
    described = [json.loads(each) for each in found]
    parts = described[0].pop("hasPart")
    assert described == [
        {
            "@context": "https://schema.org",
            "@type": "Course",
            "name": "Systems",
            "inLanguage": "en",
            "url": "https://example.org/systems/",
            "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        }
    ]
    assert parts[0] == {
        "@type": "LearningResource",
        "name": "TP2",
        "url": "https://example.org/systems/tp2.html",
        "inLanguage": "en",
        "datePublished": "2026-02-01",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    last = parts[2]
    assert (last["name"], last["inLanguage"]) == ("Le ping", "fr")
    assert last["url"] == "https://example.org/systems/le-r%C3%A9seau/ping.html"


def test_links_hold_in_a_copied_folder(built: Workshop, tmp_path: Path) -> None:
    """Those of the index and of the lessons, to pages, files and headings."""
    copied = shutil.copytree(built.folder / "build" / "student", tmp_path / "elsewhere")
    for page in copied.rglob("*.html"):
        for address in Links(page).found:
            path, _, anchor = address.partition("#")
            target = page.parent / unquote(path) if path else page
            assert target.exists(), (page, address)
            assert not anchor or f'id="{anchor}"' in target.read_text(), (page, address)


def test_the_search(built: Workshop) -> None:
    """The texts that students see, by their headings, whose anchors the page has."""
    folder = built.folder / "build" / "student"
    lessons = searched(folder)
    assert [each[:3] for each in lessons] == [
        ["tp2.html", "en", "TP2"],
        ["tp10.html", "en", "TP10"],
        ["le-r%C3%A9seau/ping.html", "fr", "Le ping"],
    ]
    assert lessons[0][3] == [
        ["", "", "Of TP2, the values."],
        ["a-first-part", "A first part", "Type ls -l & look."],
    ]
    assert [path.name for path in folder.iterdir() if path.is_file() and HIDDEN in path.read_text()] == []


def test_the_feed(built: Workshop) -> None:
    """The lessons that have a date, the newest first, at their addresses on the web."""
    feed = ET.fromstring((built.folder / "build" / "student" / "feed.xml").read_bytes())  # noqa: S314 (the same)
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["TP2", "TP10"]
    assert entries[0].findtext(f"{ATOM}id") == "https://example.org/systems/tp2.html"
    assert feed.findtext(f"{ATOM}updated") == "2026-02-01T00:00:00Z"


def test_neighbours(built: Workshop) -> None:
    """A lesson leads to those before and after it, and to the index."""
    assert near(built, "tp2") == ["tp10.html", "TP10"]
    assert near(built, "tp10") == ["tp2.html", "TP2", "le-r%C3%A9seau/ping.html", "Le ping"]
    assert near(built, "le-réseau/ping") == ["../tp10.html", "TP10"]
    assert 'class="all-lessons" href="../index.html">Toutes les feuilles</a>' in built.html("le-réseau/ping")


CHANGED = {
    "index.html": ("TP2", "TP3"),
    "search.js": ("look", "answer"),
    "feed.xml": ("TP2", "TP3"),
    "tp10.html": ("<b>TP2</b>", "<b>inode</b>"),
}


def test_verify_finds_what_no_build_writes(built: Workshop, tmp_path: Path) -> None:
    """Whatever is changed, and what is missing; a correction is named, wherever it is put."""
    changed = shutil.copytree(built.folder / "build" / "student", tmp_path / "changed")
    for name, (before, after) in CHANGED.items():
        text = (changed / name).read_text()
        assert before in text
        (changed / name).write_text(text.replace(before, after))
    (changed / "search-2.js").write_text("")
    found = re.findall(r"/([\w.-]+): error\[(\w+)\]", built.run("verify", str(changed), "--jobs", "1").out)
    assert sorted(found) == sorted([*((name, "CB249") for name in CHANGED), ("search-2.js", "CB152")])

    leaking = shutil.copytree(built.folder / "build" / "student", tmp_path / "leaking")
    for name in CHANGED:
        with (leaking / name).open("a") as file:
            file.write("\nThe wonderful answer of TP10 is that the kernel asks the inode for its rights.")
    (leaking / "feed.xml").unlink()
    found = re.findall(r"/([\w.-]+): error\[(\w+)\]", built.run("verify", str(leaking), "--jobs", "1").out)
    assert {("index.html", "CB248"), ("search.js", "CB248"), ("feed.xml", "CB154")} <= {*found}
    assert "tp10.html" in dict(found)


def test_what_a_build_renews(course: Workshop) -> None:
    """A new title changes the pages of neighbours and no other; a part of the course leaves the index."""
    path = course.folder / "course" / "le-réseau" / "ping.md"
    path.write_text(path.read_text().replace("Le ping", "Un écho"))
    done = course.run("--to", "html")
    assert done.out.split() == [
        f"build/student/{name}" for name in ("le-réseau/ping.html", "tp10.html", "index.html", "search.js")
    ]
    assert near(course, "tp10")[-1] == "Un écho"
    before = course.html("index")
    course.write("course/tp10.md", LESSON.format(title="Other", month=9))
    assert course.run("course/tp10.md", "--to", "html").out == "build/student/tp10.html\n"
    assert near(course, "tp10") == ["tp2.html", "TP2", "le-r%C3%A9seau/ping.html", "Un écho"]
    assert course.html("index") == before
    course.write("course/tp2.md", "---\ntitle: Wrong\n---\n\n::: correction\nNot closed.\n")
    assert course.run("--to", "html").code == 1
    assert titles(course) == ["Other", "Un écho"]
    assert near(course, "tp10") == ["le-r%C3%A9seau/ping.html", "Un écho"]


def test_an_introduction_and_then_no_index(course: Workshop) -> None:
    """A lesson `index.md` is above the list, and links to it hold; with `index = false`, there is none."""
    hidden = "::: correction\nHidden from students.\n:::\n"
    course.write("course/index.md", f"---\ntitle: Welcome\n---\n\nRead [one](tp2.md).\n\n{hidden}")
    course.write("course/tp2.md", "---\ntitle: TP2\n---\n\nBack to [the start](index.md).\n")
    assert course.run("--to", "html").code == 0
    page = course.html("index")
    assert '<a href="tp2.html">one</a>' in page
    assert "Hidden from" not in page
    assert titles(course) == ["TP2", "TP10", "Le ping"]
    assert '<a href="index.html">the start</a>' in course.html("tp2")
    assert searched(course.folder / "build" / "student")[0][:3] == ["index.html", "en", "Welcome"]
    assert course.run("--to", "html").out == ""
    course.write("coursebuild.toml", "index = false\n")
    done = course.run("--to", "html")
    assert "removed build/student/search.js: the index has no such file any more" in done.err
    assert not {"student/feed.xml", "student/search.js"}.intersection(course.files(index=True))
    assert 'class="all-lessons"' not in course.html("tp2")


def test_names_of_the_index_are_taken(workshop: Workshop) -> None:
    """A linked file would be written over the search, and an `Index.md` over the index."""
    workshop.write("course/search.js", "1\n")
    workshop.write("course/tp2.md", "---\ntitle: TP2\n---\n\nSee [this](search.js).\n")
    workshop.write("course/Index.md", "---\ntitle: Other\n---\n\nText.\n")
    done = workshop.run("--to", "html")
    assert re.findall(r"(\S+): error\[CB006\]", done.err) == ["course/Index.md", "course/tp2.md:5:12"]


def test_the_order_of_the_author(workshop: Workshop) -> None:
    """What `lessons` names comes first; what it names wrongly, or forgets, is said."""
    for name in ("a", "b", "tp10"):
        workshop.write(f"course/{name}.md", "---\ntitle: T\n---\n")
    workshop.write("coursebuild.toml", 'title = "S"\nlessons = ["tp10.md", "a.md"]\n')
    located, said = _located(workshop)
    assert located == ["tp10", "a", "b"]
    assert said == ["course/b.md: warning[CB247]: `lessons` does not name it: it comes after those"]
    workshop.write("coursebuild.toml", 'title = "S"\nlessons = ["tp1O.md", "a.md", "b.md", "a.md"]\n')
    assert _located(workshop)[1][:2] == [
        (
            "coursebuild.toml:2:1: error[CB246]: `lessons` names `tp1O.md`, and there is no such lesson; "
            "did you mean `tp10.md`?"
        ),
        "coursebuild.toml:2:1: error[CB246]: `lessons` names `a.md` twice",
    ]


def _located(workshop: Workshop) -> tuple[list[str], list[str]]:
    """The lessons in their order, and what is said of them."""
    loaded = config.load(workshop.folder)
    found, said = config.locate(loaded, (), workshop.folder / "build")
    relative = [str(each).replace(f"{workshop.folder}/", "").partition("\n")[0] for each in said]
    return [str(each.stem) for each in config.in_order(loaded, found)], relative


def test_what_changed_since_the_newest_tag(workshop: Workshop) -> None:
    """What students see counts, and not a correction; nothing without git, or without a tag."""
    for name in ("changed", "corrected", "same"):
        workshop.write(f"course/{name}.md", LESSON.format(title=name, month=1))
    session = Session(Course(workshop.folder))
    locations = config.locate(session.course, (), workshop.folder / "build")[0]
    options = BuildOptions((STUDENT,), (Format.HTML,), {}, fetch=False, jobs=1)
    assert find_changes(session, options, locations)["student"].tag == ""
    commit(workshop.folder, "2026.1")
    workshop.write("course/corrected.md", LESSON.format(title="corrected", month=1).replace("inode", "disk"))
    workshop.write("course/changed.md", LESSON.format(title="changed", month=1).replace("Type", "Now type"))
    workshop.write("course/new.md", LESSON.format(title="new", month=1))
    locations = config.locate(session.course, (), workshop.folder / "build")[0]
    changes = find_changes(session, options, locations)["student"]
    assert changes.tag == "2026.1"
    assert [each.path.stem for each in locations if changes.has(each)] == ["changed", "new"]
    assert [each.path.stem for each in locations if changes.is_new(each)] == ["new"]
    commit(workshop.folder, "2026.2")  # which is built now
    assert find_changes(session, options, locations)["student"] == changes


def test_each_edit_is_compared_with_what_was_seen(workshop: Workshop) -> None:
    """Which is read once; and in each of two courses of a repository, which have a lesson of one name."""
    rich = "![A tree](tree.svg)\n\n| a | b |\n|---|---|\n| 1 | 2[^n] |\n\n[^n]: A note.\n\n```sh\nls\n```\n"
    for course, text in (("a", f"One.\n\n{rich}"), ("b", f"Two.\n\n{rich}")):
        workshop.write(f"{course}/course/lab.md", f"---\ntitle: T\n---\n\n{text}")
        workshop.write(f"{course}/course/tree.svg", "<svg/>")
    commit(workshop.folder, "2026.1")
    options = BuildOptions((STUDENT,), (Format.HTML,), {}, fetch=False, jobs=1)
    edits = (("a", "Two", True), ("b", "Two", False), ("a", "One", False), ("b", "One", True))
    for course, text, is_changed in edits:
        path = workshop.write(f"{course}/course/lab.md", f"---\ntitle: T\n---\n\n\n{text}.\n\n{rich}")
        session = Session(Course(workshop.folder / course))
        locations = config.locate(session.course, (), workshop.folder / "build")[0]
        changes = find_changes(session, options, locations)["student"]
        assert changes.changed == (frozenset([path]) if is_changed else frozenset()), (course, text)


def test_a_shallow_clone_says_that_it_does_not_know(workshop: Workshop) -> None:
    """Once for all editions, and in `verify`, which compares with what the clone gives."""
    workshop.write("coursebuild.toml", "index = true\n")
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nRead.\n")
    commit(workshop.folder, "2026.1")
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nRead again.\n")
    git(workshop.folder, "commit", "--quiet", "--all", "--message", "Change")
    git(workshop.folder, "clone", "--quiet", "--depth", "1", f"file://{workshop.folder}", "copy")
    copy = Workshop(workshop.folder / "copy")
    said = "warning[CB234]: no tag is in the part of the history that this clone has"
    assert copy.run("--all", "--to", "html").err.count(said) == 1
    assert copy.run("verify").out.count(said) == 1
    git(copy.folder, "fetch", "--quiet", "--unshallow", "--tags")
    assert "CB234" not in copy.run("--all", "--to", "html", "--force").err
    assert "Changed since 2026.1 (1)" in copy.html("index")


def test_a_correction_that_students_see_by_now_has_changed(workshop: Workshop) -> None:
    """With the day of the build: before that day, the change of a correction is none for students."""
    lesson = 'title: T\n---\n\nWhich port?\n\n::: {.correction show-from="2026-12-01"}\nPort {}.\n:::\n'
    path = workshop.write("course/lab.md", f"---\n{lesson.replace('{}', '80')}")
    commit(workshop.folder, "2026.1")
    workshop.write("course/lab.md", f"---\n{lesson.replace('{}', '443')}")
    session = Session(Course(workshop.folder))
    locations = config.locate(session.course, (), workshop.folder / "build")[0]
    options = BuildOptions((STUDENT,), (Format.HTML,), {}, fetch=False, jobs=1)
    for day, changed in (("2026-11-30", []), ("2026-12-01", [path])):
        changes = find_changes(session, options._replace(day=day), locations)["student"]
        assert [each.path for each in locations if changes.has(each)] == changed
