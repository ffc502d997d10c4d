"""The folders that `export` and `release` write into: what is not theirs is refused, and stays as it is."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import workshop as shop
from workshop import Workshop

MINE = "Mine.\n"
SUM = hashlib.sha256(MINE.encode()).hexdigest()
LIST = ".coursebuild-export"


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    workshop.write("course/lab.md", "---\ntitle: Lab\nlang: en\n---\n\nText.\n")
    workshop.write("victim.txt", MINE)
    workshop.write("elsewhere/notes.md", MINE)
    return workshop


def _texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def _link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


def _text(content: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(content)

    return write


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        (LIST, _text(f"{SUM}  ../victim.txt\n"), "no list that an export has written"),
        (LIST, _text(f"{SUM}  /victim.txt\n"), "no list that an export has written"),
        (LIST, _text(f"{SUM}  a/../../victim.txt\n"), "no list that an export has written"),
        (LIST, _text("0000  victim.txt\n"), "no list that an export has written"),
        (LIST, _link("../victim.txt"), "`.coursebuild-export` cannot be read"),
        (LIST, os.mkfifo, "`.coursebuild-export` cannot be read"),
        ("course", _link("../elsewhere"), "`course` is a symbolic link"),
        ("course", Path.mkdir, "`course/` is of no export"),
        ("lab.md", os.mkfifo, "`lab.md` is neither a file nor a folder"),
        (".git", _text("gitdir: ../.git\n"), "`.git` is of no export"),
    ],
)
def test_an_export_leaves_alone_what_is_not_its_own(
    course: Workshop, name: str, make: Callable[[Path], None], said: str
) -> None:
    (course.folder / "out").mkdir()
    make(course.folder / "out" / name)
    done = course.run("export", "out", "--git")
    assert (done.code, "error[CB282]" in done.err, said in done.err) == (1, True, True), done.err
    assert (course.folder / "victim.txt").read_text() == MINE
    assert _texts(course.folder / "elsewhere") == {"notes.md": MINE}


def test_a_hostile_list_names_a_file_behind_a_link(course: Workshop) -> None:
    """The link is found before the file."""
    out = course.folder / "out"
    out.mkdir()
    (out / "course").symlink_to("../elsewhere")
    (out / LIST).write_text(f"{SUM}  course/notes.md\n")
    done = course.run("export", "out")
    assert (done.code, "`course` is a symbolic link" in done.err) == (1, True), done.err
    assert _texts(course.folder / "elsewhere") == {"notes.md": MINE}


_FORMER = {"version": 1, "release": "1", "edition": "student", "files": [{"name": "a.zip"}]}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("manifest.json", os.mkfifo),
        ("manifest.json", Path.mkdir),
        ("manifest.json", _text("[" * 100_000)),
        ("manifest.json", _text(json.dumps({**_FORMER, "edition": None}))),
        ("manifest.json", _text(json.dumps({**_FORMER, "files": [{"name": "../victim.txt"}]}))),
        ("manifest.json", _text(json.dumps({**_FORMER, "files": {"name": "a.zip"}}))),
        ("SHA256SUMS", _link("../victim.txt")),
        ("a.zip", _link("../victim.txt")),
    ],
)
def test_a_release_leaves_alone_what_is_not_its_own(
    course: Workshop, name: str, make: Callable[[Path], None]
) -> None:
    (course.folder / "dist").mkdir()
    make(course.folder / "dist" / name)
    done = course.run("release", "--version", "2", "--force")
    assert (done.code, "error[CB262]" in done.err) == (1, True), done.err
    assert (course.folder / "victim.txt").read_text() == MINE


def test_an_empty_folder_stays_and_others_that_were_made_for_nothing_go(course: Workshop) -> None:
    course.write("course/lab.md", "---\ntitle: Lab\n---\n\nLet $x = \\phantom{seven}$.\n")
    (course.folder / "empty").mkdir()
    for folder in ("empty", "new/within"):
        done = course.run("export", folder)
        assert (done.code, "error[CB286]" in done.err) == (1, True), done.err
    assert [*(course.folder / "empty").iterdir()] == []
    assert not (course.folder / "new").exists()


def test_an_export_is_committed_in_its_own_repository(course: Workshop) -> None:
    """Also where the environment names another one, as in git's hooks, and where nobody is configured."""
    shop.commit(course.folder, "v1")
    before = shop.git(course.folder, "rev-parse", "HEAD")
    out = course.folder.parent / f"{course.folder.name}-out"
    own = {"GIT_DIR": f"{course.folder}/.git", "GIT_WORK_TREE": str(course.folder), "GIT_INDEX_FILE": "index"}
    done = course.run("export", str(out), "--git", **own, GIT_CONFIG_GLOBAL=os.devnull)
    try:
        assert done.code == 0, done.err
        assert shop.git(course.folder, "rev-parse", "HEAD") == before
        assert shop.git(out, "show", "--format=%an <%ae>", "--name-only").split("\n") == [
            "coursebuild <>",
            "",
            LIST,
            ".gitignore",
            "course/lab.md",
        ]
    finally:
        shutil.rmtree(out, ignore_errors=True)
