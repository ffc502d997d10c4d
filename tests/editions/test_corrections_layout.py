"""Where the corrections of an edition stand: `[layout.EDITION] corrections`."""

import re
from pathlib import Path

import pytest
from workshop import Workshop

CONFIGURATION = """
[editions.ends]
correction = true
[editions.sections]
correction = true
[editions.booklet]
correction = true
[layout.ends]
corrections = "end"
[layout.sections]
corrections = "section"
[layout.booklet]
corrections = "only"
"""
LESSON = """---
title: Ports
---

## One

::: {.exercise #ex:http title="HTTP" points=2}
Which port?

::: correction
Port 80.
:::
:::

::: {.exercise #ex:ssh title="SSH"}
Which port?
:::

After.

## Two {.exercise points=1}

Three?

## Two's answer {.correction}

Four, as in @ex:http.

## Late

::: {.correction for="ex:ssh"}
Port 22.
:::
"""


IN_PLACE = """---
title: In place
---

::: {.exercise #ex:first title="First"} <!-- coursebuild: ignore CB137 -->
Type [nslookup]{.blank} here.

```python
def route():
    # BEGIN SOLUTION
    return 3
    # END SOLUTION
```
:::

:::: {.exercise #ex:warmup title="Second"}
::: quiz
Which one?

- [x] This one
- [ ] That one
:::
::::

::: {.exercise title="Third"}
Which command?
:::

```{.sh .correction}
ping example.org
```

::: {.correction for="ex:warmup"}
As in @Ex:warmup.
:::
"""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course whose editions place corrections in each of the ways."""
    workshop = Workshop(tmp_path_factory.mktemp("layout"))
    workshop.write("coursebuild.toml", CONFIGURATION)
    workshop.write("course/ports.md", LESSON)
    workshop.write("course/place.md", IN_PLACE)
    done = workshop.run("--to", "html", "--all", "--strict")
    assert done.code == 0, done.err
    return workshop


def _order(page: str, *texts: str) -> list[str]:
    """The texts in the order in which the page has them."""
    return sorted((text for text in texts if text in page), key=page.index)


def test_they_stand_with_their_exercises_otherwise(workshop: Workshop) -> None:
    page = workshop.main("ports", "instructor")
    texts = ("HTTP</", "Port 80.", "SSH</", "After.", "Three?", "Four,", "Late</h2>", "Port 22.")
    assert _order(page, *texts) == list(texts)
    assert 'class="to-correction"' not in page


def test_at_the_end_of_each_section(workshop: Workshop) -> None:
    """A correction that names its exercise goes where it stood itself."""
    page = workshop.main("ports", "sections")
    texts = ("Which port?", "After.", "Port 80.", "Three?", "Four,", "Late</h2>", "Port 22.")
    assert _order(page, *texts) == list(texts)


def test_at_the_end_of_the_lesson_with_links_both_ways(workshop: Workshop) -> None:
    page = workshop.main("ports", "ends")
    texts = (
        "Which port?",
        "After.",
        "Three?",
        "Late</h2>",
        ">Corrections</h2>",
        "Port 80.",
        "Port 22.",
        "Four,",
    )
    assert _order(page, *texts) == list(texts)
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert {"ex:http", "correction:1.1", "ex:ssh"} <= links
    assert links <= set(re.findall(r'id="([^"]+)"', page))


def test_alone_with_the_names_of_their_exercises(workshop: Workshop) -> None:
    """What they refer to keeps its number, and is no link."""
    page = workshop.main("ports", "booklet")
    texts = (
        "Exercise&nbsp;1. HTTP",
        "Port 80.",
        "Exercise&nbsp;2. SSH",
        "Port 22.",
        "Four, as in exercise&nbsp;1.",
    )
    assert _order(page, *texts) == list(texts)
    assert "Which port?" not in page
    assert "Three?" not in page


def test_what_takes_the_place_of_a_students_part_stays_there(workshop: Workshop) -> None:
    """Ticks, gaps in code, and words; a booklet has them with the names of their exercises."""
    texts = (">nslookup<", "return", "This one", "Third</", ">Corrections</h2>", "ping", "As in")
    assert _order(workshop.main("place", "ends"), *texts) == [*texts[:5], "As in", "ping"]
    booklet = workshop.main("place", "booklet")
    found = ("1. First", ">nslookup<", "return", "2. Second", "This one", "As in", "Third", "ping")
    assert _order(booklet, *found) == list(found)
    assert "Which command?" not in booklet


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('[layout.student]\ncorrections = "end"', "the edition `student` shows no corrections"),
        ('[layout.instuctor]\ncorrections = "end"', "did you mean `instructor`?"),
        ('[layout.instructor]\ncorrections = "ende"', "must be one of"),
    ],
)
def test_what_is_wrong_in_the_configuration_is_refused(tmp_path: Path, table: str, message: str) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("coursebuild.toml", table)
    workshop.write("course/a.md", "---\ntitle: A\n---\n\nText.\n")
    done = workshop.run()
    assert done.code == 2
    assert message in done.err
