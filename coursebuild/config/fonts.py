"""The fonts of a PDF: those of the installed packages alone, so that it looks the same everywhere."""

import importlib.util
import re
from pathlib import Path

from coursebuild.runtime import resources

# In the order in which they lend a character that the font of a text lacks. Text and code are set in
# static families, which are embedded several times as fast as variable ones; the others are embedded
# only where such a character stands.
FAMILIES = {
    "fontpkg_fira_sans": ("Fira Sans",),
    "fontpkg_ibm_plex_mono": ("IBM Plex Mono",),
    "fontpkg_source_sans_3": ("Source Sans 3",),
    "fontpkg_source_code_pro": ("Source Code Pro",),
    "fontpkg_fira_code": ("Fira Code",),
    "fontpkg_inter": ("Inter",),
    "manimgx_fonts": (
        "Noto Sans",
        "Noto Sans Symbols",
        *(
            f"Noto Sans {script}"
            for script in "Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew "
            "Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thai".split()
        ),
        "Noto Emoji",
    ),
}
STATIC = frozenset({"Fira Sans", "IBM Plex Mono"})
EMOJI = "Noto Emoji"

_CHOSEN = "fontpkg_"  # a course may install any other of these


def package(family: str) -> str:
    """The package that carries a family: `fontpkg-source-serif-4` of «Source Serif 4»."""
    for name, families in FAMILIES.items():
        if family.casefold() in map(str.casefold, families):
            return name.replace("_", "-")
    return _CHOSEN.replace("_", "-") + re.sub("[^a-z0-9]+", "-", family.lower()).strip("-")


def is_installed(family: str) -> bool:
    """Whether a PDF can be set in a family."""
    return any(_folders(package(family).replace("-", "_")))


def versions() -> dict[str, str]:
    """The packages with fonts that are installed, ours first, each with its version."""
    installed = {name.lower().replace("-", "_"): version for name, version in resources.packages()}
    chosen = (name for name in installed if name.startswith(_CHOSEN) and name.isidentifier())
    return {name: installed.get(name, "") for name in dict.fromkeys([*FAMILIES, *sorted(chosen)])}


def characters() -> frozenset[int]:
    """The code points of which any of the fonts has a glyph. Reads all of them: half a second."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (asked for once, and kept)

    found: set[int] = set()
    for path in (path for folder in folders() for path in folder.rglob("*.[ot]tf")):
        try:
            with TTFont(path, lazy=True) as font:
                found.update(font.getBestCmap() or ())
        except Exception:  # noqa: BLE001, S112 (what a broken font raises is not stated; it lends nothing)
            continue
    return frozenset(found)


def folders() -> list[Path]:
    return [folder for name in versions() for folder in _folders(name)]


def _folders(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    places = [Path(place) for place in spec.submodule_search_locations or ()] if spec else []
    return [place / "files" if (place / "files").is_dir() else place for place in places]
