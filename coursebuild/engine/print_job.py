"""A page made into its file, once for equal pages, and the file read back before anybody gets it."""

import json
import time

from coursebuild import audit, pdf
from coursebuild.model import Artifact, Diagnostic, Evidence, Format, Page
from coursebuild.runtime import store

VERSION = "6"  # of how a page is printed, and of what is kept beside it


def finish(page: Page, *against: Evidence) -> Artifact:
    """The file, audited. Raises what `make` and `audit` raise."""
    artifact = _once(page) if page.format is Format.PDF else pdf.make(page)
    for evidence in against:
        audit.audit(str(artifact.path), artifact.content, page.format, evidence)
    return artifact


def _once(page: Page) -> Artifact:
    """The printed page: the one that is kept where an equal page was printed before."""
    engine = pdf.engine()
    key = store.key(page.html, engine, VERSION)
    if engine and (kept := store.read(key)) is not None:
        head, _, content = kept.partition(b"\n")
        seconds, told = json.loads(head)
        diagnostics = (Diagnostic(page.source, 0, 0, code, message) for code, message in told)
        return Artifact(page.path, content, tuple(diagnostics), seconds)
    started = time.perf_counter()
    artifact = pdf.make(page)
    artifact = artifact._replace(seconds=time.perf_counter() - started)
    if engine:
        told_as = json.dumps([artifact.seconds, [(d.code, d.message) for d in artifact.diagnostics]])
        store.write(key, told_as.encode() + b"\n" + artifact.content)
    return artifact
