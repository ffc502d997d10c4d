"""Lines as `*[HTML]: …` give abbreviations their meaning, in the editions that have the line."""

import re
from pathlib import Path, PurePosixPath

import pytest
from selecting import SESSION, shown_in_each_edition

from coursebuild import editions, pandoc
from coursebuild.model import Format, Location
from coursebuild.source import read_text

HEAD = "---\ntitle: T\n---\n\n"
HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())


def body(text: str, edition: str = "student") -> str:
    document = pandoc.parse(read_text(f"{HEAD}{text}\n", HERE))
    selection = editions.select(
        document, SESSION.course.editions[edition], Format.HTML, SESSION.for_selecting({})
    )
    return pandoc.write(selection).body


def meanings(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<abbr title="([^"]*)">([^<]*)</abbr>', html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The DNS.\n\n*[DNS]: Domain Name System", [("Domain Name System", "DNS")]),
        ("*[DNS]: Domain Name System\n\nDNS, (DNS)", [("Domain Name System", "DNS")] * 2),
        ("The A and B.\n*[A]: one\n*[B]: two *words*", [("one", "A"), ("two words", "B")]),
        ("# DNS\n\nThe DNS.\n\n*[DNS] : Domain", [("Domain", "DNS")]),
        ("EDNS, DNSSEC, `DNS`, [DNS](https://x.org)\n\n*[DNS]: Domain", []),
        ("C++ and **C**\n\n*[C++]: a\n*[C]: b", [("a", "C++"), ("b", "C")]),
    ],
)
def test_each_occurrence_has_the_meaning(text: str, expected: list[tuple[str, str]]) -> None:
    html = body(text)
    assert meanings(html) == expected
    assert "*[" not in html
    assert shown_in_each_edition(f"{HEAD}{text}\n")[1] == ()


@pytest.mark.parametrize("text", ["*[A] alone", r"\*[A]: b", "`*[A]: b`", "x *[A]: b", "    *[A]: b"])
def test_other_text_stays(text: str) -> None:
    assert "*[A]" in body(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ABBR.\n\n::: correction\n*[ABBR]: secret\n\nABBR\n:::",
        "The ABBR.\n\n*[ABBR]: [secret]{.correction}",
        "The ABBR. [*[ABBR]: secret]{.correction}",
        "*[ABBR]: open\n\nThe ABBR.\n\n## Part {.correction}\n\n*[ABBR]: secret",
    ],
)
def test_a_withheld_meaning_reaches_no_student(text: str) -> None:
    assert "secret" not in body(text)
    assert "*[" not in body(text)


def test_a_meaning_in_a_correction_serves_the_instructor() -> None:
    text = "The ABBR.\n\n::: correction\n*[ABBR]: secret\n:::"
    assert meanings(body(text, "instructor")) == [("secret", "ABBR")]
