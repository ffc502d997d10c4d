"""A page made into its file, and the file read back before anybody gets it."""

from coursebuild import artifacts, audit
from coursebuild.model import Artifact, Evidence, Page


def finish(page: Page, against: Evidence) -> Artifact:
    """The file, audited. Raises what `make` and `audit` raise."""
    artifact = artifacts.make(page)
    audit.audit(str(artifact.path), artifact.content, page.format, against)
    return artifact
