"""Corrections with dates: which day it is, what is built again, and what `verify` says."""

import datetime as dt
import json
import re
from pathlib import Path

import dated
import pytest
from workshop import Workshop, commit

from coursebuild.config import days
from coursebuild.model import Course, UsageError

LAB = """---
title: Lab
date: 2026-12-01
---

::: exercise
Which port?
:::

::: {.correction show-from="2026-12-01"}
The server listens on port 8080, as its configuration says in the third line.
:::

::: {.correction show-from="2026-12-08"}
It was the administrator of the network who chose another port than usual.
:::
"""
OTHER = "---\ntitle: Other\n---\n\n::: correction\nWithout a date, this stays with the instructors.\n:::\n"
MIDNIGHT = int(dt.datetime(2026, 12, 1, tzinfo=dt.UTC).timestamp())


def _names(out: str) -> list[str]:
    return [Path(line).name for line in out.split()]


def test_a_new_day(workshop: Workshop) -> None:
    """It rebuilds the lessons of its dates alone, tells nothing early, and is no revelation."""
    workshop.write("coursebuild.toml", "index = false\n")
    workshop.write("course/lab.md", LAB)
    workshop.write("course/other.md", OTHER)

    def build(day: str) -> tuple[list[str], str]:
        done = workshop.run("--to", "html", "--as-of", day, "--why")
        assert done.code == 0, done.err
        return _names(done.out), done.err

    built, _ = build("2026-11-30")
    assert built == ["lab.html", "other.html"]
    page = workshop.html()
    assert ("8080" in page, "show-from" in page, "2026-12-08" in page) == (False, False, False)
    assert build("2026-11-29")[0] == []

    late = workshop.run("verify", "--as-of", "2026-12-02")
    assert (late.code, late.out.count("CB257")) == (0, 1)
    assert "it is of a day before 2026-12-01" in late.out
    assert "as of 2026-12-02" in late.err

    built, why = build("2026-12-01")
    assert built == ["lab.html"]
    assert "lab.md: what students see from 2026-12-01 on is another" in why
    page = workshop.html()
    assert ("8080" in page, "administrator" in page, "show-from" in page) == (True, False, False)
    assert build("2026-12-07")[0] == []
    assert workshop.run("verify", "--as-of", "2026-12-01").code == 0

    early = workshop.run("verify", "--as-of", "2026-11-30")
    assert early.code == 1
    assert early.out.count("error") == 1
    assert "it is of a day after 2026-11-30, and has what students must not see before" in early.out

    workshop.write("course/lab.md", LAB.replace(' show-from="2026-12-01"', ""))
    assert "8080" in workshop.html()
    assert build("2026-12-07")[0] == ["lab.html"]
    assert "8080" not in workshop.html()
    workshop.write("course/lab.md", LAB.replace('{.correction show-from="2026-12-08"}', "note"))
    done = workshop.run("check", "--as-of", "2026-12-07")
    assert (done.code, "lab.md:15:1: error[CB157]" in done.out) == (1, True)


ANSWER = "The server listens on port 8080, as its configuration says in the third line."
PLAIN, DATED, SHOWN = "correction", '{.correction show-from="2026-12-01"}', "note"


@pytest.mark.parametrize(
    ("former", "now", "day", "is_revealed"),
    [
        (PLAIN, DATED, "2026-11-30", False),
        (PLAIN, DATED, "2026-12-01", False),  # the date is the author's permission
        (PLAIN, SHOWN, "2026-12-01", True),
        (DATED, SHOWN, "2026-11-30", True),
        (DATED, SHOWN, "2026-12-01", False),  # students see it already
    ],
)
def test_what_a_revision_withheld_on_that_day(
    workshop: Workshop, former: str, now: str, day: str, *, is_revealed: bool
) -> None:
    workshop.write("course/lab.md", f"# Lab\n\n::: {former}\n{ANSWER}\n:::\n")
    commit(workshop.folder, "former")
    workshop.write("course/lab.md", f"# Lab\n\n::: {now}\n{ANSWER}\n:::\n")
    done = workshop.run("check", "--since", "former", "--as-of", day)
    assert (done.code, "lab.md:4:1: error[CB157]" in done.out) == (int(is_revealed), is_revealed)


def test_a_date_in_each_form_and_kind_of_element(workshop: Workshop) -> None:
    """Until its day, the nets hold each correction back; from then on, none is in the way of any."""
    workshop.write("coursebuild.toml", "index = false\n")
    workshop.write("course/lab.md", dated.lesson("", 'show-from="2026-12-01"'))
    workshop.write("course/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    commit(workshop.folder, "v1")
    for day, count in (("2026-11-30", 0), ("2026-12-01", dated.COUNT)):
        done = workshop.run("--to", "html", "--as-of", day)
        assert done.code == 0, done.err
        assert len(set(re.findall(r"Sentence\dof\d", workshop.html()))) == count
    done = workshop.run("verify", "build", "--since", "v1", "--as-of", "2026-12-01")
    assert (done.code, done.out) == (0, ""), done.out


def test_a_date_of_few_words_hides_no_earlier_one(workshop: Workshop) -> None:
    """A file that has nothing since either is too old, though nothing tells of the second one."""
    short = '\n[b]{.correction show-from="2026-12-02"}\n'
    workshop.write("course/lab.md", f"# Lab\n\nSeen.\n\n::: {DATED}\n{ANSWER}\n:::\n{short}")
    assert workshop.run("--to", "html", "--as-of", "2026-11-30").code == 0
    assert "it is of a day before 2026-12-01" in workshop.run("verify", "--as-of", "2026-12-02").out
    assert workshop.run("--to", "html", "--as-of", "2026-12-01").code == 0
    assert "CB257" not in workshop.run("verify", "--as-of", "2026-12-02").out


def test_dates_of_an_untrusted_checkout(workshop: Workshop, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Its configuration shows nothing; its lessons are what is published of it."""
    workshop.write("coursebuild.toml", '[show-from]\n"lab.md" = 2026-12-01\n')
    workshop.write("course/lab.md", LAB.replace(' show-from="2026-12-08"', ""))
    cache = str(tmp_path_factory.mktemp("cache"))
    done = workshop.run("--to", "html", "--untrusted", "--as-of", "2026-12-24", COURSEBUILD_CACHE=cache)
    assert done.code == 0, done.err
    assert ("8080" in workshop.html(), "administrator" in workshop.html()) == (True, False)


def test_a_list_of_the_dates(workshop: Workshop) -> None:
    workshop.write("course/lab.md", LAB)
    workshop.write("course/other.md", OTHER)
    workshop.write("coursebuild.toml", '[show-from]\n"other.md" = 2026-12-05\n"lib.md" = "2026-12-05"\n')
    done = workshop.run("list", "--dates", "--as-of", "2026-12-05")
    assert [line.split(maxsplit=3)[:3] for line in done.out.splitlines()] == [
        ["DAY", "STUDENTS", "PLACE"],
        ["2026-12-01", "shown", "course/lab.md:10"],
        ["2026-12-05", "shown", "course/other.md"],
        ["2026-12-08", "to", "come"],
    ]
    lessons = json.loads(workshop.run("list", "--format", "json", "--as-of", "2026-12-05").out)["lessons"]
    assert [len(lesson["dates"]) for lesson in lessons] == [2, 1]
    assert lessons[1]["dates"] == [
        {"date": "2026-12-05", "path": "course/other.md", "line": None, "text": None, "state": "shown"}
    ]
    assert "coursebuild.toml:3:1: warning[CB256]" in workshop.run("check").out


PARTS = """# Parts

::: {.quiz show-from="2026-12-01"}
Which port?

- [x] 80
- [ ] 22
:::

```{.python show-from="2026-12-02"}
port = 80
# BEGIN SOLUTION
listen(port)
# END SOLUTION
```

::: {.correction show-from="2026-12-03"}
## The beginning

And the end.
:::

::: {.correction title="The title" show-from="2026-12-04"}
The text.
:::

![A picture](a.svg){.correction show-from="2026-12-05"}

| [A cell]{.correction show-from="2026-12-06"} |
|---|
| [`code`]{.correction show-from="2026-12-07"} |
"""


def test_the_list_has_the_first_words_of_each_part(workshop: Workshop) -> None:
    workshop.write("course/lab.md", PARTS)
    workshop.write("course/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    listed = json.loads(workshop.run("list", "--format", "json").out)["lessons"][0]["dates"]
    assert [(each["date"][-1], each["text"]) for each in listed] == [
        ("1", "Which port?"),
        ("2", "port = 80"),
        ("3", "The beginning"),
        ("4", "The title"),
        ("5", "A picture"),
        ("6", "A cell"),
        ("7", "code"),
    ]


ZONES = {
    ("Europe/Paris", "2026-10-24T21:59"): "2026-10-24",  # the night on which summer time ends
    ("Europe/Paris", "2026-10-24T22:00"): "2026-10-25",
    ("Europe/Paris", "2026-10-25T22:59"): "2026-10-25",
    ("Europe/Paris", "2026-10-25T23:00"): "2026-10-26",
    ("America/Sao_Paulo", "2018-11-04T02:59"): "2018-11-03",  # after which 1 o'clock is next
    ("America/Sao_Paulo", "2018-11-04T03:00"): "2018-11-04",
    ("Pacific/Apia", "2011-12-30T09:59"): "2011-12-29",  # after which there is a day that there never was
    ("Pacific/Apia", "2011-12-30T10:00"): "2011-12-31",
    ("", "2026-12-01T23:59"): "2026-12-01",
}


@pytest.mark.parametrize(("zone", "time"), ZONES)
def test_days_begin_where_clocks_are_changed(zone: str, time: str) -> None:
    course = Course(Path("/nonexistent"), timezone=zone)
    seconds = int(dt.datetime.fromisoformat(f"{time}+00:00").timestamp())
    assert days.day_at(seconds, course) == ZONES[zone, time]


def test_both_sides_of_midnight() -> None:
    """The time that is set is in UTC; today's day begins in the time zone of the course."""
    course = Course(Path("/nonexistent"))
    for_epoch = [days.day_of(course, {days.EPOCH: str(MIDNIGHT + second)}) for second in (-1, 0)]
    assert for_epoch == ["2026-11-30", "2026-12-01"]
    paris = course._replace(timezone="Europe/Paris")
    assert days.day_of(paris, {days.EPOCH: str(MIDNIGHT - 1)}) == "2026-11-30"
    # from the last place where a day begins to the first one, where it is always another: 26 hours apart
    zones = ("Etc/GMT+12", course.timezone, "Pacific/Kiritimati")
    last, here, first = (days.day_of(course._replace(timezone=zone), {}) for zone in zones)
    assert last < first
    assert last <= here <= first


@pytest.mark.parametrize("epoch", ["soon", "-1", "1e9", "9" * 30])
def test_a_time_that_is_none(epoch: str) -> None:
    with pytest.raises(UsageError) as error:
        days.day_of(Course(Path("/nonexistent")), {days.EPOCH: epoch})
    assert [each.code for each in error.value.diagnostics] == ["CB258"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("Paris", "`Europe/Paris`"), ("Europe/Pariss", "`Europe/Paris`"), ("CET", "IANA"), ("+01:00", "IANA")],
)
def test_a_time_zone_that_is_none(workshop: Workshop, name: str, hint: str) -> None:
    workshop.write("coursebuild.toml", f'timezone = "{name}"\n')
    done = workshop.run("check")
    assert (done.code, hint in done.err) == (2, True)
    assert "coursebuild.toml:1:1: error[CB011]" in done.err


def test_a_day_that_is_none(workshop: Workshop) -> None:
    workshop.write("course/lab.md", LAB)
    done = workshop.run("--as-of", "01/12/2026")
    assert (done.code, "--as-of" in done.err) == (2, True)
