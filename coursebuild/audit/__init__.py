"""The finished files read back: nothing that an edition withholds may stand in them."""

from coursebuild.audit.audit import LeakError, audit, evidence
from coursebuild.audit.extract import HTML, PDF, Reader, UnreadableError
from coursebuild.audit.frame import Frame

__all__ = ["HTML", "PDF", "Frame", "LeakError", "Reader", "UnreadableError", "audit", "evidence"]
