"""What a release is made from, where git, the folders or the version are unusual."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import workshop as shop
from workshop import Workshop

from coursebuild.model import UsageError
from coursebuild.publish.released.origin import find_origin

LESSON = "---\ntitle: Routing\n---\n\nText.\n"


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course, committed with a tag."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", "")
    workshop.write(".gitignore", "/.cache/\n")
    shop.commit(workshop.folder, "v1")
    return workshop


def _with_a_damaged_index(root: Path) -> None:
    (root / ".git" / "index").write_bytes(b"no index")


def _with_a_head_that_names_nothing(root: Path) -> None:
    (root / ".git" / "HEAD").write_text("")


def _with_a_commit_that_is_missing(root: Path) -> None:
    (root / ".git" / "refs" / "heads" / "lost").write_text("1" * 40 + "\n")
    (root / ".git" / "HEAD").write_text("ref: refs/heads/lost\n")


def _with_a_link_that_leads_nowhere(root: Path) -> None:
    shutil.rmtree(root / ".git")
    (root / ".git").symlink_to("nowhere")


def _without_a_repository(root: Path) -> None:
    shutil.rmtree(root / ".git")


def _without_a_commit(root: Path) -> None:
    shutil.rmtree(root / ".git")
    shop.git(root, "init", "--quiet")


@pytest.mark.parametrize(
    "damage",
    [
        _with_a_damaged_index,
        _with_a_head_that_names_nothing,
        _with_a_commit_that_is_missing,
        _with_a_link_that_leads_nowhere,
    ],
)
@pytest.mark.parametrize("version", ["v3", ""])
def test_where_git_fails_nobody_knows_what_is_released(
    course: Workshop, damage: Callable[[Path], None], version: str
) -> None:
    """A version that is named does not stand for a comparison that failed."""
    damage(course.folder)
    with pytest.raises(UsageError) as refused:
        find_origin(course.folder, version, (), (), allow_dirty=False)
    assert [each.code for each in refused.value.diagnostics] == ["CB260"]
    found = find_origin(course.folder, "v3", (), (), allow_dirty=True)
    assert (found.version, found.commit, found.is_clean) == ("v3-dirty", "", False)


@pytest.mark.parametrize("prepare", [_without_a_repository, _without_a_commit])
def test_where_nothing_is_committed_a_version_can_be_named(
    course: Workshop, prepare: Callable[[Path], None]
) -> None:
    prepare(course.folder)
    found = find_origin(course.folder, "v3", (), (), allow_dirty=False)
    assert (found.version, found.commit, found.is_clean) == ("v3", "", False)
    with pytest.raises(UsageError) as refused:
        find_origin(course.folder, "", (), (), allow_dirty=False)
    assert [each.code for each in refused.value.diagnostics] == ["CB259"]


@pytest.mark.parametrize("version", ["v3", "v3-dirty"])
def test_a_version_that_is_named_says_that_files_were_changed(course: Workshop, version: str) -> None:
    course.write("course/lab.md", f"{LESSON}\nMore.\n")
    found = find_origin(course.folder, version, (), (), allow_dirty=True)
    assert (found.version, found.is_clean) == ("v3-dirty", False)


@pytest.mark.parametrize("root", [".", "lab", "link/lab"], ids=["the top", "a folder", "by a link"])
@pytest.mark.parametrize("output", ["dist", "../dist", "link/dist", "outlink"])
def test_what_a_release_writes_is_no_change_of_the_repository(tmp_path: Path, root: str, output: str) -> None:
    """Wherever in the repository the course and the output are, and by whichever path they are named."""
    top = tmp_path / "top"
    for name in ("lab/coursebuild.toml", "lab/a.md", "a.md"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("Text.\n")
    (top / "link").symlink_to(".")
    (top / "lab" / "link").symlink_to("..")
    shop.commit(top, "v1")
    (top / "elsewhere").mkdir()
    folder = top / root / output
    if output == "outlink":
        folder.symlink_to(top / "elsewhere")
    Path(os.path.realpath(folder)).mkdir(exist_ok=True)
    (folder / "page.html").write_text("A page.")
    assert find_origin(top / root, "", [folder], (), allow_dirty=False).is_clean
    (top / "a.md").write_text("Other text.\n")
    with pytest.raises(UsageError, match=r"as they are: `a\.md`"):
        find_origin(top / root, "", [folder], (), allow_dirty=False)


@pytest.mark.parametrize("output", [".", "..", "../..", "link", "link/.."])
def test_a_folder_that_has_the_course_is_compared_with_the_commit(course: Workshop, output: str) -> None:
    (course.folder / "course" / "link").symlink_to("..")
    shop.git(course.folder, "add", "course/link")
    shop.git(course.folder, "commit", "--quiet", "--message", "Link")
    course.write("course/lab.md", f"{LESSON}\nMore.\n")
    with pytest.raises(UsageError, match=r"as they are: `course/lab\.md`"):
        find_origin(course.folder / "course", "", [course.folder / "course" / output], (), allow_dirty=False)


def test_the_command_says_why_git_failed(course: Workshop) -> None:
    _with_a_damaged_index(course.folder)
    done = course.run("release", "--to", "html", "--version", "v3")
    assert (done.code, "error[CB260]" in done.err, "index file" in done.err) == (2, True, True), done.err
    assert not (course.folder / "dist").exists()


def test_a_course_in_a_folder_of_its_repository_is_released_beside_it(course: Workshop) -> None:
    (course.folder / "lab").mkdir()
    shop.git(course.folder, "mv", "coursebuild.toml", "course", "lab")
    shop.git(course.folder, "commit", "--quiet", "--message", "Move")
    done = Workshop(course.folder / "lab").run(
        *("release", "--to", "html", "-o", "../dist", "--version", "v2"),
        COURSEBUILD_CACHE=str(course.folder / ".cache"),
    )
    assert done.code == 0, done.err
    assert json.loads((course.folder / "dist" / "manifest.json").read_text())["clean"]


@pytest.mark.parametrize(
    ("key", "committed", "listed"),
    [
        ("core.precomposeunicode", "d\u00e9mo.md", "de\u0301mo.md"),
        ("core.ignorecase", "Demo.md", "demo.md"),
    ],
)
def test_a_disk_may_have_other_names_than_git(
    course: Workshop, key: str, committed: str, listed: str
) -> None:
    """As on macOS, where git has found that they are the same; here, it must not look by itself."""
    made_of = [course.write(f"course/{committed}", LESSON)]
    shop.commit(course.folder, "v2")
    shop.git(course.folder, "update-index", "--assume-unchanged", f"course/{committed}")
    course.write(".git/info/exclude", f"{listed}\n")
    made_of = [each.rename(course.folder / "course" / listed) for each in made_of]

    def is_clean() -> bool:
        return find_origin(course.folder, "", [], made_of, allow_dirty=True).is_clean

    assert not is_clean()
    shop.git(course.folder, "config", key, "true")
    assert is_clean()
    done = course.run("diff", "v2")
    assert (done.code, "It is new" in done.out, "Nothing changes" in done.out) == (0, False, True)
    course.write(f"course/{listed}", LESSON + "More.\n")
    assert not is_clean()
    done = course.run("diff", "v2", "--format", "json")
    (changed,) = json.loads(done.out)["lessons"]
    assert (changed["is-new"], changed["former"]) == (False, None)
