"""Shorter ways through WeasyPrint, to the same bytes.

This package alone knows the insides of WeasyPrint's layout and drawing. Each module is one optimization of
`runtime.optimizations`, and is used with the versions named there.
"""

from types import ModuleType

from coursebuild.pdf.fastpath import boxes, glyphs, lines, parsing, shaped, styles
from coursebuild.pdf.fastpath.patching import Patch, apply
from coursebuild.runtime import optimizations

PARTS = {
    "parsing": parsing,
    "lines": lines,
    "shaped": shaped,
    "glyphs": glyphs,
    "styles": styles,
    "boxes": boxes,
}

_replaced: list[Patch] = []


def install(weasyprint: ModuleType) -> None:
    """Put each fast path that is enabled before the function of WeasyPrint's that it shortens.

    One that does not find what it replaces is left out.
    """
    for name, part in PARTS.items():
        if optimizations.enabled(name):
            try:
                patches = part.patches(weasyprint)
            except Exception as error:  # noqa: BLE001 (what another version lacks may raise anything)
                optimizations.failed(name, error)
            else:
                _replaced.extend(apply(patches))


def uninstall() -> bool:
    """Put back all that was replaced; whether there was anything."""
    replaced = _replaced[::-1]
    _replaced.clear()
    apply(replaced)
    return bool(replaced)
