"""The lessons of a course, as a table or as JSON."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coursebuild.engine import Lesson, State
from coursebuild.model import Course, printable, shown

VERSION = 1  # of the JSON

_NONE = "-"
_ALL = "all corrections"
_HEADS = ("LESSON", "TITLE", "BUILT", "PAGES", "TIME", "EXERCISES", "CORRECTIONS", "QUESTIONS")
_LEFT = 3  # columns of words; those of numbers are set to the right
_SPACE = 2  # between columns
_WORDS = 24  # characters of a path or a title for which columns of numbers make room
_LESS_WANTED = (4, 3, 7, 6)  # columns, in the order in which they make room
_SHORTENED = ((1, 24), (0, 24), (1, 8), (2, 8), (0, 8))  # columns, and to what width, until the table fits


def as_table(lessons: Sequence[Lesson], width: int) -> str:
    """A line for each lesson, as wide as the terminal.

    Where that is narrow, columns of numbers go first; then paths lose their beginning, and titles their end.
    """
    rows = [_HEADS, *map(_row, lessons)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    kept = [*range(len(_HEADS))]
    for column in _LESS_WANTED:
        words = [min(widths[n], _WORDS) if n < 2 else widths[n] for n in kept]  # noqa: PLR2004 (path and title)
        if sum(words) + _SPACE * (len(kept) - 1) > width:
            kept.remove(column)
    rows, widths = [tuple(row[n] for n in kept) for row in rows], [widths[n] for n in kept]
    for column, least in _SHORTENED:
        excess = sum(widths) + _SPACE * (len(widths) - 1) - width
        widths[column] = max(widths[column] - max(excess, 0), min(widths[column], least))
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        _fitted(cell, width, from_left=not number).ljust(width) if number < _LEFT else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return (" " * _SPACE).join(cells).rstrip()


def _fitted(text: str, width: int, *, from_left: bool) -> str:
    if len(text) <= width:
        return text
    return f"…{text[len(text) - width + 1 :]}" if from_left else f"{text[: width - 1]}…"


def _row(lesson: Lesson) -> tuple[str, ...]:
    summary = lesson.summary
    pages = next((str(file.pages) for file in lesson.files if file.pages), _NONE)
    has_exercises = summary and summary.exercises
    return (
        printable(lesson.location.name),
        printable(summary.title) if summary else _NONE,
        _built(lesson),
        pages,
        _NONE if lesson.seconds is None else f"{lesson.seconds:.1f} s",
        f"{summary.corrected} of {summary.exercises}" if summary and has_exercises else _NONE,
        str(summary.corrections) if summary and summary.corrections else _NONE,
        str(summary.questions) if summary and summary.questions else _NONE,
    )


def _built(lesson: Lesson) -> str:
    """The editions that are up to date, or that there is one that is not."""
    states = _editions(lesson)
    if State.OUTDATED in states.values():
        return "outdated"
    current = [name for name, state in states.items() if state is State.CURRENT]
    return "all" if len(current) == len(states) else ", ".join(current) or _NONE


def _editions(lesson: Lesson) -> Mapping[str, State]:
    return {name: lesson.state(name) for name in dict.fromkeys(file.edition for file in lesson.files)}


class ListedDate(NamedTuple):
    """What students see from a day on; `text` is empty for all corrections of a lesson."""

    date: str
    path: str
    line: int
    text: str

    def state(self, day: str) -> str:
        return "shown" if self.date <= day else "to come"


def dates_of(lesson: Lesson, course: Course) -> list[ListedDate]:
    """The parts of a lesson that have dates; line 0 stands for coursebuild.toml."""
    found = [ListedDate(*each) for each in lesson.summary.dates] if lesson.summary else []
    date = course.show_from.get(lesson.location.lesson)
    is_set = any(not each.text for each in found)  # in the front matter
    return found if is_set or not date else [ListedDate(date, lesson.location.name, 0, ""), *found]


def dates_as_table(lessons: Sequence[Lesson], course: Course, day: str) -> str:
    """A line for each date, in their order, with the place of the part and its first words."""
    found = sorted(each for lesson in lessons for each in dates_of(lesson, course))
    rows = [
        (
            each.date,
            each.state(day),
            f"{printable(each.path)}{f':{each.line}' if each.line else ''}",
            each.text,
        )
        for each in found
    ]
    rows = [("DAY", "STUDENTS", "PLACE", "PART"), *rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    widths[-1] = 0
    return "\n".join(
        (" " * _SPACE).join(
            cell.ljust(width) for cell, width in zip((*row[:3], row[3] or _ALL), widths, strict=True)
        )
        for row in rows
    )


def as_json(lessons: Sequence[Lesson], course: Course, day: str) -> str:
    """All that is known of the lessons."""
    plain = [{**_plain(lesson), "dates": _plain_dates(lesson, course, day)} for lesson in lessons]
    return json.dumps({"version": VERSION, "lessons": plain}, indent=2)


def _plain_dates(lesson: Lesson, course: Course, day: str) -> list[dict[str, object]]:
    return [
        {**each._asdict(), "line": each.line or None, "text": each.text or None, "state": each.state(day)}
        for each in dates_of(lesson, course)
    ]


def _plain(lesson: Lesson) -> dict[str, object]:
    summary = lesson.summary
    return {
        "source": lesson.location.name,
        "title": summary.title if summary else None,
        "seconds": lesson.seconds,
        "exercises": summary.exercises if summary else None,
        "corrected": summary.corrected if summary else None,
        "corrections": summary.corrections if summary else None,
        "questions": summary.questions if summary else None,
        "minutes": summary.minutes if summary else None,
        "points": summary.points if summary else None,
        "editions": [{"name": name, "state": state.value} for name, state in _editions(lesson).items()],
        "files": [
            {
                "path": shown(file.path),
                "edition": file.edition,
                "format": file.format.value,
                "state": file.state.value,
                "pages": file.pages,
            }
            for file in lesson.files
        ],
        "errors": [str(diagnostic).partition("\n")[0] for diagnostic in lesson.diagnostics],
    }
