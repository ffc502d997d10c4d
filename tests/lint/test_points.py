"""The points of an exercise and of its parts agree, and points are where they count."""

from selecting import shown_in_each_edition

BOX = """::: {{.exercise title="Ports" points={total}}} <!-- coursebuild: ignore CB137 -->
1. [Which port is it?]{{points=1}}
2. [Which are free?]{{points=2}}
{more}
:::
"""


def _found(text: str) -> list[str]:
    head = "---\ntitle: Lab\n---\n\n"
    return [str(each).partition("\n")[0] for each in shown_in_each_edition(head + text)[1]]


def test_a_total_that_is_not_the_sum_is_reported_at_its_exercise() -> None:
    assert _found(BOX.format(total=3, more="")) == []
    (found,) = _found("Text.\n\n" + BOX.format(total=4, more=""))
    assert found == (
        "lab.md:7:1: warning[CB239]: the exercise `Ports` has 4 points, and its parts have 3 in all"
    )


def test_what_an_edition_does_not_show_is_not_in_its_sum() -> None:
    """The message says of which edition it speaks, if not of all."""
    more = '3. [Why?]{.if correction="true" points=1}\n'
    (found,) = _found(BOX.format(total=3, more=more))
    assert found.endswith("has 3 points, and its parts have 4 in all in the instructor edition")


def test_parts_of_parts_count_once() -> None:
    """Those of a heading are the boxes and headings in its section."""
    text = f"## Test {{.exercise points=5}}\n\n{BOX.format(total=3, more='')}\n### Last {{points=2}}\n"
    assert _found(text) == []
    (found,) = _found(text.replace("{.exercise points=5}", "{.exercise points=8}"))
    assert found.startswith("lab.md:5:1: warning[CB239]: the exercise `Test` has 8 points, and its parts")


def test_points_outside_of_an_exercise_are_reported() -> None:
    (found,) = _found("[Why?]{points=2}\n")
    assert found.startswith('lab.md:5:8: warning[CB217]: `points="2"` has no effect here')
    text = BOX.format(total=3, more="\n:::: correction\nIt is [80]{points=1}.\n::::\n")
    (found,) = _found(text)
    assert found.endswith('`points="1"` has no effect here: these words are in a correction')
    (found,) = _found(BOX.format(total=3, more="3. [No]{points=many}\n"))
    assert found.endswith('`points="many"` is not a valid number of points')
