"""What editors say of the names of the notation: something of each, and nothing of one that is none."""

from coursebuild.editions import misspelt_fields
from coursebuild.lsp import words
from coursebuild.model import vocabulary
from coursebuild.runtime import resources

CONDITIONS = resources.filter_module("conditions")
# Attributes that other tools' code has, that HTML means, or that no author types.
UNEXPLAINED = frozenset(
    "as-of educational-level hl_lines id learning-time license linenums loading name role start".split()
)


def test_each_field_of_the_front_matter_is_explained() -> None:
    assert words.FIELDS.keys() == misspelt_fields.USED


def test_each_attribute_is_explained() -> None:
    assert words.ATTRIBUTES.keys() == CONDITIONS.OWN - UNEXPLAINED


def test_the_classes_are_those_of_the_notation() -> None:
    of_conditions = CONDITIONS.DECIDING | {CONDITIONS.NOBODY}
    code = {"numberLines"}
    assert words.CLASSES.keys() <= vocabulary.CLASSES | of_conditions | code
    assert of_conditions <= words.CLASSES.keys()
