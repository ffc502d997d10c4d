"""All rules, merged from the modules of this package."""

from collections.abc import Mapping

from coursebuild.model.rules import (
    answers,
    conditions,
    exercises,
    fenced_divs,
    finished_files,
    notation,
    other_notation,
    pages,
    security,
    sources,
)
from coursebuild.model.rules.commands import accessibility, machine, publishing, starting
from coursebuild.model.rules.constructs import (
    attributes,
    citations,
    dates,
    diagrams,
    duplicates,
    included_files,
    index,
    points,
    references,
    tabs,
    word,
)
from coursebuild.model.rules.rule import Rule

_CONSTRUCTS = {
    **included_files.RULES,
    **citations.RULES,
    **diagrams.RULES,
    **references.RULES,
    **tabs.RULES,
    **word.RULES,
    **points.RULES,
    **dates.RULES,
    **index.RULES,
    **attributes.RULES,
    **duplicates.RULES,
}

TABLES: tuple[Mapping[str, Rule], ...] = (
    {**sources.RULES, **machine.RULES},
    conditions.RULES,
    answers.RULES,
    exercises.RULES,
    fenced_divs.RULES,
    notation.RULES,
    other_notation.RULES,
    finished_files.RULES,
    _CONSTRUCTS,
    pages.RULES,
    security.RULES,
    {**starting.RULES, **publishing.RULES, **accessibility.RULES},
)

# By code, in the order of the codes.
RULES: Mapping[str, Rule] = dict(sorted(rule for table in TABLES for rule in table.items()))
