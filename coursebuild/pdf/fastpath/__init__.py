"""Faster replacements for functions of WeasyPrint, with the same output to the byte.

Only this package relies on the internals of WeasyPrint's layout and drawing. Each module is one optimization
of `runtime.optimizations`, and is used only with the versions that are named there.
"""

from types import ModuleType

from coursebuild.pdf.fastpath import boxes, glyphs, lines, parsing, paths, shaped, styles
from coursebuild.pdf.fastpath.patching import Patch, apply
from coursebuild.runtime import optimizations

PARTS = {
    "parsing": parsing,
    "lines": lines,
    "shaped": shaped,
    "glyphs": glyphs,
    "styles": styles,
    "boxes": boxes,
    "paths": paths,
}

_replaced: list[Patch] = []


def install(weasyprint: ModuleType) -> None:
    """Replace functions of WeasyPrint by the fast paths that are enabled.

    A fast path is not installed if what it would replace does not exist.
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
    """Restore all that was replaced. Return whether there was anything to restore."""
    replaced = _replaced[::-1]
    _replaced.clear()
    apply(replaced)
    return bool(replaced)
