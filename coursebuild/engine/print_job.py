"""A page made into its file, once for equal pages, and the file read back before anybody gets it."""

import json
import time

from coursebuild import audit, pdf
from coursebuild.engine.formats import FORMATS
from coursebuild.model import Artifact, Diagnostic, Evidence, Page
from coursebuild.runtime import store

VERSION = "6"  # of how a page is printed, and of what is kept beside it


def finish(page: Page, *against: Evidence, fresh: bool = False) -> Artifact:
    """The file, audited; `fresh` uses no page of the cache. Raises what `make` and `audit` raise."""
    row = FORMATS[page.format]
    artifact = _once(page, fresh=fresh) if row.is_printed else row.make(page)
    for evidence in against:
        audit.audit(str(artifact.path), artifact.content, row.reader(), evidence)
    return artifact


def _once(page: Page, *, fresh: bool) -> Artifact:
    """The printed page: the one that is cached where an equal page was printed before."""
    engine = pdf.engine()
    key = store.key(page.html, engine, VERSION)
    if engine and not fresh and (cached := store.read(key)) is not None:
        head, _, content = cached.partition(b"\n")
        seconds, reported = json.loads(head)
        diagnostics = (Diagnostic(page.source, 0, 0, code, message) for code, message in reported)
        return Artifact(page.path, content, tuple(diagnostics), seconds)
    started = time.perf_counter()
    artifact = FORMATS[page.format].make(page)
    artifact = artifact._replace(seconds=time.perf_counter() - started)
    if engine:
        about = [artifact.seconds, [(d.code, d.message) for d in artifact.diagnostics]]
        store.write(key, json.dumps(about).encode() + b"\n" + artifact.content)
    return artifact
