"""Each of the four nets by itself reports a correction that a slip shows to students.

The lessons have exercises with corrections, and a slip in the last one that makes pandoc and the filters show
it. A net is tested with the other three switched off: none of them is called. What each cannot see:

* grammar: a correction whose notation is gone as a whole, so that nothing looks like it;
* structure: a correction outside of exercises or below another heading, one of several that an exercise has,
  and a part for an edition by its name;
* history: a correction of fewer than 40 letters, one that no build withheld yet, and one in a `.public` part;
* audit: what the selection that is compared with counts as shown. Here this is the selection of the lesson
  without the slip, as when `verify` reads files that were built before a source was mended.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

import pytest
from lessons import single_edits
from selecting import LOCATION, SESSION
from shapes import SHAPES

from coursebuild import audit, editions, lint, pages, pandoc
from coursebuild.audit import withheld
from coursebuild.engine.formats import FORMATS
from coursebuild.lint.check import _names
from coursebuild.lint.exercises.structure import parts_of, structure_slips
from coursebuild.model import (
    Body,
    BuildError,
    Document,
    Format,
    Limits,
    Remembered,
    Selection,
    Severity,
    squeezed,
)
from coursebuild.output.record import pack
from coursebuild.source import read_text

SALT = b"salt"
STEP = 61  # one slip of so many is tried
ANSWER = "Whoever asks a question waits for its reply, and then asks again."
FIRST_EXERCISE = """---
title: Lab
---

::: exercise
What listens?
:::

::: correction
A server does: it waits at its port until somebody asks.
:::
"""
HEAD = f"{FIRST_EXERCISE}\n::: exercise\nWho speaks first?\n:::\n\n"


class Lesson(NamedTuple):
    """A lesson without a slip, and with one."""

    right: str
    slipped: str


def _parse(text: str) -> Document:
    return pandoc.parse(read_text(text, LOCATION))


def _select(text: str) -> Selection:
    student = SESSION.course.editions["student"]
    return editions.select(_parse(text), student, Format.HTML, SESSION.for_selecting({}))


def _body(text: str) -> Body:
    return pages.sanitize(pandoc.write(_select(text)), Limits(), fetch=False)


def _shows(text: str, answer: str = ANSWER) -> bool:
    """Whether students get the answer, if nothing is checked; not if pandoc cannot read the lesson."""
    try:
        return squeezed(answer) in squeezed(_body(text).body)
    except BuildError:
        return False


def _slips() -> Iterator[Lesson]:
    """Yield each single edit of each shape with a sentence in it; drawn tables have no room for one."""
    for shape in SHAPES:
        lines = shape("secret1x", "Text")
        if any("---" in line.text and "|" not in line.text for line in lines):
            continue
        for at, line in enumerate(lines):
            for edited in single_edits(line.text) if line.notation else ():
                texts = [each.text for each in lines]
                right = _lesson(texts)
                texts[at] = edited
                yield Lesson(right, _lesson(texts))


def _lesson(lines: list[str]) -> str:
    shape = "\n".join(lines).replace("secret1x", ANSWER)
    has_exercise = "xercise" in shape or "challenge" in shape
    return f"{FIRST_EXERCISE if has_exercise else HEAD}{shape}\n\nThat is all.\n"


@cache
def _leaking() -> tuple[Lesson, ...]:
    """The slips that show the answer to students."""
    return tuple(lesson for lesson in islice(_slips(), 0, None, STEP) if _shows(lesson.slipped))


def _grammar(_: str, text: str) -> bool:
    found = lint.check(_parse(text), SESSION.for_checking({})).diagnostics
    return any(d.severity is Severity.ERROR and d.line for d in found)


def _structure(_: str, text: str) -> bool:
    document = _parse(text)
    content = json.loads(document.json)
    names = _names(content["meta"], SESSION.for_checking({}))
    slips = structure_slips(parts_of(content, names), document.source.reading, names)
    return any(slip.code == "CB137" and slip.place for slip in slips)


def _history(former: str, text: str) -> bool:
    texts = withheld.read(_parse(former), SESSION.course, {})
    remembered = Remembered(SALT, pack(withheld.phrases(texts, SALT).withheld))
    document = _parse(text)
    texts = withheld.read(document, SESSION.course, {})
    found = withheld.find_revealed(document, texts, withheld.phrases(texts, SALT), remembered)
    return any(d.code == "CB157" and d.line for d in found)


def _audit(former: str, text: str) -> bool:
    row = FORMATS[Format.HTML]
    page = pages.render(_body(text), Format.HTML, row.medium, row.suffix, SESSION.look)
    try:
        audit.audit("lab", page.html.encode(), row.reader(), audit.evidence(_body(former), SESSION.frame))
    except audit.LeakError:
        return True
    return False


# Whether a net reports a lesson, after a former version of it.
NETS: dict[str, Callable[[str, str], bool]] = {
    "grammar": _grammar,
    "structure": _structure,
    "history": _history,
    "audit": _audit,
}


def test_the_slips_that_leak_are_many() -> None:
    assert len(_leaking()) > 90


# What is in a lesson that a net cannot judge.
UNSEEN = {
    "structure": (
        *("edition=", "## Part Text", "### Answer", "][ref1x]", "b) next [", "    Text ["),
        *(
            "::: {.quiz}",
            "[as @fig-",
            "[See @fig:",
        ),  # no part of an exercise; a second correction, which stays
    ),
    "history": ("public",),
}


def _judged(net: str) -> list[Lesson]:
    unseen = UNSEEN.get(net, ())
    return [
        lesson
        for lesson in _leaking()
        if not any(text in lesson.right for text in unseen)
        and not (net == "structure" and lesson.right.count(ANSWER) > 1)  # one is left where the other is lost
    ]


@pytest.mark.parametrize("net", NETS)
def test_a_net_by_itself(net: str) -> None:
    """It reports each lesson that shows the answer."""
    assert [lesson.slipped for lesson in _judged(net) if not NETS[net](*lesson)] == []


@pytest.mark.parametrize("net", NETS)
def test_a_lesson_without_a_slip(net: str) -> None:
    """No net reports it: what is reported above is the slip."""
    right = dict.fromkeys(lesson.right for lesson in _judged(net))
    assert [text for text in right if NETS[net](text, text)] == []
    assert len(right) > 35


CORRECTED = f"{HEAD}::: correction\n{ANSWER}\n:::\n"
SHORT = "Clients do, always."
LIMITS = {
    "notation that is gone": (CORRECTED, f"{HEAD}{ANSWER}\n", {"structure", "history", "audit"}),
    "outside of exercises": (
        f"{FIRST_EXERCISE}\n# More\n\n::: correction\n{ANSWER}\n:::\n",
        f"{FIRST_EXERCISE}\n# More\n\n:: correction\n{ANSWER}\n::\n",
        {"grammar", "history", "audit"},
    ),
    "one correction of two": (
        f"{CORRECTED}\n::: correction\nClients do.\n:::\n",
        f"{HEAD}:: correction\n{ANSWER}\n::\n\n::: correction\nClients do.\n:::\n",
        {"grammar", "history", "audit"},
    ),
    "a short text": (
        CORRECTED.replace(ANSWER, SHORT),
        f"{HEAD}:: correction\n{SHORT}\n::\n",
        {"grammar", "structure", "audit"},
    ),
    "a public part": (
        f"{HEAD}:::: public\n::: correction\n{ANSWER}\n:::\n::::\n",
        f"{HEAD}:::: public\n:: correction\n{ANSWER}\n::\n::::\n",
        {"grammar", "structure", "audit"},
    ),
}


@pytest.mark.parametrize(("right", "slipped", "nets"), LIMITS.values(), ids=LIMITS)
def test_what_one_net_cannot_see(right: str, slipped: str, nets: set[str]) -> None:
    """The other three report it."""
    assert _shows(slipped) or _shows(slipped, SHORT)
    assert {name for name, reports in NETS.items() if reports(right, slipped)} == nets


def test_an_audit_against_what_the_slip_shows() -> None:
    """It finds nothing: to it, what is selected for students is for students."""
    assert not _audit(f"{HEAD}:: correction\n{ANSWER}\n::\n", f"{HEAD}:: correction\n{ANSWER}\n::\n")
