"""Files for Git and for web hosts, which may be in any folder, with all that they may have."""

import re
from collections.abc import Mapping
from pathlib import Path

from coursebuild.runtime.system import regular_file

HOST_FILES: Mapping[str, re.Pattern[bytes]] = {
    ".gitkeep": (_BLANK := re.compile(rb"\s*")),
    ".nojekyll": _BLANK,
    "CNAME": re.compile(rb"\s*[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+\s*"),
}
_LONGEST = 300  # bytes; a host's name has at most 253


def is_for_host(path: Path) -> bool:
    """Whether a file is one of these, and has nothing else in it."""
    try:
        content = regular_file.read(path, _LONGEST, regular_file.NO_LINK)
    except OSError:
        return False
    return path.name in HOST_FILES and bool(HOST_FILES[path.name].fullmatch(content))
