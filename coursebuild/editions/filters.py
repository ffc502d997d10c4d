"""The filters of a course, by name and in the order in which they are applied."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import panflute as pf

from coursebuild.model import BuildError, Course, Diagnostic, Source, vocabulary
from coursebuild.runtime import limits, resources
from coursebuild.runtime.limits import Limit
from coursebuild.runtime.log_capture import captured

BEFORE_AUTHORS = ("numbers", "conditions")
AFTER_AUTHORS = (
    *("headings", "pagebreaks", "quizzes", "answers", "admonitions", "references"),
    *("exercises", "credits", "typography", "highlight"),
)

# Filters that few documents need; what a document has that does, in pandoc's JSON, or in its metadata.
_NUMBERS = "numbers"
_OF_NUMBERS = (_NUMBERS, "references")
_NUMBERED = r'"(?i:fig|tbl|lst|eq|ex|sec)[:-]\w|"(?i:{kinds}):\w|\["caption",|"hint".*"hint"'
_CREDITED = '["credit",'
_NUMBERING = "numbering"
_QUIZZES, _QUESTIONED = "quizzes", re.compile(r'"data-quiz-|"blank(?:-line)?"')


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
        self._seconds = course.limits.filter_seconds
        self._names = course.filters
        self._folder = course.own_folder / "filters"
        self._loaded: dict[str, ModuleType] = {}
        kinds = "|".join(map(re.escape, vocabulary.KINDS | course.boxes.keys()))
        self._numbered = re.compile(_NUMBERED.format(kinds=kinds))

    @property
    def has_authors(self) -> bool:
        """Whether the course has filters of its author's."""
        return bool(self._names)

    def needed(self, content: str, doc: pf.Doc) -> frozenset[str]:
        """The names of the built-in filters that have something to do; `content` is the document's JSON."""
        is_numbered = _NUMBERING in doc.metadata or self._numbered.search(content)
        unneeded = set() if is_numbered else set(_OF_NUMBERS)
        unneeded |= set() if _QUESTIONED.search(content) else {_QUIZZES}
        unneeded |= set() if _CREDITED in content else {"credits"}
        return frozenset((*BEFORE_AUTHORS, *AFTER_AUTHORS)) - unneeded

    def count(self, source: Source, doc: pf.Doc, content: str) -> Mapping[str, int]:
        """Count what is numbered; `content` is the document's JSON."""
        if _NUMBERS not in self.needed(content, doc):
            return {}
        numbers = resources.filter_module(_NUMBERS)
        doc = _apply(source, _NUMBERS, resources.filter_module, doc)
        return {kind: int(total) for kind, total in doc.get_metadata(numbers.DONE).items() if int(total)}

    def before_authors(self, source: Source, doc: pf.Doc, needed: AbstractSet[str]) -> pf.Doc:
        """Apply the filters that decide what is shown. Raises BuildError if one fails, as the others do."""
        return _apply_all(source, _of(BEFORE_AUTHORS, needed), resources.filter_module, doc)

    def authors(self, source: Source, doc: pf.Doc) -> pf.Doc:
        """Apply the author's filters."""
        for name in self._names:
            with limits.within(Limit("filter-seconds", self._seconds, f"the filter `{name}`")):
                doc = _apply(source, name, self._author_filter, doc)
        return doc

    def after_authors(self, source: Source, doc: pf.Doc, needed: AbstractSet[str]) -> pf.Doc:
        """Apply the filters that decide how it is shown."""
        return _apply_all(source, _of(AFTER_AUTHORS, needed), resources.filter_module, doc)

    def _author_filter(self, name: str) -> ModuleType:
        if name not in self._loaded:
            path = self._folder / f"{name}.py"
            if not path.exists():
                raise BuildError(Diagnostic("coursebuild.toml", 0, 0, "CB009", self._absent(name)))
            self._loaded[name] = resources.load(path, f"coursebuild.filters.own.{name}")
        return self._loaded[name]

    def _absent(self, name: str) -> str:
        names = {each.stem for each in self._folder.glob("*.py")}
        meant = vocabulary.nearest(name, names) or ({name.removesuffix(".py")} & names or {""}).pop()
        hint = f"; did you mean `{meant}`?" if meant else ""
        return f"`filters` names `{name}`, and there is no `filters/{name}.py`{hint}"


def load_filters() -> None:
    """Import the built-in filters now; otherwise each is imported when it is first applied."""
    for name in (*BEFORE_AUTHORS, *AFTER_AUTHORS):
        resources.filter_module(name)


def _of(names: Iterable[str], needed: AbstractSet[str]) -> list[str]:
    return [name for name in names if name in needed]


def _apply_all(
    source: Source, names: Iterable[str], load: Callable[[str], ModuleType], doc: pf.Doc
) -> pf.Doc:
    for name in names:
        doc = _apply(source, name, load, doc)
    return doc


def _apply(source: Source, name: str, load: Callable[[str], ModuleType], doc: pf.Doc) -> pf.Doc:
    try:
        return load(name).transform(doc)
    except (RecursionError, MemoryError, BuildError):
        raise
    except (Exception, SystemExit) as error:
        message = f"the filter `{name}` failed: {type(error).__name__}: {error}"
        raise BuildError(Diagnostic(source.location.name, 0, 0, "CB009", message)) from error
