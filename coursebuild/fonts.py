"""The fonts a PDF is set in: those of the installed packages and no others, so that it looks the same everywhere."""

import hashlib
import importlib.util
import os
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import platformdirs

PACKAGES = ("fontpkg_source_sans_3", "fontpkg_source_code_pro")

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="append"><string>Source Sans 3</string></edit></match>
</fontconfig>
"""


def cache_folder() -> Path:
    """COURSEBUILD_CACHE, or the user's cache folder; a temporary one where neither can be written."""
    named = os.environ.get("COURSEBUILD_CACHE")
    path = Path(named) if named else Path(platformdirs.user_cache_dir("coursebuild", appauthor=False))
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        path = Path(tempfile.gettempdir(), f"coursebuild-{os.getuid() if hasattr(os, 'getuid') else 0}")
        path.mkdir(parents=True, exist_ok=True)
    return path


def configuration() -> Path:
    """A fontconfig file that names the packages' folders."""
    cache = cache_folder()
    folders = "\n".join(f"<dir>{escape(str(folder))}</dir>" for package in PACKAGES for folder in _folders(package))
    text = _CONFIGURATION.format(folders=folders, cache=escape(str(cache / "fontconfig")))
    path = cache / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.is_file():
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    return path


def _folders(package: str) -> list[Path]:
    spec = importlib.util.find_spec(package)
    return [Path(place, "files") for place in spec.submodule_search_locations or ()] if spec else []
