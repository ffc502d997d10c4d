"""What each edition shows of a text, without printing a page."""

import os
from pathlib import Path, PurePosixPath

from hypothesis import HealthCheck, settings

from coursebuild import editions, lint, pandoc
from coursebuild.engine import Session
from coursebuild.model import (
    BoxKind,
    BuildError,
    Course,
    Diagnostic,
    Format,
    Location,
    Selection,
    fragments,
    has_errors,
)
from coursebuild.source import read_text

# A course with a kind of box of its author's, `method`.
SESSION = Session(Course(Path("/nonexistent"), boxes={"method": BoxKind({"": "Method"}, "note")}))
LOCATION = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), (), frozenset(SESSION.course.boxes))

unhurried = settings(
    deadline=None,
    derandomize="THOROUGH" not in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def shown_in_each_edition(
    text: str, location: Location = LOCATION
) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
    """What each edition shows of a source; or, if the source has errors, the diagnostics."""
    try:
        source = read_text(text, location)
        document = pandoc.parse(source)
        checked = lint.check(document, SESSION.for_checking({})).diagnostics
        told = (*source.inclusion.problems, *map(source.typed, checked))
        if has_errors(told):
            return {}, told
        setup = SESSION.for_selecting({})
        return {
            name: _shown(editions.select(document, edition, Format.HTML, setup))
            for name, edition in SESSION.course.editions.items()
        }, told
    except BuildError as error:
        return {}, error.diagnostics


def _shown(selection: Selection) -> str:
    return " ".join(filter(str.strip, (*fragments(selection.json), *selection.facts.texts)))
