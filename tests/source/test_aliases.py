"""Aliases of YAML that stand for too many values are refused before pandoc copies them."""

import pytest

from coursebuild.source.aliases import MAX_VALUES, find_excess

NESTED = "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcd", "bcde", strict=True)
)
REFUSED = {
    "lists in brackets": f"---\na: &a [x, x, x, x, x, x, x, x, x]\n{NESTED}---\n",
    "in a later block": f"---\ntitle: Lab\n---\n\nText.\n\n---\na: &a [x, x, x, x, x, x, x]\n{NESTED}---\n",
    "indented lists": "---\na0: &a0\n  - x\n"
    + "".join(f"a{n + 1}: &a{n + 1}\n  - *a{n}\n  - *a{n}\n" for n in range(14))
    + "---\n",
    "lists that are not indented": "---\na0: &a0\n- x\n"
    + "".join(f"a{n + 1}: &a{n + 1}\n- *a{n}\n- *a{n}\n" for n in range(14))
    + "---\n",
    "merged maps": "---\na0: &a0 {x: y}\n"
    + "".join(f"a{n + 1}: &a{n + 1} {{k: *a{n}, l: *a{n}, <<: *a{n}}}\n" for n in range(9))
    + "---\n",
}
ALLOWED = {
    "no alias": "---\nkeywords:\n" + "- word\n" * (2 * MAX_VALUES) + "---\n",
    "a few": "---\nauthors: &all [Ada, Grace]\nreviewers: *all\n---\n",
    "prose": "---\ntitle: *R&D* and *more*\n---\n\nR &D *D* text.\n\n---\n\n" + "- *D\n" * 100,
    "an alias of nothing": "---\na: *b\n---\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_too_many_values(text: str) -> None:
    line, column = find_excess(text) or (0, 0)
    assert text.split("\n")[line - 1].startswith("*", column - 1)


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_ordinary_metadata(text: str) -> None:
    assert find_excess(text) is None
