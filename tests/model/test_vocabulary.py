"""Tables that have to agree, for a filter stands alone and cannot import ours."""

from coursebuild.lint.exercises import amounts
from coursebuild.model import vocabulary
from coursebuild.runtime import resources


def test_every_kind_of_box_is_known_to_the_filter() -> None:
    """And to `:::tip A title`, which is rewritten before pandoc reads it."""
    assert frozenset(resources.filter_module("admonitions").KINDS) == vocabulary.KINDS


def test_what_decides_is_known_to_the_filter() -> None:
    """The classes that withhold a part, and those that ask for a condition."""
    conditions = resources.filter_module("conditions")
    assert frozenset((*vocabulary.GUARDS, vocabulary.BLANK)) == conditions.WITHHELD
    assert frozenset(vocabulary.CONDITION_CLASSES) == conditions.DECIDING
    assert conditions.ANSWERED == vocabulary.ANSWERED
    assert vocabulary.LINE == conditions.LINE == resources.filter_module("quizzes").LINE


def test_amounts_are_no_conditions() -> None:
    """Attributes with a meaning of their own stand in one table."""
    conditions, costs, answers = map(resources.filter_module, ("conditions", "costs", "answers"))
    assert {*costs.SYNTAX, answers.LINES.removeprefix("answer-")} <= conditions.OWN
    assert amounts.AMOUNTS <= conditions.OWN


def test_of_several_similar_names_the_nearest_one_comes_first() -> None:
    """By case and accents alone, then by letters; one that is not similar is not there."""
    names = ["values.csv", "Résumé.md", "resume.md", "rsume.md", "other.md"]
    assert vocabulary.similar("résumé.md", names) == ["Résumé.md", "resume.md", "rsume.md"]
    assert vocabulary.nearest("RESUME.md", names) == "resume.md"
    assert vocabulary.similar("plan.pdf", names) == []
