"""Several machines build the same course as one machine."""

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
def test_shards_are_balanced(weights: dict[str, float], total: int) -> None:
    """Each document is in one shard, and no shard exceeds its capacity by more than one document."""
    plan = shards.assign(weights, total)
    assert plan.keys() == weights.keys()
    loads = [sum(weights[name] for name, shard in plan.items() if shard == number) for number in range(total)]
    assert max(loads) <= shards.CAPACITY * sum(weights.values()) / total + max(weights.values())


def test_shards_are_stable() -> None:
    """A new document moves few others; so do new build times."""
    weights = {f"course/{number:03}.md": 1 + number % 7 / 5 for number in range(400)}
    before = shards.assign(weights, 8)
    after = shards.assign({**weights, "course/new.md": 2.0}, 8)
    assert sum(before[name] != after[name] for name in weights) <= 0.05 * len(weights)
    slower = {name: weight * (1.01 if weight > 2 else 1) for name, weight in weights.items()}
    assert sum(before[name] != shard for name, shard in shards.assign(slower, 8).items()) <= 0.2 * len(
        weights
    )


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """Seven lessons, two of them long."""
    for number in range(7):
        text = "Words and more words. " * (200 if number in (2, 5) else 3)
        workshop.write(f"course/{number}.md", LESSON.format(number, text))
    return workshop


def test_all_shards_together(course: Workshop) -> None:
    """All shards together are what one machine builds, byte for byte; `verify` reports a missing shard."""
    assert course.run("--all", "-q").code == 0
    complete = {name: (course.folder / "build" / name).read_bytes() for name in course.files(index=True)}
    shutil.rmtree(course.folder / "build")
    for number in (1, 2, 3):
        done = course.run(
            "--all", "--shard", f"{number}/3", COURSEBUILD_CACHE=str(course.folder / f"cache{number}")
        )
        assert done.code == 0
        assert f"shard {number}/3: " in done.err
        if number < 3:
            assert "CB154" in course.run("verify", "build").out
    assert "CB154" in course.run("verify", "build").out  # there is no index
    assert course.run("index", "build").code == 0
    assert {
        name: (course.folder / "build" / name).read_bytes() for name in course.files(index=True)
    } == complete
    assert course.run("verify", "build").code == 0


def test_gitlab_variables(course: Workshop) -> None:
    """A parallel job of GitLab builds its shard without an option; `--shard` overrides that."""
    job = {"CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"}
    assert course.run("--to", "html", **job).err.startswith("shard 2/3: ")
    assert "shard" not in course.run("--to", "html", "--shard", "1/1", **job).err
    assert "shard" not in course.run("--to", "html", CI_NODE_INDEX="1", CI_NODE_TOTAL="1").err
    assert "shard" not in course.run("--to", "html", CI_NODE_TOTAL="3").err


@pytest.mark.parametrize("wrong", ["0/3", "4/3", "1", "a/b", "1/0", "-1/3"])
def test_invalid_shard(course: Workshop, wrong: str) -> None:
    """Exit status 2, and how to write a shard."""
    done = course.run("--shard", wrong)
    assert done.code == 2
    assert "write K/N, with K from 1 to N" in done.err


def test_durations(course: Workshop) -> None:
    """Build times are written to the file, and used instead of the sizes of the sources."""
    took = course.folder / "took.json"
    assert course.run("--to", "html", "--durations", "took.json").code == 0
    first = json.loads(took.read_text())
    assert sorted(first) == [f"course/{number}.md" for number in range(7)]
    assert all(seconds > 0 for seconds in first.values())
    course.run("--to", "html", "--durations", "took.json")  # nothing is built, so the file does not change
    assert json.loads(took.read_text()) == first
    took.write_text(json.dumps({**first, "course/3.md": 1000.0}))
    alone = course.run(
        "--to", "html", "-o", "a", "--shard", _of("course/3.md", took), "--durations", "took.json"
    )
    assert alone.out.split() == ["a/student/3.html"]
    assert len(json.loads(took.read_text())) == 7  # a shard does not change the file


def _of(name: str, durations: Path) -> str:
    return f"{shards.assign(shards.read_durations(durations), 2)[name] + 1}/2"


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
def test_invalid_durations(course: Workshop, wrong: str) -> None:
    """A file with any other content is reported, and not overwritten."""
    path = course.write("took.json", wrong)
    done = course.run("--durations", "took.json")
    assert (done.code, path.read_text()) == (2, wrong)
    assert done.err.startswith("took.json: error[CB016]: ")
