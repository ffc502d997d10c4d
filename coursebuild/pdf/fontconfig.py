"""The fontconfig file: a PDF has the fonts of the installed packages alone, and looks the same everywhere."""

import atexit
import shutil
import tempfile
from html import escape
from pathlib import Path

from coursebuild.config import fonts
from coursebuild.runtime import atomic, store

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
{families}
</fontconfig>
"""
# Of a variable font, fontconfig lists each named weight besides the font: with them, Pango, which sorts
# all fonts for each style of a text, takes three times as long to do so.
_UNLISTED = (
    '<selectfont><rejectfont><pattern><patelt name="family"><string>{family}</string></patelt>'
    '<patelt name="variable"><bool>false</bool></patelt></pattern></rejectfont></selectfont>'
)
# Strong: a weak family gives way to one that has the text's language.
_FALLBACK = (
    '<match target="pattern"><edit name="family" mode="append" binding="strong">'
    "<string>{family}</string></edit></match>"
)
# Pango asks for it where Unicode says that a character is shown as an emoji (UTS 51, section 4.1).
_FOR_EMOJI = (
    '<match target="pattern"><test name="family"><string>emoji</string></test>'
    f'<edit name="family" mode="prepend" binding="strong"><string>{fonts.EMOJI}</string></edit></match>'
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
    folders = "\n".join(f"<dir>{escape(str(folder), quote=False)}</dir>" for folder in fonts.folders())
    preferred = [family for families in fonts.FAMILIES.values() for family in families]
    families = [
        *(_UNLISTED.format(family=family) for family in preferred if family not in fonts.STATIC),
        _FOR_EMOJI,
        *(_FALLBACK.format(family=family) for family in preferred),
    ]
    text = _CONFIGURATION.format(
        folders=folders, families="\n".join(families), cache=escape(str(cache / "fontconfig"), quote=False)
    )
    path = cache / f"fonts-{store.key(text)[:16]}.conf"
    if not path.is_file():
        atomic.write(path, text.encode())
    return path
