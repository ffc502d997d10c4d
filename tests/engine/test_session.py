"""A session reads each file of the author once; the next session in the same process sees a change."""

import base64
import dataclasses
import pickle
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Workshop, commit

from coursebuild import config, pdf
from coursebuild.engine import Session
from coursebuild.engine.documents.prepare import prepare
from coursebuild.model import BuildOptions, Format, Page, UsageError

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


# What a renewed session keeps after each change, of all that it has made.
ALL = {"templates", "labels", "look", "filters", "frame", "parts", "styled_classes"}
KEPT = {
    "template": {"filters"},
    "style sheet": {"filters"},
    "labels": {"filters"},
    "palette": {"filters"},
    "icon": {"filters"},
    "filter": {"templates", "labels", "look", "frame", "styled_classes"},
    "title of the course": set(),
}
WHERE = {
    "template": "templates/page.html.jinja",
    "style sheet": "templates/base.css",
    "labels": "templates",
    "palette": "templates/palette.toml",
    "icon": "templates/icons/tip.svg",
    "filter": "filters/mine.py",
    "title of the course": "coursebuild.toml",
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_renewed_session_sees_a_change_and_keeps_the_rest(course: Workshop, name: str) -> None:
    """In this process, and in a worker that had the former one."""
    CHANGES[name](course, FIRST)
    first = Session.load(course.folder)
    assert FIRST in _page(course, first)
    there = pickle.loads(pickle.dumps(first))  # noqa: S301 (ours)
    assert FIRST in _page(course, there)
    CHANGES[name](course, SECOND)
    second = first.renewed([course.folder / WHERE[name]])
    made = [each for each in ALL if each in vars(first)]
    assert {each for each in made if vars(second).get(each) is vars(first)[each]} == KEPT[name] & set(made)
    assert SECOND in _page(course, second)
    assert SECOND in _page(course, pickle.loads(pickle.dumps(second)))  # noqa: S301 (ours)


def test_a_session_stays_if_it_has_read_nothing_of_what_changed(course: Workshop) -> None:
    """Lessons and images are read anew for each document; a configuration may be written and say the same."""
    session = Session.load(course.folder)
    assert "gnu" in _page(course, session)
    assert session.renewed([course.folder / "course" / "lab.md", course.folder / "course"]) is session
    course.write("coursebuild.toml", "# Ours\n" + CONFIGURATION.format("#0b5f7d"))
    same = session.renewed([course.folder / "coursebuild.toml"])
    assert (same.look, same.filters) == (session.look, session.filters)
    assert session.renewed([course.folder / "logo.svg"]).look is not session.look
    assert session.renewed([course.folder]).filters is not session.filters


def test_a_broken_configuration_leaves_the_former_session(course: Workshop) -> None:
    session = Session.load(course.folder)
    course.write("coursebuild.toml", "title = \n")
    with pytest.raises(UsageError, match="CB011"):
        session.renewed([course.folder / "coursebuild.toml"])
    assert "gnu" in _page(course, session)


def test_of_a_strangers_checkout_a_renewed_session_reads_no_more_than_before(course: Workshop) -> None:
    """Without trust, the title; at a revision, nothing that changes."""
    course.write("course/lab.md", LESSON)
    commit(course.folder, "known")
    with Session.open(course.folder, untrusted=True) as session:
        course.write("coursebuild.toml", f'title = "{FIRST}"\nfilters = ["mine"]\n')
        renewed = session.renewed([course.folder / "coursebuild.toml", course.folder / "filters"])
        assert (renewed.course.title, renewed.course.filters) == (FIRST, ())
    with Session.open(course.folder, trusted="known") as session:
        assert session.renewed([course.folder]) is session


def test_a_filter_is_compiled_each_time_and_nothing_is_written_beside_it(course: Workshop) -> None:
    """Two texts of one length, written within one second."""
    session = Session.load(course.folder)
    assert "gnu" in _page(course, session)
    course.write("filters/mine.py", FILTER.format("elk"))
    assert "elk" in _page(course, session.renewed([course.folder / "filters" / "mine.py"]))
    assert [path.name for path in (course.folder / "filters").iterdir()] == ["mine.py"]


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
