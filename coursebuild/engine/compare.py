"""One source's files, compared with what the source makes."""

from collections.abc import Iterator
from pathlib import Path

from coursebuild import audit
from coursebuild.engine.formats import FORMATS
from coursebuild.engine.prepare import Prepared, leaked, prepared
from coursebuild.engine.session import Session
from coursebuild.model import (
    BuildOptions,
    Diagnostic,
    Evidence,
    Location,
    Severity,
    squeezed,
)


def compare(
    session: Session, location: Location, options: BuildOptions, folder: Path
) -> tuple[Diagnostic, ...]:
    """What is wrong with one source's files in the folder of the one edition that the options name."""
    document = prepared(session, location, options)
    found = [d for d in document.diagnostics if d.severity is Severity.ERROR]
    for page, against in document.pages:
        row = FORMATS[page.format]
        path, reader = folder / f"{location.stem}{row.suffix}", row.reader()
        try:
            content = path.read_bytes()
            audit.audit(str(path), content, reader, against)
            if squeezed(against.title) not in (squeezed(t) for t in reader.titles(content)):
                found.append(Diagnostic(str(path), 0, 0, "CB156", f"it is not what {location.name} makes"))
        except FileNotFoundError:
            found.append(Diagnostic(str(path), 0, 0, "CB154", f"{location.name} has not been built"))
        except OSError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", f"it cannot be read: {error.strerror}"))
        except audit.UnreadableError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", str(error)))
        except audit.LeakError as error:
            found += _leaked(document, path, against, error)
    return tuple(found)


def _leaked(
    document: Prepared, path: Path, against: Evidence, error: audit.LeakError
) -> Iterator[Diagnostic]:
    texts = {text for _, text in error.leaks}
    if len(texts.intersection(phrase for _, phrase in against.phrases)) * 2 > len(against.phrases):
        message = f"it holds {len(texts)} texts that students do not see, `{error.leaks[0][1]}` among them"
        yield Diagnostic(str(path), 0, 0, "CB155", message)
    elif document.source:
        yield from leaked(document.source, error)
