"""The sources at a revision are read from git, and what git cannot give is an error with its reason."""

from pathlib import Path

import pytest
from workshop import commit, git

from coursebuild.model import UsageError
from coursebuild.source import revision


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a course in one of its folders, which has changed since the tag `v1`."""
    for name, content in {
        "td/course/été 1.md": b"One.\r\n",
        "td/course/empty.md": b"",
        "td/lab.md": b"Latin: \xe9\n\nblob 3\n",
        "td/.hidden/lab.md": b"No.\n",
        "td/notes.txt": b"No.\n",
        "other.md": b"No.\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "td" / "link.md").symlink_to("lab.md")
    commit(tmp_path, "v1")
    (tmp_path / "td" / "lab.md").write_text("New.\n")
    commit(tmp_path, "now")
    return tmp_path


def test_sources_at_a_revision(repository: Path) -> None:
    """Those of the course's folder, byte for byte; hidden files and links are left out."""
    assert revision.read_sources(repository / "td", "v1", ".md") == {
        "course/été 1.md": b"One.\r\n",
        "course/empty.md": b"",
        "lab.md": b"Latin: \xe9\n\nblob 3\n",
    }
    assert revision.read_sources(repository / "td", "HEAD", ".md")["lab.md"] == b"New.\n"


@pytest.mark.parametrize("name", ["v2", "", "--all", "-h", "v1..HEAD", "v1:td/lab.md", "v1 HEAD"])
def test_a_name_of_no_revision(repository: Path, name: str) -> None:
    """Options and other expressions are none."""
    with pytest.raises(UsageError) as raised:
        revision.read_sources(repository / "td", name, ".md")
    (found,) = raised.value.diagnostics
    assert (found.path, found.code) == (f"--since {name}", "CB158")
    assert found.message == f"git knows no revision `{name}` here"


def test_what_git_cannot_give(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without sources at that revision, a damaged repository, no repository, no git."""
    (repository / "new").mkdir()
    assert "no `.md` file at that revision" in _refusal(repository / "new")
    for path in (repository / ".git" / "objects").glob("??/*"):
        path.unlink()
    assert _refusal(repository / "td") == "git knows no revision `v1` here"
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    (repository / ".git").rename(repository / "moved")
    assert "not a git repository" in _refusal(repository)
    monkeypatch.setenv("PATH", str(repository))
    assert _refusal(repository) == "git cannot be started: No such file or directory"


def test_a_clone_without_all_objects(repository: Path) -> None:
    """Git asks no network for what is missing."""
    name = git(repository, "rev-parse", "v1:td/lab.md")
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    assert _refusal(repository / "td") == "this clone has not all of its files"


def test_git_runs_no_program_of_the_repository(repository: Path) -> None:
    """Neither a hook, nor a pager, nor a filter."""
    witness = repository / "witness"
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.x.smudge", "diff.x.textconv"):
        git(repository, "config", key, f"touch '{witness}'; cat")
    (repository / "td" / ".gitattributes").write_text("*.md filter=x diff=x\n")
    commit_files = revision.read_sources(repository / "td", "v1", ".md")
    assert len(commit_files) == 3
    assert not witness.exists()


def test_a_replaced_commit(repository: Path) -> None:
    """A commit is what its name says, whatever the repository puts in its place."""
    git(repository, "replace", "v1", "now")
    assert git(repository, "show", "v1:td/lab.md") == "New."
    assert revision.read_sources(repository / "td", "v1", ".md")["lab.md"] != b"New.\n"


def test_more_than_is_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes are added up before anything is read."""
    monkeypatch.setattr(revision, "LARGEST", 20)
    assert "have more than" in _refusal(repository / "td")


def _refusal(folder: Path) -> str:
    with pytest.raises(UsageError) as raised:
        revision.read_sources(folder, "v1", ".md")
    (found,) = raised.value.diagnostics
    assert found.code == "CB158"
    return found.message
