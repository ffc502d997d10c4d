"""A lesson that is made of the same as at a revision is not read again; one that may not be so is."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from workshop import Workshop, commit, git

from coursebuild import config
from coursebuild.engine import Session
from coursebuild.engine.compared import Base
from coursebuild.engine.compared.unchanged import find_changed_files, find_unchanged
from coursebuild.model import PAGES, BuildOptions
from coursebuild.source import revision

ALL = frozenset("calm cited coded dated entity linked partial percent picture web".split())
LESSONS = {
    "calm": "# A lesson\n\nOf the web, and of a tree.\n",
    "cited": "---\nbibliography: my\\refs.bib\n---\n\n[@one]\n",
    "coded": '```{.python include="../code/a.py"}\n```\n',
    "dated": '::: {.correction show-from="2999-12-01"}\nAn answer.\n:::\n',
    "entity": "![](img/tr&#101;e.png)\n",
    "linked": "![](drawn/plot.png)\n",
    "partial": '::: {include="_part.md"}\n:::\n',
    "percent": "![](img/tr%65e.png)\n",
    "picture": '<img\nsrc="img/tree.png">\n',
    "web": "![](https://example.org/other.png)\n",
}
OF_TREE = frozenset(("picture", "entity", "percent"))


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course of ten lessons, at the tag `first`."""
    for name, text in LESSONS.items():
        workshop.write(f"course/{name}.md", text)
    workshop.write("course/_part.md", "![](img/deep.png)\n")
    workshop.write("course/img/tree.png", b"a tree" * 400)
    workshop.write("course/img/deep.png", b"a sea" * 400)
    workshop.write("course/refs.bib", "@book{one, title={One}}\n")
    workshop.write("code/a.py", "one = 1\n")
    workshop.write("coursebuild.toml", 'resources = ["code"]\n')
    commit(workshop.folder, "first")
    return workshop


def _unchanged(course: Workshop, day: str = "2026-01-01", **metadata: str) -> frozenset[str]:
    """The names of the lessons that are not read."""
    session = Session.load(course.folder)
    editions = tuple(session.course.editions.values())
    options = BuildOptions(editions, PAGES, metadata, fetch=False, jobs=1, day=day)
    locations, _ = config.locate(session.course, (), course.folder / "build")
    with Base.open(session, revision.compared(course.folder, "first"), day) as base:
        pairs = base.pairs(session.course, locations, whole=True)
        return frozenset(
            each.location.path.stem
            for each in find_unchanged(
                session.course, pairs, base, options, find_changed_files(session.course, base)
            )
        )


WRITTEN: Mapping[str, tuple[Mapping[str, str], frozenset[str]]] = {
    "nothing": ({}, frozenset()),
    "a lesson": ({"course/web.md": "# Other\n"}, frozenset({"web"})),
    "a picture": ({"course/img/tree.png": "other"}, OF_TREE),
    "a picture in what is included": ({"course/img/deep.png": "other"}, frozenset({"partial"})),
    "what is included": ({"course/_part.md": "Other.\n"}, frozenset({"partial"})),
    "code": ({"code/a.py": "two = 2\n"}, frozenset({"coded"})),
    "references": ({"course/refs.bib": "@book{one, title={Two}}\n"}, frozenset({"cited"})),
    "a file that nothing names": ({"course/img/other.svg": "<svg/>"}, frozenset()),
    "a new folder": ({"course/drawn/plot.png": "new"}, frozenset({"linked"})),
    "a name with an escape": ({"course/img/100%.png": "new"}, ALL),
    "the configuration": ({"coursebuild.toml": 'resources = ["code"]\nauthor = "Ada"\n'}, ALL),
    "a label": ({"templates/labels.toml": '[en]\nnote = "Remark"\n'}, ALL),
    "what was built": ({"build/student/tree.png": "other"}, frozenset()),
}


@pytest.mark.parametrize(("files", "read"), WRITTEN.values(), ids=WRITTEN)
def test_lessons_are_read_that_may_have_changed(
    course: Workshop, files: Mapping[str, str], read: frozenset[str]
) -> None:
    for name, text in files.items():
        course.write(name, text)
    assert ALL - _unchanged(course) == read


def test_files_that_are_gone_and_links_are_changes(course: Workshop) -> None:
    (course.folder / "course/img/tree.png").unlink()
    assert ALL - _unchanged(course) == OF_TREE
    (course.folder / "elsewhere").mkdir()
    (course.folder / "course/drawn").symlink_to(Path("../elsewhere"))
    assert ALL - _unchanged(course) == {*OF_TREE, "linked"}


def test_a_link_is_what_it_leads_to(course: Workshop) -> None:
    """A file or a folder of the course, also by way of other links."""
    for link, to in {"alias.png": "second.png", "second.png": "img/tree.png", "pics": "img"}.items():
        (course.folder / "course" / link).symlink_to(to)
    named = {"alias": "alias.png", "alias2": "pics/tree.png", "alias3": "pics/deep.png"}
    for lesson, picture in named.items():
        course.write(f"course/{lesson}.md", f"![]({picture})\n")
    commit(course.folder, "second")
    git(course.folder, "tag", "--force", "first")
    every = ALL | named.keys()
    assert _unchanged(course) == every
    course.write("course/img/deep.png", b"another sea" * 400)
    assert every - _unchanged(course) == {"partial", "alias2", "alias3"}  # all in `pics`, which has changed
    git(course.folder, "checkout", "course/img")
    (course.folder / "course/second.png").unlink()
    (course.folder / "course/second.png").symlink_to("img/deep.png")
    assert every - _unchanged(course) == {"alias"}


def test_dates_may_come(course: Workshop) -> None:
    assert ALL - _unchanged(course, "2999-12-01") == {"dated"}


def test_options_may_name_a_file(course: Workshop) -> None:
    course.write("course/img/deep.png", "other")
    assert ALL - _unchanged(course, logo="deep.png") == ALL


@pytest.mark.parametrize(
    ("file", "read"),
    [("course/web.md", frozenset({"web"})), ("course/data.csv", ALL), (".editor/own", frozenset())],
)
def test_a_filter_may_name_any_file_that_is_no_lesson(
    course: Workshop, file: str, read: frozenset[str]
) -> None:
    course.write("filters/own.py", "")
    course.write("coursebuild.toml", 'resources = ["code"]\nfilters = ["own"]\n')
    commit(course.folder, "second")
    git(course.folder, "tag", "--force", "first")
    course.write(file, "Other.\n")
    assert ALL - _unchanged(course) == read


def test_a_folder_outside_of_the_repository_is_the_same_on_both_sides(course: Workshop) -> None:
    course.write("coursebuild.toml", 'resources = ["code", ".."]\n')
    git(course.folder, "commit", "--quiet", "--all", "--message", "Read other folders")
    git(course.folder, "tag", "--force", "first")
    assert _unchanged(course) == ALL


def test_a_file_outside_of_the_course_may_have_changed(workshop: Workshop) -> None:
    """In the repository of which the course is a part."""
    course = Workshop(workshop.folder / "network")
    course.write("coursebuild.toml", 'resources = ["../shared"]\n')
    course.write("course/coded.md", '```{.python include="../../shared/a.py"}\n```\n')
    course.write("course/calm.md", LESSONS["calm"])
    workshop.write("shared/a.py", "one = 1\n")
    commit(workshop.folder, "first")
    assert _unchanged(course) == {"coded", "calm"}
    workshop.write("shared/a.py", "two = 2\n")
    assert _unchanged(course) == {"calm"}
