"""Shorter ways through WeasyPrint, to the same bytes.

This package alone knows the insides of WeasyPrint, and of pydyf, which writes what it draws: those of the
versions that were read. Others work as they come.
"""

from types import ModuleType

from coursebuild.pdf.fastpath import boxes, glyphs, lines, objects, parsing, shaped, styles

KNOWN = frozenset({"weasyprint 70.0", "pydyf 0.13.0"})


def take(weasyprint: ModuleType) -> None:
    """Puts each shorter way before the function of WeasyPrint's that goes the whole way."""
    for part in (parsing, lines, shaped, glyphs, styles, boxes):
        part.take(weasyprint)
    objects.take(weasyprint.pdf.pydyf)
