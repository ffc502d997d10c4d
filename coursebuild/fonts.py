"""The fonts of a PDF: those of the installed packages alone, so that it looks the same everywhere."""

import atexit
import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from coursebuild import store

# Text and code are set in static families, which are embedded several times as fast as variable
# ones; the last two lend the characters that the former lack.
FAMILIES = {
    "fontpkg_fira_sans": "Fira Sans",
    "fontpkg_ibm_plex_mono": "IBM Plex Mono",
    "fontpkg_source_sans_3": "Source Sans 3",
    "fontpkg_source_code_pro": "Source Code Pro",
}

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
{fallbacks}
</fontconfig>
"""
_FALLBACK = (
    '<match target="pattern"><edit name="family" mode="append"><string>{family}</string></edit></match>'
)


def configuration() -> Path:
    """A fontconfig file that names the packages' folders: in the cache, or where no one else writes."""
    try:
        return _written(store.folder())
    except OSError:
        scratch = Path(tempfile.mkdtemp(prefix="coursebuild-"))
        atexit.register(shutil.rmtree, scratch, ignore_errors=True)
        return _written(scratch)


def _written(cache: Path) -> Path:
    cache.mkdir(parents=True, exist_ok=True)
    folders = "\n".join(
        f"<dir>{escape(str(folder))}</dir>" for package in FAMILIES for folder in _folders(package)
    )
    fallbacks = "\n".join(_FALLBACK.format(family=family) for family in FAMILIES.values())
    text = _CONFIGURATION.format(
        folders=folders, fallbacks=fallbacks, cache=escape(str(cache / "fontconfig"))
    )
    path = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.is_file():
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    return path


def _folders(package: str) -> list[Path]:
    spec = importlib.util.find_spec(package)
    return [Path(place, "files") for place in spec.submodule_search_locations or ()] if spec else []
