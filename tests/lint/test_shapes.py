"""What pandoc takes for one class or for an identifier, and has the shape of an attribute, is refused."""

import pytest
from selecting import shown_in_each_edition

FRONT = "---\ntitle: T\nlevel: basic\n---\n\n"
FENCE, BRACES, HTML = "::: {}\nsecret\n:::\n", "seen [secret]{{.{}}}\n", "<div id='{}'>\nsecret\n</div>\n"
HEADING, UNDERLINED = "## Part {{#{}}}\n\nsecret\n", "Part {{#{}}}\n====\n\nsecret\n"


@pytest.mark.parametrize(
    ("element", "typed", "code"),
    [
        (FENCE, 'show-from="2099-01-01"', "CB253"),
        (FENCE, "show-from=2099-01-01", "CB253"),
        (FENCE, "show-from:2099-01-01", "CB253"),
        (FENCE, "show-from\uff1a2099-01-01", "CB105"),
        (FENCE, "show-from\u00ab2099-01-01\u00bb", "CB253"),
        (FENCE, "from=2099-01-01", "CB253"),
        (FENCE, "2099-01-01", "CB279"),
        (FENCE, "for=ex:a", "CB279"),
        (FENCE, "points:3", "CB279"),
        (FENCE, "pionts=3", "CB279"),
        (FENCE, "include=part.md", "CB279"),
        (FENCE, "format=pdf", "CB279"),
        (FENCE, "level=advanced", "CB279"),
        (FENCE, "anything=else", "CB279"),
        (FENCE, "if:level", "CB279"),
        (FENCE, "edition=instructor", "CB141"),
        (FENCE, "note points=3", "CB106"),
        (FENCE, 'note if level="advanced"', "CB106"),
        (FENCE, "note show-from 2099-01-01", "CB106"),
        (FENCE, "details for:ex:a", "CB106"),
        (BRACES, "show-from-2099-01-01", "CB253"),
        (BRACES, "visible-from.2099-01-01", "CB253"),
        (BRACES, "unless-level-basic", "CB279"),
        (BRACES, "format-pdf", "CB279"),
        (HTML, "format=pdf", "CB279"),
        (HEADING, "show-from-2099-01-01", "CB253"),
        (HEADING, "edition:instructor", "CB279"),
        (UNDERLINED, "show-from.2099-01-01", "CB253"),
        ("seen [secret]{{{}=1}}\n", "show-from-2099-01-01", "CB253"),
        ("seen [secret]{{{}=1}}\n", "edition-instructor", "CB279"),
        ("seen [secret]{{{}}}\n", 'alt="show-from=2099-01-01"', "CB253"),
        ("```{}\nsecret\n```\n", "level=basic", "CB279"),
        ("<p class='{}'>secret</p>\n", "show-from-2099-01-01", "CB118"),
        ("<details class='{}'>secret</details>\n", "format-pdf", "CB118"),
        ('!!! note "{}"\n    secret\n', "show-from=2099-01-01", "CB253"),
        ("```{{note}} {}\nsecret\n```\n", "points=3", "CB111"),
    ],
)
def test_the_shape_of_an_attribute(element: str, typed: str, code: str) -> None:
    shown, told = shown_in_each_edition(FRONT + element.format(typed))
    assert (shown, [(each.code, each.line) for each in told]) == ({}, [(code, 6)])


def test_it_says_what_was_probably_meant() -> None:
    _, told = shown_in_each_edition(FRONT + FENCE.format("pionts:3"))
    assert [each.message for each in told] == [
        '`pionts:3` is one class for pandoc; did you mean `{points="3"}`?'
    ]


def test_names_that_only_look_alike() -> None:
    """Identifiers of references, titles with formulas, options of languages, and what headings are about."""
    shown, told = shown_in_each_edition(
        FRONT
        + "## Show from 2026-12-01\n\n## Available from {#level:basic}\n\n"
        + "[a]{.slide-2 .order-1} [b]{.md:grid .show-on-hover} [c]{#for:loop}\n\n"
        + "::: example f(x) = 3, y=2\nd\n:::\n\n::: note Format : PDF\ne\n:::\n\n"
        + "::: note From 2026-12-01 on\nf\n:::\n\n```python=10\ng\n```\n"
    )
    assert told == ()
    assert shown["student"] == shown["instructor"]


@pytest.mark.parametrize(
    ("typed", "code"), [('audience="teacher"', "CB114"), ("visible=false", "CB118"), ("quiz=true", "CB113")]
)
def test_an_attribute_that_would_hide_elsewhere(typed: str, code: str) -> None:
    shown, told = shown_in_each_edition(FRONT + f"seen [secret]{{{typed}}}\n")
    assert (shown, [each.code for each in told]) == ({}, [code])
