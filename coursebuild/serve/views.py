"""What a viewer is told of the course, as JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from coursebuild.model import PAGES, Diagnostic, excerpt, printable
from coursebuild.serve.access import STUDENTS
from coursebuild.serve.live.course import Live
from coursebuild.serve.live.lessons import Key, Lesson
from coursebuild.serve.site import Site

LANGUAGE = "en"  # of the preview's own words, where the course has none


def course_state(live: Live, site: Site, *, is_full: bool, can_open: bool) -> Mapping[str, Any]:
    """The state of the course; others than its author see what students may see."""
    course = live.session.course
    editions = list(course.editions) if is_full else [STUDENTS]
    lessons = [each for each in live.lessons.values() if is_full or each.is_for_students]
    return {
        "title": course.title,
        "lang": course_language(live),
        "editions": editions,
        "can_open": can_open,
        "has_index": site.has_index,
        "diagnostics": as_json(live.diagnostics) if is_full else [],
        "lessons": [_lesson(each, editions, is_full=is_full) for each in lessons],
    }


def course_language(live: Live) -> str:
    """The language of the course."""
    return str(live.session.course.defaults.get("lang") or LANGUAGE)


def _lesson(lesson: Lesson, editions: Iterable[str], *, is_full: bool) -> Mapping[str, Any]:
    state: dict[str, Any] = {
        "stem": lesson.stem,
        "title": lesson.title,
        "editions": {
            edition: {each.value: lesson.version(Key(edition, each)) for each in PAGES}
            for edition in editions
        },
    }
    if lesson.lang:
        state["lang"] = lesson.lang
    private = {"path": "", "diagnostics": [], "withheld": 0}
    if is_full:
        private = {
            "path": printable(lesson.location.name),
            "diagnostics": as_json(lesson.diagnostics),
            "withheld": lesson.withheld,
        }
    return state | private


def as_json(diagnostics: Iterable[Diagnostic]) -> list[Mapping[str, Any]]:
    """Diagnostics for the page."""
    return [
        {
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "code": each.code,
            "severity": each.severity.value,
            "message": printable(each.message),
            "remedy": each.remedy,
            "excerpt": excerpt(each),
        }
        for each in diagnostics
    ]


def refusal(diagnostics: Iterable[Diagnostic]) -> str:
    """The page in place of that of a lesson that is refused, without a former one; for its author."""
    from html import escape  # noqa: PLC0415 (few pages need it)

    items = "".join(f"<li><pre>{escape(str(each))}</pre></li>" for each in diagnostics)
    title = "This page cannot be built"
    head = f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{title}</title>"
    return f"{head}<h1>{title}</h1><ul>{items}</ul>"
