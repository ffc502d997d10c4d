"""An export that cannot be finished: the next one goes on from what is there."""

import errno
from itertools import count
from pathlib import Path

import pytest

from coursebuild.model import BuildError, Course
from coursebuild.publish.sources import folder as export_folder
from coursebuild.runtime import atomic

LIST = export_folder.LIST
FORMER = {"course/lab.md": "Former.", "course/kept.md": "Kept.", "old/plan.svg": "A plan.", "Old.md": "Old."}
NEW = {"course/lab.md": "New.", "course/kept.md": "Kept.", "new/plan.svg": "Another plan.", "old.md": "Old."}


def _write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def _texts(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    texts = {path.relative_to(folder).as_posix(): path.read_text() for path in found}
    return {name: text for name, text in texts.items() if not name.startswith((LIST, atomic.PREFIX))}


@pytest.mark.parametrize("is_killed", [False, True], ids=["the disk fails once", "it is killed"])
def test_an_export_that_was_interrupted_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_killed: bool
) -> None:
    """Wherever that happens; what was moved is moved back, unless nothing can be moved any more."""
    course = Course(tmp_path / "of-lessons")
    replace = Path.replace
    for stop in count():
        out, moved = tmp_path / f"out-{stop}", count()
        export_folder.deliver(_write(out / ".coursebuild.1" / "files", FORMER), out, course)
        staging = _write(out / ".coursebuild.2" / "files", NEW)

        def fail(path: Path, target: Path) -> Path:
            at = next(moved)  # noqa: B023 (it is called before the next round)
            if at == stop or (is_killed and at > stop):  # noqa: B023
                raise OSError(errno.ENOSPC, "No space left on device")
            return replace(path, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", fail)
            try:
                export_folder.deliver(staging, out, course)
                break
            except BuildError as error:
                message = error.diagnostics[0].message
        assert message == "it cannot be written: No space left on device"
        if not is_killed:
            assert _texts(out) == FORMER
        export_folder.deliver(_write(out / ".coursebuild.3" / "files", NEW), out, course)
        assert _texts(out) == NEW
        assert not (out / "old").exists()
    assert stop == 2 + len(FORMER) + len(NEW)  # the list is written before and after the files
