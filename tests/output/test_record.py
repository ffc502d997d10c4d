"""The record of what each lesson showed and withheld: what stays in it, for how long, and what is let go."""

import os
from pathlib import Path, PurePosixPath

import pytest

from coursebuild.model import Course, Location, Phrases
from coursebuild.output.record import KEPT, Record, pack


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """A course with the lessons a, b and c, which has its cache beside it."""
    monkeypatch.setenv("COURSEBUILD_CACHE", str(tmp_path / "cache"))
    for name in "abc":
        (tmp_path / f"{name}.md").touch()
    return Course(tmp_path)


def _lesson(course: Course, name: str) -> Location:
    return Location(course.root / f"{name}.md", f"{name}.md", PurePosixPath(name), ())


def _build(course: Course, *revealed: str, **lessons: tuple[set[int], set[int]]) -> None:
    """Record what each of some lessons shows, and what it withholds."""
    record = Record(course)
    for name, (shown, withheld) in lessons.items():
        record.add(_lesson(course, name), Phrases(frozenset(shown), frozenset(withheld)))
    record.save([_path(course, name) for name in revealed])


def _path(course: Course, name: str) -> str:
    return os.path.realpath(_lesson(course, name).path)


def _withheld(course: Course, *revealed: str) -> set[int]:
    remembered = Record(course).remembered([_path(course, name) for name in revealed])
    return set(memoryview(remembered.hashes).cast("Q"))


def test_all_lessons_share_what_they_withhold(course: Course) -> None:
    """Nothing is known before the first build, and another course has its own record."""
    assert _withheld(course) == set()
    _build(course, a=({1}, {2, 3}), b=(set(), {4}))
    assert _withheld(course) == {2, 3, 4}
    assert _withheld(course._replace(root=course.root / "other")) == set()


def test_the_salt_stays(course: Course) -> None:
    first = Record(course)
    assert len(first.salt) > 8
    _build(course, a=(set(), {1}))
    assert Record(course).salt == Record(course).salt != first.salt


def test_a_text_stays_for_some_builds_of_its_lesson(course: Course) -> None:
    """Builds of other lessons do not count."""
    _build(course, a=(set(), {1, 2}))
    for _ in range(KEPT - 1):
        _build(course, a=(set(), {2}))
        _build(course, b=(set(), {3}))
        assert _withheld(course) == {1, 2, 3}
    _build(course, b=(set(), {3}))
    assert _withheld(course) == {1, 2, 3}
    _build(course, a=(set(), {2}))
    assert _withheld(course) == {2, 3}


def test_a_text_that_comes_back_stays_as_long_again(course: Course) -> None:
    _build(course, a=(set(), {1}))
    for withheld in [set[int]()] * (KEPT - 1) + [{1}] + [set[int]()] * (KEPT - 1):
        _build(course, a=(set(), withheld))
        assert _withheld(course) == {1}


def test_a_lesson_that_is_gone_is_forgotten(course: Course) -> None:
    """After as many builds of anything; until then, its texts are withheld as before."""
    _build(course, a=({5}, {1}))
    _lesson(course, "a").path.rename(course.root / "d.md")
    for _ in range(KEPT - 1):
        _build(course, b=(set(), {3}))
        assert _withheld(course) == {1, 3}
    _build(course, b=(set(), {3}))
    assert _withheld(course) == {3}


def test_what_students_see_anywhere_is_not_withheld(course: Course) -> None:
    """Whether the lesson that shows it is built before, after or at the same time."""
    _build(course, a=({1, 2}, set()))
    _build(course, b=({3}, {1, 4, 5}), c=({4}, {3}))
    assert _withheld(course) == {5}
    _build(course, a=({5}, set()))
    assert _withheld(course) == set()
    _build(course, b=(set(), {1, 5, 6}))
    assert _withheld(course) == {1, 6}


def test_a_revealed_lesson_lets_its_texts_go(course: Course) -> None:
    """For one build, or for good; what it withholds from then on is new."""
    _build(course, a=(set(), {1}), b=(set(), {2}))
    assert _withheld(course, "a") == {2}
    assert _withheld(course) == {1, 2}
    _build(course, "a", "c")
    assert _withheld(course) == {2}
    _build(course, "b", b=(set(), {3}))
    assert _withheld(course) == {3}


def test_two_builds_at_once(course: Course) -> None:
    """Each adds its own lesson; with different salts, the record of one of them stays."""
    first, second = Record(course), Record(course)
    first.add(_lesson(course, "a"), Phrases(frozenset(), frozenset({1})))
    second.add(_lesson(course, "b"), Phrases(frozenset(), frozenset({2})))
    first.save(())
    second.save(())
    assert (Record(course).salt, _withheld(course)) == (first.salt, {1})
    third, fourth = Record(course), Record(course)
    third.add(_lesson(course, "b"), Phrases(frozenset(), frozenset({2})))
    fourth.add(_lesson(course, "c"), Phrases(frozenset(), frozenset({3})))
    third.save(())
    fourth.save(())
    assert _withheld(course) == {1, 2, 3}


@pytest.mark.parametrize(
    "damage",
    [lambda _: b"", lambda content: content[:-1], lambda content: content + b"1", lambda _: b"{}\n"],
    ids=["empty", "cut", "longer", "something else"],
)
def test_a_damaged_record_is_none(course: Course, damage: object) -> None:
    """The next build makes another one."""
    _build(course, a=(set(), {1}))
    (path,) = (course.root / "cache" / "withheld").iterdir()
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert _withheld(course) == set()
    _build(course, a=(set(), {2}))
    assert _withheld(course) == {2}


def test_packed_hashes_are_sorted() -> None:
    """So that the record of the same texts is the same."""
    assert pack({2, 1}) == pack([1, 2])
