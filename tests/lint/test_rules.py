"""The table of rules, and what `explain` and the documentation say of them."""

import re

import pytest
from workshop import Workshop

from coursebuild.cli import reports
from coursebuild.model import rules
from coursebuild.model.rules.catalogue import TABLES

HEAD = "---\ntitle: Lab\n---\n\n"
SLIP = HEAD + 'Text.\n::: {.correction .if correction="true"}\nSecret.\n:::\n'
RIGHT = HEAD + 'Text.\n\n::: {.correction .if correction="true"}\nThe hidden answer, spelt out.\n:::\n'


@pytest.mark.parametrize("code", list(rules()))
def test_every_rule_is_explained(code: str) -> None:
    """The title, the remedy, why it is so, and examples in pairs."""
    rule = rules()[code]
    text = reports.explain(code)
    assert rule.title in text
    assert rule.remedy in text
    assert rule.why
    assert rule.why in text
    assert bool(rule.wrong) == bool(rule.right)
    assert not rule.guards or not rule.can_be_ignored


def test_each_code_is_in_one_table() -> None:
    """When the tables are merged, no rule replaces another."""
    assert sum(map(len, TABLES)) == len(rules())


def test_explain(workshop: Workshop) -> None:
    """One rule, several, all, or an unknown code."""
    assert workshop.run("explain", "cb103", "CB206").out.count("## CB") == 2
    assert len(workshop.run("explain").out.splitlines()) == len(rules())
    done = workshop.run("explain", "CB999")
    assert (done.code, "Unknown diagnostic 'CB999'" in done.err) == (2, True)


def test_the_examples_of_the_rules(workshop: Workshop) -> None:
    """The wrong example is reported with the code of its rule, the right one is not."""
    examples = {code: rule for code, rule in rules().items() if rule.wrong}
    for code, rule in examples.items():
        for name, text in (("wrong", rule.wrong), ("right", rule.right)):
            head = "" if text.startswith("---") else HEAD
            workshop.write(f"course/{code}-{name}.md", f"{head}{text}")
    said = workshop.run("check").out
    reported = set(re.findall(r"^course/(\S+)\.md:\d+:\d+: \w+\[(CB\d+)\]", said, re.MULTILINE))
    assert {code for code in examples if (f"{code}-wrong", code) not in reported} == set()
    assert {code for code in examples if (f"{code}-right", code) in reported} == set()
