"""Make the file of a page, or take it from the cache, and audit it."""

import json
import time

from coursebuild import audit, pdf
from coursebuild.engine.formats import FORMATS
from coursebuild.model import Artifact, Diagnostic, Evidence, Page
from coursebuild.runtime import store

VERSION = "9"  # of the cache entries: increase it when printing, or the format of an entry, changes


def finish(page: Page, *evidence: Evidence, fresh: bool = False) -> Artifact:
    """Make the file of a page, and audit it against each evidence. With `fresh`, ignore the cache.

    Raises: what `make` of the format and `audit.audit` raise.
    """
    row = FORMATS[page.format]
    artifact = _print_or_reuse(page, fresh=fresh) if row.is_printed else row.make(page)
    for each in evidence:
        audit.audit(str(artifact.path), artifact.content, row.reader(), each)
    return artifact


def _print_or_reuse(page: Page, *, fresh: bool) -> Artifact:
    """Print a page, unless an equal page is in the cache."""
    engine = pdf.engine_id()
    key = store.key(page.html, engine, VERSION)
    if engine and not fresh and (cached := store.read(key)) is not None:
        head, _, content = cached.partition(b"\n")
        seconds, reported = json.loads(head)
        diagnostics = (Diagnostic(page.source, 0, 0, code, message) for code, message in reported)
        return Artifact(page.path, content, tuple(diagnostics), seconds)
    started = time.perf_counter()
    artifact = FORMATS[page.format].make(page)
    artifact = artifact._replace(seconds=time.perf_counter() - started)
    if engine and artifact.is_lasting:
        summary = [artifact.seconds, [(d.code, d.message) for d in artifact.diagnostics]]
        store.write(key, json.dumps(summary).encode() + b"\n" + artifact.content)
    return artifact
