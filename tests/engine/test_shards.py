"""A course built by several machines is the course that one builds."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workshop import Workshop

from coursebuild.engine import shards

WEIGHTS = st.dictionaries(
    st.text("abc/é", min_size=1, max_size=6), st.floats(0.01, 60), min_size=1, max_size=60
)
LESSON = "---\ntitle: Lesson {}\n---\n\n{}\n\n::: correction\nAnswer.\n:::\n"


@given(WEIGHTS, st.integers(1, 9))
def test_shares_are_balanced(weights: dict[str, float], total: int) -> None:
    """Each document is in one share, and no share holds more than is fair by more than one document."""
    plan = shards.shares(weights, total)
    assert plan.keys() == weights.keys()
    loads = [sum(weights[name] for name, share in plan.items() if share == number) for number in range(total)]
    assert max(loads) <= shards.FULL * sum(weights.values()) / total + max(weights.values())


def test_shares_are_stable() -> None:
    """One document more moves few of the others; so do durations that were measured anew."""
    weights = {f"course/{number:03}.md": 1 + number % 7 / 5 for number in range(400)}
    before = shards.shares(weights, 8)
    after = shards.shares({**weights, "course/new.md": 2.0}, 8)
    assert sum(before[name] != after[name] for name in weights) <= 0.05 * len(weights)
    slower = {name: weight * (1.01 if weight > 2 else 1) for name, weight in weights.items()}
    assert sum(before[name] != share for name, share in shards.shares(slower, 8).items()) <= 0.2 * len(
        weights
    )


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """Seven lessons, two of them long."""
    for number in range(7):
        text = "Words and more words. " * (200 if number in (2, 5) else 3)
        workshop.write(f"course/{number}.md", LESSON.format(number, text))
    return workshop


def test_the_shares_put_together(course: Workshop) -> None:
    """They are what one machine builds, byte for byte, and `verify` knows when one is missing."""
    assert course.run("--all", "-q").code == 0
    whole = {name: (course.folder / "build" / name).read_bytes() for name in course.files()}
    shutil.rmtree(course.folder / "build")
    for number in (1, 2, 3):
        done = course.run(
            "--all", "--shard", f"{number}/3", COURSEBUILD_CACHE=str(course.folder / f"cache{number}")
        )
        assert done.code == 0
        assert f"share {number}/3: " in done.err
        if number < 3:
            assert "CB154" in course.run("verify", "build").out
    assert {name: (course.folder / "build" / name).read_bytes() for name in course.files()} == whole
    assert course.run("verify", "build").code == 0


def test_what_gitlab_sets(course: Workshop) -> None:
    """The share of a parallel job is built without being asked for; an option goes before it."""
    job = {"CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"}
    assert course.run("--to", "html", **job).err.startswith("share 2/3: ")
    assert "share" not in course.run("--to", "html", "--shard", "1/1", **job).err
    assert "share" not in course.run("--to", "html", CI_NODE_INDEX="1", CI_NODE_TOTAL="1").err
    assert "share" not in course.run("--to", "html", CI_NODE_TOTAL="3").err


@pytest.mark.parametrize("wrong", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3"])
def test_no_share(course: Workshop, wrong: str) -> None:
    """A call that names no share is wrong."""
    done = course.run("--shard", wrong)
    assert done.code == 2
    assert "write K/N, with K from 1 to N" in done.err


def test_durations(course: Workshop) -> None:
    """What documents took is written, and goes before the length of their text."""
    took = course.folder / "took.json"
    assert course.run("--to", "html", "--durations", "took.json").code == 0
    first = json.loads(took.read_text())
    assert sorted(first) == [f"course/{number}.md" for number in range(7)]
    assert all(seconds > 0 for seconds in first.values())
    course.run("--to", "html", "--durations", "took.json")  # nothing is built: nothing is known anew
    assert json.loads(took.read_text()) == first
    took.write_text(json.dumps({**first, "course/3.md": 1000.0}))
    alone = course.run(
        "--to", "html", "-o", "a", "--shard", _of("course/3.md", took), "--durations", "took.json"
    )
    assert alone.out.split() == ["a/student/3.html"]
    assert len(json.loads(took.read_text())) == 7  # a share does not change what the others plan by


def _of(name: str, durations: Path) -> str:
    return f"{shards.shares(shards.read(durations), 2)[name] + 1}/2"


@pytest.mark.parametrize(
    "wrong",
    [
        "[1]",
        "{",
        '{"a": "b"}',
        '{"a": null}',
        '{"a": Infinity}',
        '{"a": -1}',
        f'{{"a": 1{"0" * 400}}}',
        "[" * 99999,
    ],
)
def test_durations_that_are_none(course: Workshop, wrong: str) -> None:
    """A file that holds something else is told, and stays."""
    path = course.write("took.json", wrong)
    done = course.run("--durations", "took.json")
    assert (done.code, path.read_text()) == (2, wrong)
    assert done.err.startswith("took.json: error[CB016]: ")
