"""The fonts of PDFs. They come from Python packages alone, so that a PDF looks the same everywhere."""

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path

from coursebuild.runtime import resources

# The font families of each package, in the order in which they are searched for a character that the
# font of the text lacks. Text and code use static families, which are embedded several times as fast as
# variable ones; the others are embedded only if a character needs them.
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
    "ziamath": ("STIX Two Math",),
}
STATIC = frozenset({"Fira Sans", "IBM Plex Mono", "STIX Two Math"})
EMOJI = "Noto Emoji"
# Ranges of code points that a later family has in the style of those around them.
LEFT_TO_LATER = {
    "Fira Code": ((0x2102, 0x2124), (0x1D539, 0x1D539)),  # double-struck letters
    "Inter": ((0x2295, 0x2298),),  # circled operators, which here are as large as circled digits
    "Noto Sans": ((0x2102, 0x2138),),  # double-struck, script and Fraktur letters
}

_MEDIUM = 500  # the weight below which a text is not bold
_FONT_PACKAGE = "fontpkg_"  # the prefix of packages that a course may install for more fonts


def package(family: str) -> str:
    """The package that contains a family: `fontpkg-source-serif-4` for “Source Serif 4”."""
    for name, families in FAMILIES.items():
        if family.casefold() in map(str.casefold, families):
            return name.replace("_", "-")
    return _FONT_PACKAGE.replace("_", "-") + re.sub("[^a-z0-9]+", "-", family.lower()).strip("-")


def is_installed(family: str) -> bool:
    """Whether PDFs can use a family."""
    return any(_folders(package(family).replace("-", "_")))


def file(family: str, weight: int) -> Path | None:
    """The upright font of a family that is closest to a weight of CSS; None if the family is not installed.

    Raises: OSError if a folder cannot be read.
    """
    words = family.replace(" ", "").casefold()
    named = [
        (path, path.stem.replace(" ", "").replace("_", "").casefold())
        for folder in _folders(package(family).replace("-", "_"))
        for path in sorted(_files(folder))
    ]
    upright = {name: path for path, name in named if name.startswith(words) and "italic" not in name}
    names = (*(("semibold", "bold") if weight > _MEDIUM else ()), "regular", "variable", "")
    wanted = (f"{words}{separator}{name}" for name in names for separator in ("-", "", "["))
    best = (path for start in wanted for name, path in sorted(upright.items()) if name.startswith(start))
    return next(best, None)


def versions() -> dict[str, str]:
    """The version of each installed font package, coursebuild's own first; empty for one that is missing."""
    installed = {name.lower().replace("-", "_"): version for name, version in resources.packages()}
    added = (name for name in installed if name.startswith(_FONT_PACKAGE) and name.isidentifier())
    return {name: installed.get(name, "") for name in dict.fromkeys([*FAMILIES, *sorted(added)])}


def characters() -> frozenset[int]:
    """The code points for which any font has a glyph. Reads all fonts, which takes half a second.

    Raises: OSError if a font cannot be read. One that is broken is skipped.
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (few builds call this function)

    found: set[int] = set()
    for path in (path for folder in folders() for path in _files(folder)):
        try:
            with TTFont(path, lazy=True) as font:
                found.update(font.getBestCmap() or ())
        except (OSError, MemoryError):
            raise
        except Exception:  # noqa: BLE001, S112 (fontTools does not document what a broken font raises; skip it)
            continue
    return frozenset(found)


def folders() -> list[Path]:
    """The folders that contain the fonts of all packages."""
    return [folder for name in versions() for folder in _folders(name)]


def _files(folder: Path) -> Iterator[Path]:
    """The fonts in a folder and its subfolders. Raises: OSError."""

    def fail(error: OSError) -> None:
        raise error

    for here, _, names in os.walk(folder, onerror=fail):
        paths = (Path(here, name) for name in names if name.endswith((".otf", ".ttf")))
        yield from (path for path in paths if path.exists())


def _folders(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    paths = [Path(path) for path in spec.submodule_search_locations or ()] if spec else []
    return [path / "files" if (path / "files").is_dir() else path for path in paths]
