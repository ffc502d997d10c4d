"""The sources at a revision are read from git, and what git cannot give is an error with its reason."""

from pathlib import Path

import pytest
from workshop import commit, git

from coursebuild.model import UsageError
from coursebuild.source import revision

LINKS = {
    "a.md": "b.md",
    "b.md": "course/../here/lab.md",
    "here": ".",
    "out.md": "../other.md",
    "absolute.md": "/etc/passwd",
    "circle.md": "circle.md",
    "dangling.md": "no.md",
    "around": "here/around/..",
}


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
    for link, to in LINKS.items():
        (tmp_path / "td" / link).symlink_to(to)
    commit(tmp_path, "v1")
    (tmp_path / "td" / "lab.md").write_text("New.\n")
    commit(tmp_path, "now")
    return tmp_path


def test_sources_at_a_revision(repository: Path) -> None:
    """Those of the course's folder, byte for byte; without hidden files, and links that lead out of it."""
    lab = b"Latin: \xe9\n\nblob 3\n"
    assert revision.read_sources(repository / "td", "v1", ".md") == {
        "course/été 1.md": b"One.\r\n",
        "course/empty.md": b"",
        "lab.md": lab,
        "a.md": lab,
        "b.md": lab,
    }
    assert revision.read_sources(repository / "td", "HEAD", ".md")["lab.md"] == b"New.\n"


def test_a_file_behind_links(repository: Path) -> None:
    """One that a lesson includes is found behind links to folders; never one of the disk."""
    since = revision.since(repository / "td", "v1")
    for name in ("a.md", "here/here/b.md", "here/course/../lab.md"):
        assert since.read_file(repository / "td" / name)[1] == b"Latin: \xe9\n\nblob 3\n"
    for name in ("out.md", "absolute.md", "circle.md", "dangling.md", "around/lab.md", "here"):
        with pytest.raises(FileNotFoundError):
            since.read_file(repository / "td" / name)


def test_a_snapshot_has_links_to_its_own_folders_alone(repository: Path, tmp_path: Path) -> None:
    folder = tmp_path / "snapshot"
    files, links = revision.since(repository / "td", "v1").snapshot(folder)
    assert links == {"here": "."}
    assert (folder / "here").readlink() == folder
    assert {path.name for path in folder.rglob("*") if path.is_symlink()} == {"here"}
    assert files.keys() >= {"a.md", "lab.md"}
    assert not files.keys() & {"out.md", "absolute.md", "circle.md", "dangling.md"}


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


def test_a_clone_that_fetches_files_when_they_are_needed(repository: Path, tmp_path: Path) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(repository, "clone", "--quiet", "--filter=blob:none", f"file://{repository}", f"{tmp_path}/clone")
    assert _refusal(tmp_path / "clone" / "td") == "this clone has not all of its files"


def test_git_runs_no_program_of_the_repository(repository: Path) -> None:
    """Neither a hook, nor a pager, nor a filter."""
    witness = repository / "witness"
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "filter.x.smudge", "diff.x.textconv"):
        git(repository, "config", key, f"touch '{witness}'; cat")
    (repository / "td" / ".gitattributes").write_text("*.md filter=x diff=x\n")
    commit_files = revision.read_sources(repository / "td", "v1", ".md")
    assert len(commit_files) == 5
    assert not witness.exists()


def test_a_replaced_commit(repository: Path) -> None:
    """A commit is what its name says, whatever the repository puts in its place."""
    git(repository, "replace", "v1", "now")
    assert git(repository, "show", "v1:td/lab.md") == "New."
    assert revision.read_sources(repository / "td", "v1", ".md")["lab.md"] != b"New.\n"


def test_more_than_is_read(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes are added up before anything is read."""
    monkeypatch.setattr("coursebuild.source.revision.revision.LARGEST", 20)
    assert "have more than" in _refusal(repository / "td")


def _refusal(folder: Path) -> str:
    with pytest.raises(UsageError) as raised:
        revision.read_sources(folder, "v1", ".md")
    (found,) = raised.value.diagnostics
    assert found.code == "CB158"
    return found.message
