"""The fontconfig file, with the fonts of installed packages only, so that a PDF looks the same everywhere."""

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
# Fontconfig lists a variable font once, and again for each of its named weights. Pango sorts all fonts for
# each style of a text; without the named weights, this takes a third of the time.
_REJECT_NAMED_WEIGHTS = (
    '<selectfont><rejectfont><pattern><patelt name="family"><string>{family}</string></patelt>'
    '<patelt name="variable"><bool>false</bool></patelt></pattern></rejectfont></selectfont>'
)
# Strong, because fonts that support the text's language are preferred to a weakly bound family.
_FALLBACK = (
    '<match target="pattern"><edit name="family" mode="append" binding="strong">'
    "<string>{family}</string></edit></match>"
)
# The family that Pango requests for characters with emoji presentation (UTS 51, section 4.1).
_FOR_EMOJI = (
    '<match target="pattern"><test name="family"><string>emoji</string></test>'
    f'<edit name="family" mode="prepend" binding="strong"><string>{fonts.EMOJI}</string></edit></match>'
)


def configuration() -> Path:
    """Write a fontconfig file with the packages' folders, in the cache folder or else in a temporary one."""
    try:
        return _write(store.folder())
    except OSError:
        scratch = Path(tempfile.mkdtemp(prefix="coursebuild-"))
        atexit.register(shutil.rmtree, scratch, ignore_errors=True)
        return _write(scratch)


def _write(cache: Path) -> Path:
    folders = "\n".join(f"<dir>{escape(str(folder), quote=False)}</dir>" for folder in fonts.folders())
    preferred = [family for families in fonts.FAMILIES.values() for family in families]
    families = [
        *(_REJECT_NAMED_WEIGHTS.format(family=family) for family in preferred if family not in fonts.STATIC),
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
