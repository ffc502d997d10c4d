"""The filters of a course, by name and in the order in which they are applied."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import panflute as pf

from coursebuild.model import BuildError, Course, Diagnostic, Source
from coursebuild.runtime import resources
from coursebuild.runtime.log_capture import captured

BEFORE_AUTHORS = ("conditions",)
AFTER_AUTHORS = (
    *("headings", "pagebreaks", "answers", "admonitions", "exercises", "typography", "highlight"),
)


@contextmanager
def log_as_diagnostics(source: Source, diagnostics: list[Diagnostic]) -> Iterator[None]:
    """Append a diagnostic for each record that the filters log while the block runs.

    A record's `extra` may hold `code`, and `quote` or `or_at`: words of the source that give the position.
    """
    with captured("coursebuild.filters") as records:
        try:
            yield
        finally:
            diagnostics += [_diagnostic(source, vars(record), record.getMessage()) for record in records]


def _diagnostic(source: Source, fields: dict[str, Any], message: str) -> Diagnostic:
    quote, code, or_at = fields.get("quote", ""), fields.get("code", "CB207"), fields.get("or_at", "")
    return source.place(quote, code, message, or_at=or_at)


class Filters:
    """The filters of a course: the built-in ones, and between them the author's own.

    An author's filter is loaded when a document first needs it, and is then used for all documents.
    """

    def __init__(self, course: Course) -> None:
        self._names = course.filters
        self._folder = course.root / "filters"
        self._loaded: dict[str, ModuleType] = {}

    def apply(self, source: Source, doc: pf.Doc) -> pf.Doc:
        """Apply all filters to a document, one after another. Raises BuildError if one fails."""
        for name in BEFORE_AUTHORS:
            doc = _apply(source, name, resources.filter_module, doc)
        for name in self._names:
            doc = _apply(source, name, self._author_filter, doc)
        for name in AFTER_AUTHORS:
            doc = _apply(source, name, resources.filter_module, doc)
        return doc

    def _author_filter(self, name: str) -> ModuleType:
        if name not in self._loaded:
            path = self._folder / f"{name}.py"
            self._loaded[name] = resources.load(path, f"coursebuild.filters.own.{name}")
        return self._loaded[name]


def load_filters() -> None:
    """Import the built-in filters now; otherwise each is imported when it is first applied."""
    for name in (*BEFORE_AUTHORS, *AFTER_AUTHORS):
        resources.filter_module(name)


def _apply(source: Source, name: str, load: Callable[[str], ModuleType], doc: pf.Doc) -> pf.Doc:
    try:
        return load(name).transform(doc)
    except RecursionError:
        raise
    except (Exception, SystemExit) as error:
        message = f"the filter `{name}` failed: {type(error).__name__}: {error}"
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB009", message)) from error
