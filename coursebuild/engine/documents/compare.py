"""Compare the files of one source with what a build would write."""

from collections.abc import Iterator
from pathlib import Path

from coursebuild import audit
from coursebuild.engine.documents.failures import locate_leaks
from coursebuild.engine.documents.prepare import Prepared, prepare
from coursebuild.engine.formats import FORMATS
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
    """What is wrong with the files of a source. `folder` is that of the one edition in `options`."""
    document = prepare(session, location, options)
    found = [d for d in document.diagnostics if d.severity is Severity.ERROR] + [*document.doubts]
    for page, evidence in document.pages:
        row = FORMATS[page.format]
        path, reader = folder / f"{location.stem}{row.suffix}", row.reader()
        try:
            content = path.read_bytes()
            audit.audit(str(path), content, reader, evidence)
            if squeezed(evidence.title) not in (squeezed(t) for t in reader.titles(content)):
                found.append(Diagnostic(str(path), 0, 0, "CB156", f"it does not match {location.name}"))
        except FileNotFoundError:
            found.append(Diagnostic(str(path), 0, 0, "CB154", f"{location.name} has not been built"))
        except OSError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", f"it cannot be read: {error.strerror}"))
        except audit.UnreadableError as error:
            found.append(Diagnostic(str(path), 0, 0, "CB153", str(error)))
        except audit.LeakError as error:
            found += _diagnose_leak(document, path, evidence, error)
    return tuple(found)


def _diagnose_leak(
    document: Prepared, path: Path, evidence: Evidence, error: audit.LeakError
) -> Iterator[Diagnostic]:
    """One diagnostic if most of what the edition withholds is in the file, or else one for each leak."""
    texts = {text for _, text in error.leaks}
    if len(texts.intersection(phrase for _, phrase in evidence.phrases)) * 2 > len(evidence.phrases):
        message = f"it contains {len(texts)} texts that students must not see, such as `{error.leaks[0][1]}`"
        yield Diagnostic(str(path), 0, 0, "CB155", message)
    elif document.source:
        yield from locate_leaks(document.source, error)
