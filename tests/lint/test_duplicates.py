"""What is defined twice is reported at the second place, with the line of the first."""

import pytest
from selecting import shown_in_each_edition

HEAD = "---\ntitle: Lab\n---\n\n"
FIELDS = (
    ("level: basic\nlevel: advanced\n", "4:1", "level", 3),
    ('level: basic\nlang: en\n"level": advanced\n', "5:1", "level", 3),
    ("math:\n  macros:\n    R: a\n    R: b\n", "6:5", "math.macros.R", 5),
    ("authors: [A, {name: B, name: C}]\n", "3:24", "authors[1].name", 3),
)


@pytest.mark.parametrize(("fields", "place", "name", "first"), FIELDS)
def test_a_field_that_is_there_twice_is_refused(fields: str, place: str, name: str, first: int) -> None:
    """Pandoc takes the last one, and a condition may ask for it."""
    shown, found = shown_in_each_edition(HEAD.replace("---\n\n", f"{fields}---\n\nText.\n"))
    assert [(each.code, f"{each.line}:{each.column}", each.message) for each in found] == [
        ("CB278", place, f"the field `{name}` is defined twice, first on line {first}")
    ]
    assert not any(shown.values())


def test_the_address_of_a_link_that_is_there_twice() -> None:
    """Names of links have no case; the same address twice is right, and so are comments."""
    text = (
        "[a][The  port] [//] []\n\n> [the port]: https://example.org/1\n\n[The port]: https://example.org/2\n"
    )
    (found,) = shown_in_each_edition(HEAD + text)[1]
    assert (found.code, found.line) == ("CB277", 9)
    assert found.message == "the link `[The port]` is defined twice, with two addresses, first on line 7"
    same = "[a]\n\n[a]: https://example.org/\n\n[a]: https://example.org/\n\n[//]: # (A)\n\n[//]: # (B)\n"
    assert shown_in_each_edition(HEAD + same)[1] == ()
