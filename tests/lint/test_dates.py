"""What is almost a date is an error at its line; a date that can show nothing is a warning."""

import pytest
from selecting import shown_in_each_edition

TITLE = "---\ntitle: T\n---\n\n"
ELEMENTS = (
    "## Part {{{}}}\n\nsecret\n",
    "::: {{{}}}\nsecret\n:::\n",
    "seen [secret]{{{}}}\n",
    "```{{.sh {}}}\nsecret\n```\n",
    "`secret`{{{}}}\n",
)
NO_DATES = {
    'show-from="2026-13-01"': "CB252",
    'show-from="2026-02-29"': "CB252",
    'show-from="01/12/2026"': "CB252",
    'show-from="2026-12-1"': "CB252",
    'show-from="2026-12-01T08:00"': "CB252",
    'show-from="20261201"': "CB252",
    'show-from="2026-W49-2"': "CB252",
    'show-from="\uff12\uff10\uff12\uff16-12-01"': "CB252",
    'show-from=""': "CB252",
    "show-from=“2020-01-01”": "CB252",
    'show-from="2999-12-01" show-from="2020-01-01"': "CB252",
    'show-form="2026-12-01"': "CB253",
    'showfrom="2026-12-01"': "CB253",
    'show_from="2026-12-01"': "CB253",
    'showFrom="2026-12-01"': "CB253",
    'how-from="2026-12-01"': "CB253",
    'hsow-from="2026-12-01"': "CB253",
    'data-show-from="2026-12-01"': "CB253",
    'from="2026-12-01"': "CB253",
    "visible-from=2026-12-01": "CB253",
    ".show-from": "CB253",
    "#show-from": "CB253",
}


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_date_is_refused_at_its_line(typed: str) -> None:
    for element in ELEMENTS:
        shown, told = shown_in_each_edition(TITLE + element.format(typed))
        found = [(each.code, each.line) for each in told if each.code == NO_DATES[typed]]
        assert (shown, found) == ({}, [(NO_DATES[typed], 5)]), element


@pytest.mark.parametrize(
    ("date", "codes"),
    [
        ("2026-02-30", ["CB242"]),
        ("2026-13", ["CB242"]),
        ("0000-01-01", ["CB242"]),
        ("2024-02-29", []),
        ("2026-11", []),
        ("2026", []),
        ("2026-9-31", ["CB242"]),
        ("2026-2-3", ["CB242"]),
        ("2026/02/03", ["CB242"]),
        ("2026.2.3", ["CB242"]),
        ("2026-2", ["CB242"]),
        ("2025/26", []),
        ("2026.1", []),
        ("le 30 février", []),
    ],
)
def test_a_date_of_a_lesson_that_is_not_read_as_one_is_a_warning(date: str, codes: list[str]) -> None:
    _, told = shown_in_each_edition(f'---\ntitle: T\ndate: "{date}"\n---\n\nText.\n')
    assert [(each.code, each.line) for each in told] == [(code, 3) for code in codes]


@pytest.mark.parametrize(
    "text",
    [
        '## Part {show-from "2020-01-01"}\n\nsecret\n',
        '## Part {show from="2020-01-01"}\n\nsecret\n',
        '## Part {show-from = "2020-01-01"}\n\nsecret\n',
        '## Part (show-from="2020-01-01")\n\nsecret\n',
        "## Part [show-from=2020-01-01]\n\nsecret\n",
        '## Part show-from="2020-01-01"\n\nsecret\n',
        '[secret] {show-from="2020-01-01"}\n',
        '::: correction show-from="2020-01-01"\nsecret\n:::\n',
        'seen\n::: {show-from="2020-01-01"}\nsecret\n:::\n',
        '```{sh show-from="2020-01-01"}\nsecret\n```\n',
        '<p show-from="2020-01-01">secret</p>\n',
        '<span data-show-from="2020-01-01">secret</span>\n',
        '[secret]{.public show-from="2020-01-01"}\n',
    ],
)
def test_what_only_looks_like_a_date_is_refused(text: str) -> None:
    shown, told = shown_in_each_edition(TITLE + text)
    assert shown == {}
    assert any(each.line >= 5 for each in told)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ('::: correction\na [b]{.correction show-from="2026-12-01"}\n:::\n', "CB254", (6, 19)),
        ('[b]{.correction .if edition="instructor" show-from="2026-12-01"}\n', "CB254", (5, 42)),
        (
            '::: {.correction show-from="2026-12-08"}\na [b]{.correction show-from="2026-12-01"}\n:::\n',
            "CB254",
            (6, 19),
        ),
        ('[b]{.comment show-from="2026-12-01"}\n', "CB254", (5, 14)),
        ('## One {.exercise show-from="2026-12-01"}\n\nWhy?\n', "CB255", (5, 19)),
    ],
)
def test_a_date_that_does_not_do_what_it_seems_to(text: str, code: str, place: tuple[int, int]) -> None:
    shown, told = shown_in_each_edition(TITLE + text)
    assert shown
    assert [(each.code, (each.line, each.column)) for each in told] == [(code, place)]


def test_a_day_in_the_front_matter() -> None:
    shown, told = shown_in_each_edition("---\ntitle: T\nshow-from: 2026-12-32\n---\n\nseen\n")
    assert (shown, [(each.code, each.line) for each in told]) == ({}, [("CB252", 3)])
    shown, told = shown_in_each_edition("---\ntitle: T\nshow-from: 2026-12-01\n---\n\nseen\n")
    assert (bool(shown), told) == (True, ())


@pytest.mark.parametrize("word", ["showroom", "snowfall", "show", "slow-form"])
def test_other_names_are_no_dates(word: str) -> None:
    shown, told = shown_in_each_edition(f"{TITLE}[seen]{{{word}=1}} in the {word} from 2026 on, {{a}}.\n")
    assert (bool(shown), [each.code for each in told]) == (True, ["CB250"])
    assert "show-from" not in told[0].message
