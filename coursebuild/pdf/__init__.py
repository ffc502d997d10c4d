"""Make PDFs of print pages with WeasyPrint, its fonts and its optimizations."""

from coursebuild.pdf.encryption import (
    DamagedError,
    EncryptionError,
    check,
    decrypt,
    encrypt,
    is_encrypted,
    prepared,
)
from coursebuild.pdf.make import engine_id, located, make, pango_version
from coursebuild.pdf.missing_glyphs import replace_missing, report_missing

__all__ = [
    "DamagedError",
    "EncryptionError",
    "check",
    "decrypt",
    "encrypt",
    "engine_id",
    "is_encrypted",
    "located",
    "make",
    "pango_version",
    "preload",
    "prepared",
    "replace_missing",
    "report_missing",
]
