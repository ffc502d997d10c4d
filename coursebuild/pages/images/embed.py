"""Embed images as data URIs: from the course's folder, or from the web if the author allows it."""

import os
import re
import urllib.parse
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from coursebuild.config import misspelt
from coursebuild.model import ImageError, Limits, Source
from coursebuild.pages.images import kinds, limits, svg
from coursebuild.pages.images.bitmaps.metadata import without_metadata
from coursebuild.runtime import fingerprint

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# `/…`, which may be in the course all the same; and what is a path in Windows or an address
_ABSOLUTE = re.compile(r"(?i:(?=/)|(?P<foreign>file:|[a-z]:(?=[/\\])|\\\\))(?P<rest>.*)", re.DOTALL)


def is_remote(target: str) -> bool:
    return target.startswith("//") or bool(re.match("https?:", target, re.IGNORECASE))


def embed(
    target: str, source: Source, reads: dict[str, str], allowed: Limits, *, fetch: bool
) -> tuple[str, svg.Removed]:
    """Return an image as a data URI, and the parts that were removed from it.

    Adds the image's file and its state to `reads`. Raises ImageError if the image is missing, outside of the
    course, remote (unless `fetch` is true), not an image, or above the limits.
    """
    return _data_uri(_content(target, source, reads, fetch=fetch), allowed)


def embed_file(path: Path, root: Path, allowed: Limits) -> str:
    """Return an image file of the course as a data URI. Raises ImageError as `embed` does."""
    uri, _ = _data_uri(_read(path, (root.resolve(),), {}), allowed)
    return uri


def as_embedded(content: bytes) -> bytes:
    """An image file with what pages have of it: a drawing is cleaned, and other pictures have no metadata.

    Raises ImageError as `embed` does.
    """
    if (kind := kinds.kind(content)) == kinds.SVG:
        return svg.cleaned(content, svg.parsed(content))[0]
    return without_metadata(content, kind)


def _data_uri(content: bytes, allowed: Limits) -> tuple[str, svg.Removed]:
    removed: svg.Removed = ()
    if (kind := kinds.kind(content)) == kinds.SVG:
        limits.check_length(content, allowed)
        root = svg.parsed(content)
        limits.check_shapes(root, allowed)
        content, removed = svg.cleaned(content, root)
    else:
        limits.check_pixels(content, kind, allowed)
        content = without_metadata(content, kind)
    return kinds.as_uri(content, kind), removed


def _content(target: str, source: Source, reads: dict[str, str], *, fetch: bool) -> bytes:
    if is_remote(target):
        if not fetch:
            raise ImageError("CB203", "remote images are not fetched")
        from coursebuild.pages.images import remote  # noqa: PLC0415 (few lessons need it, and it is slow to import)

        return remote.fetch(f"https:{target}" if target.startswith("//") else target)
    written, folder = urllib.parse.unquote(target), source.location.path.parent
    if absolute := _ABSOLUTE.match(written):
        return _absolute(absolute, folder, source.location.roots, reads)
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() == "data":
        return kinds.decoded(target)
    if scheme:
        raise ImageError("CB304", f"`{scheme[1]}:` addresses are outside of the course")
    return _read(folder / written, source.location.roots, reads, folder)


def _absolute(path: re.Match[str], folder: Path, roots: Iterable[Path], reads: dict[str, str]) -> bytes:
    """The content of a file with an absolute path, which is an error unless it is in the course."""
    if not path["foreign"]:
        with suppress(ImageError):
            return _read(Path(path[0]), roots, reads)
    inside = path["rest"].replace("\\", "/").strip("/")
    inner = [root / inside for root in roots if inside]
    found = next((each for each in inner if os.path.isfile(each)), None)  # noqa: PTH113 (it never raises)
    hint = f"; did you mean `{Path(os.path.relpath(found, folder.resolve())).as_posix()}`?" if found else ""
    raise ImageError("CB310", f"an absolute path is one of your own machine{hint}")


def _read(path: Path, roots: Iterable[Path], reads: dict[str, str], start: Path | None = None) -> bytes:
    """The content of a file; `start` is the folder from which a suggested path begins. Raises: ImageError."""
    absolute = str(path.absolute())
    reads[absolute] = ""
    try:
        target = path.resolve()
        if not any(target.is_relative_to(root) for root in roots):
            raise ImageError("CB304", "the file is outside of the course")
        if not target.is_file():
            hint = misspelt.paths.suggest(path, *roots, start=start)
            raise ImageError("CB202", f"there is no such file{hint}")
        content = target.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        raise ImageError(
            "CB202", f"it cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    reads[absolute] = fingerprint.state(target, content)
    return content


def name(target: str) -> str:
    """The name to show for an image that has no alternative text."""
    return Path(urllib.parse.unquote(target.partition("?")[0])).name or target
