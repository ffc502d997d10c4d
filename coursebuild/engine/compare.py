"""One source's files, compared with what the source makes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from coursebuild import audit
from coursebuild.engine import pipeline
from coursebuild.model import (
    BuildOptions,
    Diagnostic,
    Edition,
    Evidence,
    Format,
    Location,
    Severity,
    squeezed,
)


def compare(
    location: Location, options: BuildOptions, edition: Edition, folder: Path, wanted: Sequence[Format]
) -> tuple[Diagnostic, ...]:
    """What is wrong with one source's files: one is absent, unreadable, or holds what it may not."""
    sheets = pipeline.prepare(location, options._replace(editions=(edition,), formats=tuple(wanted)))
    found = [d for d in sheets.diagnostics if d.severity is Severity.ERROR]
    for page, against in sheets.pages:
        path = folder / f"{location.stem}.{page.format}"
        try:
            content = path.read_bytes()
            audit.audit(str(path), content, page.format, against)
            if squeezed(against.title) not in (squeezed(t) for t in audit.titles(content, page.format)):
                found.append(Diagnostic(str(path), 0, 0, "CB156", f"it is not what {location.name} makes"))
        except FileNotFoundError:
            found.append(Diagnostic(str(path), 0, 0, "CB154", f"{location.name} has not been built"))
        except OSError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", f"it cannot be read: {error.strerror}"))
        except audit.UnreadableError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", str(error)))
        except audit.LeakError as error:
            found += _leaked(sheets, path, against, error)
    return tuple(found)


def _leaked(
    sheets: pipeline.Sheets, path: Path, against: Evidence, error: audit.LeakError
) -> Iterator[Diagnostic]:
    texts = {text for _, text in error.leaks}
    if len(texts.intersection(phrase for _, phrase in against.phrases)) * 2 > len(against.phrases):
        message = f"it holds {len(texts)} texts that students do not see, `{error.leaks[0][1]}` among them"
        yield Diagnostic(str(path), 0, 0, "CB155", message)
    elif sheets.source:
        yield from pipeline.leaked(sheets.source, error)
