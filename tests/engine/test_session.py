"""A session reads each file of the author once; the next session in the same process sees a change."""

import base64
import dataclasses
import pickle
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Workshop

from coursebuild import config, pdf
from coursebuild.engine import Session
from coursebuild.engine.documents.prepare import prepare
from coursebuild.model import BuildOptions, Format, Page

LESSON = "---\ntitle: Lab\nlang: en\n---\n\n:::tip\nUse `ls`.\n:::\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'
PAGE = '{{% extends "builtin/page.html.jinja" %}}{{% block header %}}<p>{}</p>{{% endblock %}}'
FILTER = """import panflute as pf
def transform(doc):
    doc.content.append(pf.Para(pf.Str('{}')))
    return doc
"""
CONFIGURATION = 'filters = ["mine"]\n[theme]\nlogo = "logo.svg"\naccent = "{}"\n'

FIRST, SECOND = "zebra", "quagga"
CHANGES: dict[str, Callable[[Workshop, str], object]] = {
    "template": lambda w, word: w.write("templates/page.html.jinja", PAGE.format(word)),
    "style sheet": lambda w, word: w.write("templates/base.css", f"/* {word} */"),
    "labels": lambda w, word: w.write("templates/labels.toml", f'[en]\ntip = "{word}"\n'),
    "palette": lambda w, word: w.write("templates/palette.toml", f'[light]\ntip = "{word}"\n'),
    "icon": lambda w, word: w.write("templates/icons/tip.svg", SVG.format(word)),
    "filter": lambda w, word: w.write("filters/mine.py", FILTER.format(word)),
    "title of the course": lambda w, word: w.write("coursebuild.toml", f'title = "{word}"\n'),
}


def _page(workshop: Workshop, session: Session) -> str:
    """The student page for the screen."""
    options = BuildOptions((session.course.editions["student"],), (Format.HTML,), {}, fetch=False, jobs=1)
    locations, _ = config.locate(session.course, (), workshop.folder / "build")
    document = prepare(session, locations[0], options)
    assert document.pages, document.diagnostics
    return document.pages[0].page.html


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course with a filter, a logo and a theme."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("filters/mine.py", FILTER.format("gnu"))
    workshop.write("logo.svg", SVG.format("gnu"))
    workshop.write("coursebuild.toml", CONFIGURATION.format("#0b5f7d"))
    return workshop


@pytest.mark.parametrize("name", CHANGES)
def test_the_next_session_sees_a_change(course: Workshop, name: str) -> None:
    """The former session still uses what it has read."""
    CHANGES[name](course, FIRST)
    first = Session.load(course.folder)
    assert FIRST in _page(course, first)
    CHANGES[name](course, SECOND)
    second = Session.load(course.folder)
    assert SECOND in _page(course, second)
    assert FIRST in _page(course, first)


def test_the_next_session_sees_another_logo_accent_and_font(course: Workshop) -> None:
    """Everything that a theme sets."""
    before = _page(course, Session.load(course.folder))
    course.write("logo.svg", SVG.format(SECOND))
    course.write("coursebuild.toml", CONFIGURATION.format("#7d0b2e") + 'font = "Inter"\n')
    after = _page(course, Session.load(course.folder))
    assert ("#7d0b2e" in after, "#7d0b2e" in before) == (True, False)
    assert ('"Inter"' in after, '"Inter"' in before) == (True, False)
    assert (_as_data(SECOND) in after, _as_data("gnu") in before) == (True, True)


def _as_data(word: str) -> str:
    return base64.b64encode(SVG.format(word).encode()).decode()


def test_a_worker_has_one_session_for_all_tasks(course: Workshop) -> None:
    """Its templates are compiled once; a task with another session replaces it."""
    first, second = (Session.load(course.folder) for _ in range(2))
    sent = [pickle.loads(pickle.dumps(session)) for session in (first, first, second)]  # noqa: S301 (ours)
    assert sent[0] is sent[1]
    assert sent[2] is not sent[1]


def test_a_session_is_frozen(course: Workshop) -> None:
    session = Session.load(course.folder)
    with pytest.raises(dataclasses.FrozenInstanceError):
        session.course = session.course  # type: ignore[misc]


def test_what_weasyprint_logs_is_reported_for_its_own_page() -> None:
    """Also if several threads print at the same time, each page gets its own messages alone."""
    html = "<html lang=en><title>T</title><style>p {{ kolor{0}: red }}</style><p><a href='#no{0}'>x</a>"
    reported: dict[int, set[str]] = {}

    def make(number: int) -> None:
        for turn in range(4):
            page = Page("lab.md", Path("lab.pdf"), Format.PDF, html.format(f"{number}{turn}"))  # type: ignore[arg-type]
            reported.setdefault(number, set()).update(d.message for d in pdf.make(page).diagnostics)

    threads = [threading.Thread(target=make, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, messages in reported.items():
        links = {word for message in messages for word in message.split() if word.startswith("#no")}
        assert links == {f"#no{number}{turn}" for turn in range(4)}
        assert sum("kolor" in message for message in messages) == 4
