"""What a release is made from, where git, the folders or the version are unusual."""

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


def test_the_command_says_why_git_failed(course: Workshop) -> None:
    _with_a_damaged_index(course.folder)
    done = course.run("release", "--to", "html", "--version", "v3")
    assert (done.code, "error[CB260]" in done.err, "index file" in done.err) == (2, True, True), done.err
    assert not (course.folder / "dist").exists()
