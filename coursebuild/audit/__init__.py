"""The finished files read back: nothing that an edition withholds may stand in them."""

from coursebuild.audit.audit import LeakError, audit, evidence
from coursebuild.audit.extract import UnreadableError, titles

__all__ = ["LeakError", "UnreadableError", "audit", "evidence", "titles"]
