"""What an author's filter adds to a page is audited too."""

import pytest
from workshop import Workshop

LESSON = """---
title: Ports
---

HTTP has a port, [which](https://example.org/) the browser knows.

WORD

::: {.internal}
Ask the janitor for the keys of the cupboard.
:::

::: correction
Port eighty: browsers try it first, says the protocol.

8080
:::

::: correction
HTTP has a port, which the browser knows, so look there.
:::
"""
FILTER = """
import panflute as pf

def change(element, doc):
    {}

def transform(doc):
    {}
    return doc.walk(change)
"""


def build(workshop: Workshop, change: str, at_once: str = "pass") -> tuple[int, str]:
    workshop.write("course/lab.md", LESSON)
    workshop.write("templates/own.css", ".internal { color: inherit }")
    workshop.write("coursebuild.toml", 'filters = ["mine"]\n')
    workshop.write("filters/mine.py", FILTER.format(change, at_once))
    done = workshop.run("--quiet")
    return done.code, done.err


@pytest.mark.parametrize(
    "text",
    ["Browsers try it first.", "So, browsers try it first!", "Of course: BROWSERS TRY IT FIRST", "8080"],
)
def test_a_filter_that_brings_a_correction_back_is_refused(workshop: Workshop, text: str) -> None:
    """A sentence of it, or a short answer, wherever the filter has it from."""
    code, err = build(workshop, f"return pf.Str({text!r}) if element == pf.Str('WORD') else None")
    assert code == 1
    assert "error[CB151]: student/lab.html contains" in err


def test_a_filter_that_puts_a_correction_into_the_title_is_refused(workshop: Workshop) -> None:
    """Or into another field of the front matter."""
    code, err = build(workshop, "pass", "doc.metadata['description'] = 'Browsers try it first'")
    assert code == 1
    assert "error[CB151]: student/lab.html contains" in err


@pytest.mark.parametrize(
    "change",
    [
        "return pf.Str('HyperText Transfer Protocol') if element == pf.Str('HTTP') else None",
        "return [] if getattr(element, 'classes', []) == ['internal'] else None",
        "return pf.Str(element.text.upper()) if isinstance(element, pf.Str) else None",
        "return pf.Str('Ask the teacher.') if element == pf.Str('WORD') else None",
    ],
)
def test_what_a_filter_does_otherwise_is_no_leak(workshop: Workshop, change: str) -> None:
    """It writes an abbreviation out, removes a part, changes letters, adds a text of its own."""
    assert build(workshop, change) == (0, "")
