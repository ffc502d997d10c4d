"""Each shape of a large or hostile source, in small, is shown or refused with its reason."""

import pytest
from growth_shapes import SHAPES
from selecting import shown_in_each_edition

SMALL = 40
SMALLEST = 6  # of what pandoc takes exponential time for
OPEN = frozenset(
    (
        *("open spans", "open brackets", "open brackets apart", "open brackets with words"),
        *("nested brackets", "brackets in brackets"),
    )
)


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_is_shown_or_refused(name: str) -> None:
    shown, reported = shown_in_each_edition(SHAPES[name][1](SMALLEST if name in OPEN else SMALL))
    assert bool(shown) or any(diagnostic.message for diagnostic in reported)
    assert "forty-two" not in shown.get("student", "")
