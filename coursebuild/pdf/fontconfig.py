"""The fontconfig file, with the fonts of installed packages only, so that a PDF looks the same everywhere."""

import json
import os
from functools import cache
from html import escape
from pathlib import Path

from coursebuild.config import fonts
from coursebuild.runtime import atomic, store
from coursebuild.runtime.system import temporary

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
_LEAVE_TO_LATER = (
    '<match target="scan"><test name="family"><string>{family}</string></test><edit name="charset"><minus>'
    "<name>charset</name><charset><range><int>{first}</int><int>{last}</int></range></charset></minus></edit>"
    "</match>"
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
_CHARACTERS = [
    _LEAVE_TO_LATER.format(family=family, first=first, last=last)
    for family, ranges in fonts.LEFT_TO_LATER.items()
    for first, last in ranges
]

SPACE = 2_000_000  # bytes that fontconfig's cache may need


def configuration() -> Path:
    """A fontconfig file with the packages' folders, in the cache folder or else in a temporary one.

    Fontconfig trusts its own cache, and prints each file that it cannot write there. So that cache is
    compared with the sums that `seal` saved, and is elsewhere if the cache folder cannot hold it.
    Raises: OSError if no folder can be written.
    """
    folder = _cache_folder()
    is_usable = _is_sealed(folder) or _is_writable(folder)
    return _written(os.fsencode(_text(folder if is_usable else _scratch() / "cache")))


def seal() -> None:
    """Save the sums of what fontconfig wrote into its cache, after it has loaded its configuration."""
    folder = _cache_folder()
    sums = _sums(folder)
    if sums and sums != _saved_sums(folder):
        store.write_at(_sums_path(folder), json.dumps(sums).encode())


def _text(cache: Path) -> str:
    folders = "\n".join(f"<dir>{escape(str(folder), quote=False)}</dir>" for folder in fonts.folders())
    preferred = [family for families in fonts.FAMILIES.values() for family in families]
    families = [
        *(_REJECT_NAMED_WEIGHTS.format(family=family) for family in preferred if family not in fonts.STATIC),
        *_CHARACTERS,
        _FOR_EMOJI,
        *(_FALLBACK.format(family=family) for family in preferred),
    ]
    return _CONFIGURATION.format(
        folders=folders, families="\n".join(families), cache=escape(str(cache), quote=False)
    )


def _written(content: bytes) -> Path:
    """A file with this content, in the cache folder or else in a temporary one. Raises OSError."""
    name = f"fonts-{store.digest(content)[:16]}.conf"
    path = store.folder() / name
    if not _has(path, content):
        store.put(path, content)
        if not _has(path, content):
            path = _scratch() / name
            atomic.write(path, content)
    return path


def _has(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


@cache
def _scratch() -> Path:
    """A temporary folder of this process. Raises OSError."""
    return temporary.folder()


def _cache_folder() -> Path:
    """The folder for fontconfig's cache of these fonts."""
    return store.derived() / f"fontconfig-{_key()}"


@cache
def _key() -> str:
    """A hash of what decides about fontconfig's cache: folders, their times, which it compares, and rules."""
    folders = [here for folder in fonts.folders() for here, _, _ in os.walk(folder)]
    times = (f"{folder} {Path(folder).stat().st_mtime_ns}" for folder in folders)
    return store.key(*_CHARACTERS, *times)[:16]


def _is_sealed(folder: Path) -> bool:
    """Whether fontconfig's cache is complete and undamaged. What is not is removed."""
    saved, sums = _saved_sums(folder), _sums(folder)
    if sums and sums == saved:
        return True
    for name in sums.keys() - {name for name, sum_ in saved.items() if sum_ == sums.get(name)}:
        store.remove(folder / name)
    return False


def _is_writable(folder: Path) -> bool:
    """Whether fontconfig can write its cache into a folder, in which there is nothing damaged."""
    try:
        atomic.write(folder / "space", bytes(SPACE))
        (folder / "space").unlink()
    except OSError:
        return False
    saved = _saved_sums(folder)
    return all(sum_ == saved.get(name) for name, sum_ in _sums(folder).items())


def _sums(folder: Path) -> dict[str, str]:
    """The hash of each file in a folder, by name; empty for what cannot be read."""
    try:
        return {path.name: _sum(path) for path in sorted(folder.iterdir())}
    except OSError:
        return {}


def _sum(path: Path) -> str:
    try:
        return store.digest(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""
    except OSError:
        return ""


def _saved_sums(folder: Path) -> dict[str, str]:
    content = store.read_at(_sums_path(folder))
    return json.loads(content) if content else {}


def _sums_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.sums")
