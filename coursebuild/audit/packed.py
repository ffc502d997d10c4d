"""Unpack what drawing programs and web services keep of a text: compressed, then as letters of base64.

draw.io keeps each page as raw deflate of percent-encoded XML; kroki, Mermaid's editor and Excalidraw use
zlib; PlantUML's addresses are raw deflate, in an alphabet of their own with the digits first.
"""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from coursebuild.audit import spellings
from coursebuild.audit.passages import MAX_SIZE, UnreadableError

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = b"0123456789"
_PLANTUML = bytes.maketrans(
    _DIGITS + _LETTERS + _LETTERS.lower() + b"+/", _LETTERS + _LETTERS.lower() + _DIGITS + b"+/"
)
_RAW = -zlib.MAX_WBITS
_BYTE_STRING = re.compile(rb'"encoded"\s*:\s*("(?:[^"\\]|\\.)*+")', re.DOTALL)  # Excalidraw's, in JSON


def in_text(text: str) -> Iterator[bytes]:
    """What the words of a text have packed. Raises UnreadableError if it is too large."""
    size = 0
    for content in spellings.encoded(text):
        for unpacked in in_bytes(content):
            size += len(unpacked)
            if size > MAX_SIZE:
                raise UnreadableError("what is packed in it is too large to be read")
            yield unpacked


def in_bytes(content: bytes) -> Iterator[bytes]:
    """What bytes are if they are packed. Raises UnreadableError if it is too large."""
    for each in (content, *_byte_strings(content)):
        found = _inflated(each, zlib.MAX_WBITS) or _inflated(each, _RAW)
        found = found or _inflated(base64.b64decode(base64.b64encode(each).translate(_PLANTUML)), _RAW)
        if found:
            yield unquote_to_bytes(found) if b"%3C" in found and b"<" not in found else found


def _byte_strings(content: bytes) -> Iterator[bytes]:
    for string in _BYTE_STRING.findall(content):
        with suppress(ValueError):  # it is no JSON, or has characters that are no bytes
            yield json.loads(string.decode("latin-1"), strict=False).encode("latin-1")


def _inflated(content: bytes, wbits: int) -> bytes:
    """The bytes that were compressed; none if these were not, or not to the end."""
    unpacking = zlib.decompressobj(wbits)
    try:
        found = unpacking.decompress(content, MAX_SIZE)
    except zlib.error:
        return b""
    if unpacking.unconsumed_tail:
        raise UnreadableError("what is packed in it is too large to be read")
    return found if unpacking.eof or wbits > 0 else b""
