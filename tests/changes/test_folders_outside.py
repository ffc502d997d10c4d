"""Files that lessons take from folders outside of the course, as `resources` names them."""

from pathlib import Path

import pytest
from workshop import Workshop, commit, git

LESSON = '# Code\n\n![A tree](../../shared/tree.png)\n\n```{.python include="../../shared/a.py"}\n```\n'
STUDENTS = ("diff", "first", "--edition", "student")


def _course(folder: Path, repository: Path, resources: str = "../shared") -> Workshop:
    """A course in a folder of a repository, or with a folder beside the repository."""
    (folder / "shared").mkdir(parents=True)
    (folder / "shared/a.py").write_text("first = 1\n")
    (folder / "shared/tree.png").write_bytes(b"\x89PNG a tree\0" * 200)
    workshop = Workshop(folder / "network")
    workshop.write("coursebuild.toml", f'resources = ["{resources}"]\n')
    workshop.write("course/lab.md", LESSON)
    commit(repository, "first")
    return workshop


@pytest.mark.parametrize("is_inside", [True, False], ids=["of the repository", "beside the repository"])
@pytest.mark.parametrize("resources", ["../shared", ".."])
def test_a_lesson_is_compared_with_its_files(tmp_path: Path, resources: str, *, is_inside: bool) -> None:
    """With those of the revision, if the repository has them; others count as what they are now.

    A folder of that name where temporary files are is none of the course's.
    """
    (tmp_path / "tmp/shared").mkdir(parents=True)
    (tmp_path / "tmp/shared/a.py").write_text("planted = 1\n")
    repository = tmp_path / "made" if is_inside else tmp_path / "made/network"
    workshop = _course(tmp_path / "made", repository, resources)
    workshop.write("course/lab.md", LESSON.replace("A tree", "One tree"))
    done = workshop.run(*STUDENTS, TMPDIR=str(tmp_path / "tmp"))
    assert (done.code, done.err) == (0, "")
    assert "[-A-]{+One+} tree" in done.out
    assert "a.py" not in done.out
    (tmp_path / "made/shared/a.py").write_text("second = 2\n")
    (tmp_path / "made/shared/tree.png").write_bytes(b"\x89PNG two trees\0" * 200)
    workshop.write("course/lab.md", LESSON)
    done = workshop.run(*STUDENTS, TMPDIR=str(tmp_path / "tmp"))
    assert (done.code, done.err) == (0, "")
    assert ("- first = 1" in done.out, "+ second = 2" in done.out) == (is_inside, is_inside)
    assert ("[another picture]" in done.out) == is_inside
    assert "planted" not in done.out


def test_a_folder_that_the_repository_does_not_have_counts_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("shared\n")
    workshop = _course(tmp_path, tmp_path)
    assert git(tmp_path, "ls-files", "shared").strip() == ""
    workshop.write("course/lab.md", LESSON.replace("A tree", "One tree"))
    done = workshop.run(*STUDENTS)
    assert (done.code, done.err, done.out.count("    +")) == (0, "", 0)
    assert "[-A-]{+One+} tree" in done.out
