"""What an author is told of an exception."""

import logging
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from coursebuild import audit
from coursebuild.model import BuildError, Diagnostic, Location, Source, short, shown
from coursebuild.runtime.limits import ExceededError, ProcessLostError

MAX_LEAKS = 5  # that are reported of a file: one is enough to start looking

# The rule of each kind of exception, and the message where the exception has none for authors.
_KINDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (audit.UnreadableError, "CB153", ""),
    (ExceededError, "CB019", ""),
    (ProcessLostError, "CB030", ""),
    (MemoryError, "CB019", "it needs more memory than `limits.memory` allows"),
    (ImportError, "CB036", ""),
    (RecursionError, "CB010", "it is nested too deeply"),
)
_TICKED = "[x]"  # as authors write it
_log = logging.getLogger("coursebuild")


def explain_failure(location: Location, source: Source | None, error: Exception) -> tuple[Diagnostic, ...]:
    """The diagnostics of an exception; an unexpected one is reported as a bug of coursebuild (CB900)."""
    if isinstance(error, BuildError):
        return error.diagnostics
    if isinstance(error, audit.LeakError) and source:
        return tuple(locate_leaks(source, error))
    for kind, code, message in _KINDS:
        if isinstance(error, kind):
            return (Diagnostic(location.name, 0, 0, code, message or str(error)),)
    _log.debug("%s", location.name, exc_info=error)
    return (Diagnostic(location.name, 0, 0, "CB900", f"internal error: {type(error).__name__}: {error}"),)


def explain_index_failure(path: Path, error: Exception) -> tuple[Diagnostic, ...]:
    """The same where the index of a course, at `path`, cannot be made."""
    return explain_failure(Location(path, shown(path), PurePosixPath(path.stem), ()), None, error)


def locate_leaks(source: Source, error: audit.LeakError) -> Iterable[Diagnostic]:
    """A diagnostic for each leak, at the position of its words in the source."""
    for where, text in error.leaks[:MAX_LEAKS]:
        message = f"{error.path} contains `{short(text)}`, which its edition withholds, in its {where}"
        quote = _TICKED if text == audit.TICKED else _line_from(source, text)
        yield source.place(quote, "CB151", message, or_at=text)


def _line_from(source: Source, text: str) -> str:
    """What the source has from a text on to the end of its line: leaks are words, in lower case."""
    found = re.search(rf"(?<!\w){re.escape(text)}(?!\w).*", source.text, re.IGNORECASE)
    return found[0] if found else ""
