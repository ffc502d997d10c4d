"""The filters by name, in the order in which they are applied."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import panflute as pf

from coursebuild.model import BuildError, Course, Diagnostic, Source
from coursebuild.runtime import resources
from coursebuild.runtime.log_capture import captured

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


class Filters:
    """The filters of a course: the built-in ones, and between them those that the author names.

    The author's are loaded when a document first needs them, and stay as they were loaded.
    """

    def __init__(self, course: Course) -> None:
        self._names = course.filters
        self._folder = course.root / "filters"
        self._loaded: dict[str, ModuleType] = {}

    def apply(self, source: Source, doc: pf.Doc) -> pf.Doc:
        """The document as the filters change it, one after another. Raises BuildError where one fails."""
        for name in BEFORE_THE_AUTHORS:
            doc = _transformed(source, name, resources.filter_module, doc)
        for name in self._names:
            doc = _transformed(source, name, self._own, doc)
        for name in AFTER_THE_AUTHORS:
            doc = _transformed(source, name, resources.filter_module, doc)
        return doc

    def _own(self, name: str) -> ModuleType:
        if name not in self._loaded:
            path = self._folder / f"{name}.py"
            self._loaded[name] = resources.load(path, f"coursebuild.filters.own.{name}")
        return self._loaded[name]


def load_filters() -> None:
    """Import the built-in filters; otherwise they are imported when they are applied."""
    for name in (*BEFORE_THE_AUTHORS, *AFTER_THE_AUTHORS):
        resources.filter_module(name)


def _transformed(source: Source, name: str, load: Callable[[str], ModuleType], doc: pf.Doc) -> pf.Doc:
    try:
        return load(name).transform(doc)
    except RecursionError:
        raise
    except (Exception, SystemExit) as error:
        message = f"the filter `{name}` failed: {type(error).__name__}: {error}"
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB009", message)) from error
