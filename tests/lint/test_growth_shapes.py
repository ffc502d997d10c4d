"""Each shape of a large or hostile source, in small, is shown or refused with its reason."""

import pytest
from growth_shapes import SHAPES
from selecting import shown_in_each_edition

SMALL = 40


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_is_shown_or_refused(name: str) -> None:
    shown, reported = shown_in_each_edition(SHAPES[name][1](SMALL))
    assert bool(shown) or any(diagnostic.message for diagnostic in reported)
    assert "forty-two" not in shown.get("student", "")
