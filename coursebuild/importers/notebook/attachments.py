"""Images that a notebook holds."""

import base64
import binascii
import re
from pathlib import PurePosixPath
from typing import Any

from coursebuild.importers.draft import KEPT, Draft

SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
_ATTACHED = re.compile(r"\battachment:(?P<name>[^)\s\"'>]+)")


def rewritten(draft: Draft, text: str, attached: dict[str, Any], cell: int) -> str:
    """Return the Markdown of a cell, in which its attachments are files."""

    def path(found: re.Match[str]) -> str:
        data = attached.get(found["name"])
        for kind, content in data.items() if isinstance(data, dict) else ():
            if stored := store(draft, f"cell-{cell}-{_plain(found['name'])}", str(kind), content):
                return stored
        return found[0]

    return _ATTACHED.sub(path, text)


def _plain(name: str) -> str:
    return re.sub(r"[^\w-]+", "-", re.sub(r"\.\w+$", "", name)).strip("-") or "image"


def store(draft: Draft, name: str, kind: str, content: object) -> str:
    """Keep an image for the lesson, and return its path; "" if it is none."""
    suffix = SUFFIXES.get(kind)
    data = "".join(map(str, content)) if isinstance(content, list) else content
    if not suffix or not isinstance(data, str):
        return ""
    image = data.encode("utf-8", "replace") if suffix == ".svg" else _decoded(data)
    if not image:
        draft.tell(0, KEPT, f"the image {name} is damaged, and is left out")
        return ""
    path = PurePosixPath(f"{draft.path.stem}_files".replace(" ", "-"), f"{name}{suffix}")
    draft.files[path] = image
    return path.as_posix()


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError):
        return b""
