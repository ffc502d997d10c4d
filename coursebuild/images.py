"""Images as data URIs: from inside the course, or fetched where the author says so."""

import base64
import http.client
import re
import time
import urllib.parse
import urllib.request
from pathlib import Path
from xml.etree import ElementTree as ET

from coursebuild import unchanged
from coursebuild.model import Source

TIMEOUT, LARGEST = 20, 20_000_000  # seconds, bytes: of an image that is fetched

_SIGNATURES = (  # where, what, and the type it shows
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SVG = "{http://www.w3.org/2000/svg}"
_LOADS = re.compile(r"""@import|image-set|\\|url\((?!\s*['"]?\s*(?:\#|data:))""", re.IGNORECASE)


class ImageError(Exception):
    """An image that cannot be shown; `code` is its rule."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def is_remote(target: str) -> bool:
    return target.startswith("//") or bool(re.match("https?:", target, re.IGNORECASE))


def embed(target: str, source: Source, reads: dict[str, str], *, fetch: bool) -> tuple[str, tuple[str, ...]]:
    """The image as a data URI, and what was taken out of it; the file that it is goes into `reads`.

    Raises ImageError where it is absent, outside of the course, remote (unless `fetch`), or no image.
    """
    content = _content(target, source, reads, fetch=fetch)
    kind = next((t for at, magic, t in _SIGNATURES if content[at:].startswith(magic)), None)
    removed: tuple[str, ...] = ()
    if kind is None:
        kind = "image/svg+xml"
        content, removed = _inert(content)
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}", removed


def _content(target: str, source: Source, reads: dict[str, str], *, fetch: bool) -> bytes:
    if is_remote(target):
        if not fetch:
            raise ImageError("CB203", "a remote image is not fetched")
        return _fetch(f"https:{target}" if target.startswith("//") else target)
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() == "data":
        return _inline(target)
    if scheme:
        raise ImageError("CB304", f"`{scheme[1]}:` does not lead into the course")
    return _read(urllib.parse.unquote(target), source, reads)


def _read(target: str, source: Source, reads: dict[str, str]) -> bytes:
    folder = source.location.path.parent
    asked = str(folder.absolute() / target)
    reads[asked] = ""
    try:
        path = (folder / target).resolve()
        if not any(path.is_relative_to(root) for root in source.location.roots):
            raise ImageError("CB304", "the file is outside of the course")
        if not path.is_file():
            raise ImageError("CB202", "there is no such file")
        content = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        raise ImageError(
            "CB202", f"it cannot be read: {getattr(error, 'strerror', None) or error}"
        ) from error
    reads[asked] = unchanged.state(path, content)
    return content


def _inline(target: str) -> bytes:
    try:
        with _opener(urllib.request.DataHandler).open(target) as response:
            return bytes(response.read())
    except (OSError, ValueError) as error:
        raise ImageError("CB205", "the data URI cannot be read") from error


def _fetch(url: str) -> bytes:
    """What an http or https address leads to, through redirections to such addresses alone."""
    until, content = time.monotonic() + TIMEOUT, b""
    handlers = (urllib.request.HTTPHandler, urllib.request.HTTPSHandler, urllib.request.HTTPRedirectHandler)
    try:
        with _opener(*handlers, urllib.request.HTTPDefaultErrorHandler).open(
            urllib.parse.quote(url, safe="%/:=&?~#+!$,;'@()*[]"), timeout=TIMEOUT
        ) as response:
            while part := response.read1(65536):
                content += part
                if time.monotonic() > until:
                    raise ImageError("CB202", f"it did not come in {TIMEOUT} s")
                if len(content) > LARGEST:
                    raise ImageError("CB205", f"it is larger than {LARGEST // 1_000_000} MB")
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise ImageError("CB202", f"it cannot be fetched: {error}") from error
    return content


def _opener(*handlers: type[urllib.request.BaseHandler]) -> urllib.request.OpenerDirector:
    """An opener of these handlers and no others: by default it would read files and FTP as well."""
    opener = urllib.request.OpenerDirector()
    opener.addheaders = [("User-Agent", "coursebuild")]
    for handler in (*handlers, urllib.request.HTTPErrorProcessor, urllib.request.UnknownHandler):
        opener.add_handler(handler())
    return opener


def _inert(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """An SVG without what would load or run something; untouched where it holds no such thing."""
    try:
        root = ET.fromstring(content)  # noqa: S314 (expat reads no external entity and bounds expansion)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ImageError("CB205", "it is no image that browsers show") from error
    if root.tag not in (f"{_SVG}svg", "svg"):
        raise ImageError("CB205", "it is no image that browsers show")
    removed = [*_without_scripts(root), *_without_loads(root)]
    if re.sub(rb"\0", b"", content[:4096]).find(b"<?xml-stylesheet") >= 0:
        removed.append("<?xml-stylesheet?>")  # ElementTree keeps no processing instruction
    if not removed:
        return content, ()
    ET.register_namespace("", _SVG[1:-1])
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    try:
        return ET.tostring(root), tuple(removed)
    except RecursionError as error:
        raise ImageError("CB205", "it is nested too deeply") from error


def _without_scripts(root: ET.Element) -> list[str]:
    removed = []
    for parent in root.iter():
        for child in list(parent):
            if _local(child.tag) in ("script", "iframe", "object", "embed"):
                parent.remove(child)
                removed.append(f"<{_local(child.tag)}>")
    return removed


def _without_loads(root: ET.Element) -> list[str]:
    removed = []
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            outward = _local(name) in ("href", "src") and not value.strip().startswith(("#", "data:"))
            if (
                _local(name).startswith("on")
                or (outward and _local(element.tag) != "a")
                or _LOADS.search(value)
            ):
                del element.attrib[name]
                removed.append(f'{_local(name)}="{value}"')
        if _local(element.tag) == "style" and _LOADS.search(element.text or ""):
            removed.append("<style>")
            element.text = ""
    return removed


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def name(target: str) -> str:
    """What to call an image that has no alternative text."""
    return Path(urllib.parse.unquote(target.partition("?")[0])).name or target
