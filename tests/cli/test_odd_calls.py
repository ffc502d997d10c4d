"""Whatever a configuration, a front matter or a call holds, the command says what is wrong, and ends.

The cases are generated, each by its number; `THOROUGH=1` tries 500 of each kind.
"""

import os
from collections.abc import Callable
from pathlib import Path

import odd_calls
import pytest
from workshop import Done

LESSON = "---\ntitle: Lab\n---\n\nText.\n"
NUMBER = 500 if os.environ.get("THOROUGH") else 10

Case = Callable[[Path, int], list[str]]  # writes a course, and returns the arguments of a call


def _configuration(course: Path, seed: int) -> list[str]:
    (course / "coursebuild.toml").write_text(
        odd_calls.configuration(seed), encoding="utf-8", newline="", errors="surrogatepass"
    )
    return ["build", "--to", "html"] if seed % 2 else ["check"]


def _front_matter(course: Path, seed: int) -> list[str]:
    text = odd_calls.front_matter(seed)
    (course / "course" / "lab.md").write_text(text, encoding="utf-8", newline="", errors="surrogatepass")
    return ["build", "--to", "html", "--all"]


def _call(_: Path, seed: int) -> list[str]:
    return odd_calls.call(seed)


@pytest.mark.parametrize("case", [_configuration, _front_matter, _call])
def test_odd_calls(tmp_path: Path, case: Case) -> None:
    """The exit status is 0, 1 or 2, there is no traceback, and nothing else is written."""
    calls = []
    for seed in range(NUMBER):
        course = tmp_path / str(seed) / "here"
        (course / "course").mkdir(parents=True)
        (course.parent / "outside").mkdir()
        for name in ("course/lab.md", "course/other.md", "../outside/lab.md"):
            (course / name).write_text(LESSON)
        calls.append((course, case(course, seed)))
    before = [_contents(course.parent) for course, _ in calls]
    done = odd_calls.run_all(calls)
    assert [(seed, each) for seed, each in enumerate(done) if not _is_right(each)] == []
    after = [_contents(course.parent) for course, _ in calls]
    assert [seed for seed in range(NUMBER) if not _is_kept(before[seed], after[seed])] == []


def _is_right(done: Done) -> bool:
    said = done.out + done.err
    return done.code in (0, 1, 2) and "internal error" not in said and "Traceback" not in said


def _is_kept(before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Whether every file is as it was, and a new one is in the folder of the course."""
    new = after.keys() - before.keys()
    return before.items() <= after.items() and all(name.startswith("here/") for name in new)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
