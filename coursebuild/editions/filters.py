"""The filters by name, in the order in which they are applied."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import panflute as pf

from coursebuild.model import BuildError, Course, Diagnostic, Source
from coursebuild.runtime import resources
from coursebuild.runtime.log_capture import captured
from coursebuild.runtime.resources import folder

BEFORE_THE_AUTHORS = ("conditions",)
AFTER_THE_AUTHORS = (
    *("headings", "pagebreaks", "answers", "admonitions", "exercises", "typography", "highlight"),
)


@contextmanager
def heard(source: Source, noticed: list[Diagnostic]) -> Iterator[None]:
    """Adds what the filters log, as diagnostics at the place that each quotes."""
    with captured("coursebuild.filters") as records:
        try:
            yield
        finally:
            noticed += [_diagnostic(source, vars(record), record.getMessage()) for record in records]


def _diagnostic(source: Source, told: dict[str, Any], message: str) -> Diagnostic:
    quote, code, or_at = told.get("quote", ""), told.get("code", "CB207"), told.get("or_at", "")
    return source.place(quote, code, message, or_at=or_at)


def in_order(course: Course) -> tuple[tuple[str, Path], ...]:
    own = course.root / "filters"
    return (
        *((name, folder("filters") / f"{name}.py") for name in BEFORE_THE_AUTHORS),
        *((name, own / f"{name}.py") for name in course.filters),
        *((name, folder("filters") / f"{name}.py") for name in AFTER_THE_AUTHORS),
    )


def load_filters() -> None:
    """Import the built-in filters; otherwise they are imported when they are applied."""
    for name in (*BEFORE_THE_AUTHORS, *AFTER_THE_AUTHORS):
        resources.filter_module(name)


def apply(source: Source, name: str, path: Path, doc: pf.Doc) -> pf.Doc:
    try:
        return resources.module(path).transform(doc)
    except RecursionError:
        raise
    except (Exception, SystemExit) as error:
        message = f"the filter `{name}` failed: {type(error).__name__}: {error}"
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB009", message)) from error
