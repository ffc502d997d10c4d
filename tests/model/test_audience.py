"""Audiences agree with the filter in each edition and format, for metadata of every origin."""

import json
from itertools import product
from pathlib import Path, PurePosixPath

import pytest

from coursebuild import editions, pandoc
from coursebuild.engine import Session
from coursebuild.model import PAGES, Audiences, Course, Edition, Location
from coursebuild.source import read_attributes, read_text

COURSE = Course(
    Path("/nonexistent"),
    defaults={"level": "basic", "track": "web", "group": ("a", "b")},
    editions={
        "student": Edition("student", {"correction": "false"}),
        "instructor": Edition("instructor", {"correction": "true"}),
        "tutor": Edition("tutor", {"correction": "false", "level": "hard", "hints": "yes"}),
    },
)
FRONT_MATTER = """---
title: Lab
level: hard
track: systems
version: 1.10
room: "07"
open: yes
tags: [a, b]
quoted: say "x"
---
"""
GIVEN = {"term": "1", "track": "data"}

CONDITIONS = [
    ".correction",
    ".solution",
    '.if correction="true"',
    '.if correction="True"',
    '.unless correction="yes"',
    '.correction .if correction="true"',
    '.correction .if correction="false"',
    '.if edition="tutor"',
    '.unless edition="student"',
    '.if format="html"',
    '.unless format="html"',
    '.if format="html" correction="true"',
    '.unless format="html" correction="true"',
    '.if level="hard"',
    '.if level="basic"',
    '.if track="data"',
    '.if track="systems"',
    '.if term="1"',
    '.if term="2"',
    '.if version="1.10"',
    '.if version="1.1"',
    '.if room="07"',
    '.if room="7"',
    '.if open="on"',
    '.if hints="true"',
    '.if tags="[a, b]"',
    '.if group="[a, b]"',
    '.if quoted="say \\"x\\""',
    '.if lang="en"',
    '.unless lang="en"',
    '.if lang="fr"',
    '.if lang="fr" level="hard"',
    '.if lines="4"',
    ".if",
    '.if .unless level="hard"',
    '.if nothing="x"',
    '.unless nothing="x"',
    '.note level="hard"',
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_an_audience_is_what_the_filter_shows(condition: str) -> None:
    """The filter and the rules evaluate each condition alike."""
    text = f"{FRONT_MATTER}\n::: {{{condition}}}\nzebra\n:::\n"
    location = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
    document = pandoc.parse(read_text(text, location))
    audiences = Audiences(COURSE, json.loads(document.json)["meta"], GIVEN)
    setup = Session(COURSE).for_selecting(GIVEN)
    shown = {
        (edition.name, format_)
        for edition, format_ in product(COURSE.editions.values(), PAGES)
        if "zebra" in editions.select(document, edition, format_, setup).json
    }
    assert audiences.of(*read_attributes(f"{{{condition}}}")) == shown


def test_student_editions() -> None:
    """An edition that does not show corrections is for students, whatever its name."""
    audiences = Audiences(COURSE, {}, {})
    assert {name for name, _ in audiences.students} == {"student", "tutor"}
    assert audiences.of(["correction"], []) == {("instructor", format_) for format_ in PAGES}
    assert audiences.of(["note"], [("level", "hard")]) == audiences.everyone
