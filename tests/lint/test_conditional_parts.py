"""Notes and links that are defined in a part that students do not see, wherever in it they stand."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: Lab\n---\n\n"


@pytest.mark.parametrize(
    "definition",
    [
        "[doc]: https://secret.org",
        "a. [doc]: https://secret.org",
        "- - [doc]: https://secret.org",
        "(2) > [doc]: https://secret.org",
        "term\n:   [doc]: https://secret.org",
        "[DOC]:\n  https://secret.org",
        "Word[^2].\n\n[^2]: [doc]: https://secret.org",
    ],
)
@pytest.mark.parametrize(
    "use", ["[doc]", "[it][doc]", "[Doc][]", "![doc]", "see [it [doc]]", "[doc]: it", "[doc](see it)"]
)
def test_a_link(definition: str, use: str) -> None:
    text = f"{HEAD}See {use}.\n\n::: correction\n{definition}\n:::\n"
    _, reported = shown_in_each_edition(text)
    assert [(d.line, d.code) for d in reported if d.code == "CB122"] == [(5, "CB122")]


@pytest.mark.parametrize(
    ("use", "name"),
    [("x y", "x\ny"), ("x\ny", "x y"), ("a [b]", "a [b]"), ("a [b [c]]", "A [b [c]]"), (r"a\]", r"a\]")],
)
def test_the_name_of_a_link(use: str, name: str) -> None:
    """It may go over lines, and have brackets in pairs or after backslashes."""
    text = f"{HEAD}See [{use}].\n\n::: correction\n[{name}]: https://secret.org\n:::\n"
    _, reported = shown_in_each_edition(text)
    assert [(d.line, d.code) for d in reported] == [(5, "CB122")]


@pytest.mark.parametrize(
    "definition", ["[^1]: secret", "1. [^1]: secret", "i. - [^1]: secret", "term\n:   [^1]: secret"]
)
def test_a_note(definition: str) -> None:
    text = f"{HEAD}See[^1].\n\n## Part {{.correction}}\n\n{definition}\n\n## Next\n\nText.\n"
    _, reported = shown_in_each_edition(text)
    assert [(d.line, d.code) for d in reported] == [(5, "CB122")]


@pytest.mark.parametrize(
    "use", ["[doc](https://example.org)", '[doc](a_(b) "Title")', "[doc]{.note}", "`[doc]`", "[doc][other]"]
)
def test_what_does_not_use_the_link(use: str) -> None:
    """Another address, attributes or another name follow."""
    text = f"{HEAD}See {use}.\n\n::: correction\n[doc]\n\n[doc]: https://secret.org\n:::\n\n"
    shown, reported = shown_in_each_edition(f"{text}[other]: https://example.org\n")
    assert reported == ()
    assert "secret" not in shown["student"]
