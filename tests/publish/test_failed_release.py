"""A release that cannot be finished: the former one stays in its folder as it was."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import workshop as shop
from workshop import Workshop

from coursebuild import engine, publish
from coursebuild.model import STUDENT, BuildError, BuildOptions, Format
from coursebuild.publish.released import folder as released_folder

LARGEST = 70_000  # bytes: more than a page, less than two


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_disk_that_is_full_while_files_are_packed_costs_nothing(workshop: Workshop) -> None:
    for name in ("one", "two"):
        workshop.write(f"course/{name}.md", f"---\ntitle: {name}\nlang: en\n---\n\nText.\n")
    workshop.write(".gitignore", "/.cache/\n/build/\n/dist*/\n")
    workshop.write("coursebuild.toml", "index = false\n")
    shop.commit(workshop.folder, "v1")
    assert workshop.run("release", "--to", "html").code == 0
    before = _files(workshop.folder / "dist")
    failed = subprocess.run(
        [sys.executable, "-m", "coursebuild", "release", "--to", "html", "--force", "--version", "v2"],
        cwd=workshop.folder,
        env={**os.environ, "COURSEBUILD_CACHE": str(workshop.folder / ".cache")},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("dist: error[CB007]: it cannot be written: File too large\n")
    assert _files(workshop.folder / "dist") == before


def test_a_release_that_cannot_be_moved_to_its_folder_is_taken_back(tmp_path: Path) -> None:
    """A folder that somebody has made there in the meantime stops it half way."""
    dist = tmp_path / "dist"
    former = {"course-1.zip": b"1", "manifest.json": b"of 1", "SHA256SUMS": b"sums of 1"}
    for folder, names in ((dist, former), (dist / "new", ("course-2.zip", "manifest.json", "SHA256SUMS"))):
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes(former.get(name, b"2"))
    (dist / "course-2.zip").mkdir()
    with pytest.raises(BuildError, match="cannot be written"):
        released_folder.deliver(dist / "new", dist, former)
    assert {path.name: path.read_bytes() for path in dist.iterdir() if path.is_file()} == former
    (dist / "course-2.zip").rmdir()
    written = released_folder.deliver(dist / "new", dist, former)
    assert [path.name for path in written] == ["course-2.zip", "manifest.json", "SHA256SUMS"]
    assert sorted(path.name for path in dist.iterdir() if path.is_file()) == sorted(
        path.name for path in written
    )


def test_a_folder_that_gets_another_release_meanwhile_stays_as_it_is(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two releases at once never mix, also with `--force`."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nA text.\n")
    monkeypatch.chdir(workshop.folder)
    monkeypatch.setenv("COURSEBUILD_CACHE", str(workshop.folder / ".cache"))
    build = BuildOptions((STUDENT,), (Format.HTML,), {}, fetch=False, jobs=1)
    options = publish.ReleaseOptions(build, Path("dist"), version="2", allow_dirty=True, force=True)
    session = engine.Session.load(workshop.folder)
    events = publish.release(session, options)
    next(event for event in events if isinstance(event, engine.Finished))
    assert workshop.run("release", "--to", "html", "--version", "1", "--allow-dirty").code == 0
    with pytest.raises(BuildError, match="was written into it while this one was made"):
        list(events)
    found = publish.find_release(Path("dist"))
    assert found
    assert found.listed.version == "1"
    listed = {file.name for file in found.listed.files}
    assert {path.name for path in Path("dist").iterdir()} == {"SHA256SUMS", "manifest.json", *listed}
