"""What students see from a date on, and what they do not see before; instructors see it always."""

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from selecting import LOCATION, SESSION
from workshop import PANDOC, ROOT

from coursebuild import editions, lint, pandoc
from coursebuild.audit import withheld
from coursebuild.engine import Session
from coursebuild.model import Document, Format, Location, Remembered, fragments, has_errors
from coursebuild.output.record import pack
from coursebuild.source import read_text

BEFORE, ON, AFTER = "2026-11-30", "2026-12-01", "2027-06-01"
DATED = 'show-from="2026-12-01"'
TITLE = "---\ntitle: Lab\n---\n\n"

HIDDEN_TESTS = "# BEGIN HIDDEN TESTS\nno\n# END HIDDEN TESTS\n"
# A lesson, and which of its words students see: before the day, on it, and, if there are more, after it.
CASES = {
    "a box": (f"seen\n\n::: {{.correction {DATED}}}\nanswer\n:::\n", "seen", "seen answer"),
    "a box that is no correction": (f"::: {{.note {DATED}}}\nanswer\n:::\n", "", "answer"),
    "words": (f"seen [answer]{{.solution {DATED}}} [too]{{{DATED}}}\n", "seen", "seen answer too"),
    "code in a line alone": (f"`answer`{{{DATED}}}\n", "", "answer"),
    "a blank": (f"seen [answer]{{.blank {DATED}}}\n", "seen", "seen answer"),
    "code": (f"```{{.sh .correction {DATED}}}\nanswer\n```\n", "", "answer"),
    "an image with its caption": (f"![answer](a.png){{{DATED}}}\n", "", "answer"),
    "a link": (f"seen [answer](https://example.org){{{DATED}}}\n", "seen", "seen answer"),
    "a table by its caption": (
        f"| answer |\n|---|\n| more |\n\n: caption {{{DATED}}}\n",
        "",
        "answer more caption",
    ),
    "a heading's section": (
        f"## seen\n\n## answer {{{DATED}}}\n\nmore\n\n### deeper\n\nend\n\n## last\n",
        "seen last",
        "seen answer more deeper end last",
    ),
    "a correction in a dated section, without a date": (
        f"## answer {{{DATED}}}\n\n::: correction\nmore\n:::\n",
        "",
        "answer more",
    ),
    "a correction in a dated one, with its own": (
        f'::: {{.correction {DATED}}}\nanswer [later]{{.correction show-from="2027-01-01"}}\n:::\n',
        "",
        "answer",
        "answer later",
    ),
    "a correction after a dated section": (
        f"## answer {{{DATED}}}\n\n## seen\n\n[no]{{.correction}}\n",
        "seen",
        "answer seen",
    ),
    "a dated correction in one without a date": (
        f"seen\n\n::: correction\nno [answer]{{.correction {DATED}}}\n:::\n",
        "seen",
        "seen",
    ),
    "a heading in a correction, with its own": (
        f'::: {{.correction {DATED}}}\nanswer\n\n## more {{show-from="2027-01-01"}}\n\nlater\n:::\n\nseen\n',
        "seen",
        "answer seen",
        "answer more later seen",
    ),
    "a cell": (
        f"| seen | [answer]{{{DATED}}} |\n|---|---|\n| too | [more]{{.correction}} |\n",
        "seen too",
        "seen answer too",
    ),
    "an item in a quotation": (f"> - seen [answer]{{.correction {DATED}}}\n", "seen", "seen answer"),
    "a definition and a note": (
        f"seen\n:   too [answer]{{{DATED}}}[^1]\n\n[^1]: last [more]{{{DATED}}}\n",
        "seen too last",
        "seen too answer last more",
    ),
    "the last of all days": ('seen [no]{show-from="9999-12-31"}\n', "seen", "seen"),
    "another condition": (f'seen\n\n::: {{.if format="pdf" {DATED}}}\nno\n:::\n', "seen", "seen"),
    "a comment": (f"seen\n\n::: {{.comment {DATED}}}\nno\n:::\n", "seen", "seen"),
    "in place of a correction": (
        f'[seen]{{.unless correction="true"}} [answer]{{.correction {DATED}}}\n',
        "seen",
        "seen answer",
    ),
    "the answers of a quiz": (
        f"::: {{.quiz {DATED}}}\nquestion\n\n- [x] one\n\n  reason\n\n- [ ] two\n:::\n",
        "question one two",
        "question one right answer reason two",
    ),
    "a quiz in a dated part": (
        f"::: {{.correction {DATED}}}\n\n::: quiz\nquestion\n\n- [x] one\n- [ ] two\n:::\n\n:::\n",
        "",
        "question one right answer two",
    ),
    "the gaps in code, without hidden tests": (
        f"```{{.python {DATED}}}\nseen\n# BEGIN SOLUTION: todo\nanswer\n# END SOLUTION\n{HIDDEN_TESTS}```\n",
        "seen todo",
        "seen answer",
    ),
    "room for an answer": (
        f"seen\n\n::: {{.correction lines=2 {DATED}}}\nanswer\n:::\n",
        "seen",
        "seen answer",
    ),
}
WORDS = frozenset(
    "answer caption deeper end last later more no one question reason right seen todo too two".split()
)


def _parsed(text: str, location: Location = LOCATION) -> Document:
    document = pandoc.parse(read_text(text, location))
    assert not has_errors(lint.check(document, SESSION.for_checking({})).diagnostics)
    return document


def _words(
    document: Document, day: str, edition: str = "student", session: Session = SESSION
) -> frozenset[str]:
    """The words of a lesson that an edition shows on a day."""
    setup = session.for_selecting({}, day)
    selected = editions.select(document, session.course.editions[edition], Format.HTML, setup)
    assert "show-from" not in selected.json
    assert "2026-12-01" not in selected.json
    words = " ".join(fragments(selected.json)).replace("?", " ").split()
    return WORDS.intersection(words)


@pytest.mark.parametrize(
    ("text", "before", "seen"), [(text, before, seen) for text, before, *seen in CASES.values()], ids=CASES
)
def test_what_students_see_by_the_day(text: str, before: str, seen: list[str]) -> None:
    document = _parsed(TITLE + text)
    days = {"": before, "2026-13-01": before, "9999": before, BEFORE: before, ON: seen[0], AFTER: seen[-1]}
    expected = {day: frozenset(words.split()) for day, words in days.items()}
    assert {day: _words(document, day) for day in days} == expected
    assert _words(document, BEFORE, "instructor") == _words(document, AFTER, "instructor")


LESSON = """\
seen

::: correction
answer
:::

[later]{.correction show-from="2027-01-01"} [todo]{.unless correction="true"}

::: {.note .if format="html"}
too
:::
"""


@pytest.mark.parametrize("origin", ["the front matter", "the configuration", "both"])
def test_all_corrections_of_a_lesson(origin: str) -> None:
    """By the front matter, or else by coursebuild.toml; a correction's own date stays."""
    location = Location(Path("course/net/lab.md"), "lab.md", PurePosixPath("net/lab"), ())
    field = "" if origin == "the configuration" else "show-from: 2026-12-01\n"
    in_course = {"the configuration": ON, "both": "2026-01-01"}.get(origin)
    course = SESSION.course._replace(show_from={"net/lab.md": in_course} if in_course else {})
    document = _parsed(f"---\ntitle: Lab\n{field}---\n\n{LESSON}", location)
    seen = {day: _words(document, day, session=Session(course)) for day in ("", BEFORE, ON, AFTER)}
    before = frozenset(("seen", "todo", "too"))
    assert seen == {
        "": before,
        BEFORE: before,
        ON: frozenset(("seen", "answer", "too")),
        AFTER: frozenset(("seen", "answer", "too", "later")),
    }
    assert editions.dates(document, course) == {ON, "2027-01-01"}


def test_numbers_and_names_stay_when_the_day_comes() -> None:
    """A figure of a correction is numbered apart, and the next one keeps its number."""
    figures = [f"![Figure](a.png){{#fig:{name}}}" for name in ("one", "two", "three")]
    hidden = f"\n::: {{.correction {DATED}}}\n## Same\n\n{figures[1]}\n:::\n"
    text = f"{TITLE}{figures[0]}\n\n{hidden}\n## Same\n\n{figures[2]}\n\nSee @fig:three.\n"
    document = pandoc.parse(read_text(text, LOCATION))

    def shown(day: str) -> str:
        student = SESSION.course.editions["student"]
        selected = editions.select(document, student, Format.HTML, SESSION.for_selecting({}, day))
        return selected.json.replace("\u00a0", " ")

    kept = ['["same",[],[]]', '"Figure 1:"', '"Figure 2:"', '"figure 2"']
    assert all(each in shown(day) for day in (BEFORE, ON) for each in kept)
    assert "C1" not in shown(BEFORE)
    assert all(each in shown(ON) for each in ("C1", '["same-1",[],[]]'))


def test_a_filter_alone_shows_nothing_early() -> None:
    """Under pandoc, without a day, no date has come; with one, what is in a part is shown with it."""
    text = f"::: {{{DATED}}}\nanswer [more]{{.correction}}\n:::\n"

    def run(*arguments: str) -> str:
        filter_ = ROOT / "filters" / "conditions.py"
        done = subprocess.run(
            [PANDOC, "--filter", filter_, "--to", "plain", *arguments],
            input=text.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        )
        return done.stdout.decode()

    assert run().strip() == ""
    assert run("-M", "as-of=2026-12-01").split() == ["answer", "more"]


REPLY = "The answer to this question is that the server listens on another port."


@pytest.mark.parametrize(
    ("part", "is_allowed"),
    [
        (f"::: {{.correction {DATED}}}\n{REPLY}\n:::", True),
        (f"::: {{.correction {DATED}}}\n::: note\n{REPLY}\n:::\n:::", True),
        (f"*seen [{REPLY}]{{{DATED}}}*", True),
        (f"## Part {{{DATED}}}\n\n{REPLY}", True),
        (f"::: {{.note .public}}\n{REPLY}\n:::", True),
        (f"[seen]{{{DATED}}} {REPLY}", False),
        (f"## Part {{{DATED}}}\n\nseen\n\n## Next\n\n{REPLY}", False),
        (REPLY, False),
    ],
)
def test_a_date_is_the_permission_to_show_what_was_withheld(part: str, *, is_allowed: bool) -> None:
    """From the day on, it counts as seen; elsewhere, the same text is still an error."""
    course, salt = SESSION.course, b"salt"
    former = withheld.read(_parsed(f"{TITLE}::: correction\n{REPLY}\n:::\n"), course, {}, ON)
    remembered = Remembered(salt, pack(withheld.phrases(former, salt).withheld))
    document = pandoc.parse(read_text(f"{TITLE}{part}\n", LOCATION))
    for day in (BEFORE, ON):
        texts = withheld.read(document, course, {}, day)
        phrases = withheld.phrases(texts, salt)
        found = withheld.find_revealed(document, texts, phrases, remembered)
        assert [each.code for each in found] == ([] if is_allowed else ["CB157"])
        is_withheld = is_allowed and ".public" not in part and day == BEFORE
        assert bool(phrases.withheld) is is_withheld
