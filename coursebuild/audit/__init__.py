"""Audit finished files: read them back, and refuse those that contain what their edition withholds."""

from coursebuild.audit.audit import LeakError, audit, evidence, evidence_of_texts
from coursebuild.audit.copies.search import Copy
from coursebuild.audit.extract import HTML, PDF, TEXT, WORD, Reader
from coursebuild.audit.frame import Frame
from coursebuild.audit.passages import TICKED, UnreadableError
from coursebuild.audit.pdf import page_count, page_picture, page_sizes

__all__ = [
    "HTML",
    "PDF",
    "TEXT",
    "TICKED",
    "WORD",
    "Copy",
    "Frame",
    "LeakError",
    "Reader",
    "UnreadableError",
    "audit",
    "evidence",
    "evidence_of_texts",
    "page_count",
    "page_picture",
    "page_sizes",
    "withheld",
]
