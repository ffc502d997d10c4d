"""The examples of the README and of both guides, and that the guides have the same parts."""

import re
from pathlib import Path

import pytest
from selecting import shown_in_each_edition

from coursebuild.editions.misspelt_fields import USED
from coursebuild.model import Severity

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ("docs/guide.md", "docs/guide.fr.md")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _examples() -> list[tuple[str, str]]:
    return [
        (name, example)
        for name in ("README.md", *GUIDES)
        for example in re.findall(r"^````markdown\n(.*?)^````$", _text(name), re.DOTALL | re.MULTILINE)
    ]


@pytest.mark.parametrize(("name", "example"), _examples())
def test_an_example_is_a_right_lesson(name: str, example: str) -> None:
    """Whoever copies an example gets no error."""
    shown, reported = shown_in_each_edition(example)
    assert shown, (name, [d.message for d in reported if d.rule.severity is Severity.ERROR])


@pytest.mark.parametrize("name", GUIDES)
def test_what_a_guide_imports_exists(name: str) -> None:
    """In the commands that print where the built-in files are."""
    lines = re.findall(r"from coursebuild[\w.]* import [\w, ]+", _text(name))
    assert lines
    for line in lines:
        exec(line)  # noqa: S102 (as the command would)


@pytest.mark.parametrize("name", GUIDES)
def test_each_field_of_the_front_matter_is_known(name: str) -> None:
    """The table of the guide has those with which others are compared."""
    text = _text(name)
    table = text[text.index("| `title` |") :].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
    assert {field for row in rows for field in re.findall(r"[a-z-]+", row)} == USED


def _outline(name: str) -> list[str]:
    """The levels of headings, languages of code, list items and rows of tables, in the order of the text."""
    code = re.compile(r"^(`{3,})(\S*)\n.*?^\1$", re.DOTALL | re.MULTILINE)
    text = code.sub(lambda found: f"```{found[2]}", _text(name))
    return re.findall(r"^(?:#+(?= )|```\w*|[-*](?= )|\|(?= ))", text, re.MULTILINE)


def test_both_guides_have_the_same_parts() -> None:
    english, french = map(_outline, GUIDES)
    assert english == french
