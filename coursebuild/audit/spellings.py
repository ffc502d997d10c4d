"""Undo the ways to write a text with other characters: references, escapes, percent-encoding, base64."""

import base64
import re
from binascii import Error
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, unquote_to_bytes

MAX_DEPTH = 4  # spellings of spellings
CACHED = 1 << 13  # words: those of the templates, which are on each page, and of a lesson

_REFERENCE = re.compile(r"&#?\w")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}|u(?P<four>[0-9A-Fa-f]{4})|x(?P<two>[0-9A-Fa-f]{2})"
    r"|(?P<octal>[0-3]?[0-7]{1,2})|(?P<other>[^\w\s]))"
)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})(?:\r\n|\s)?|([^\w\s]|[g-zG-Z]))")
_CONTINUED = re.compile(r"\\\r?\n")
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w=.+-]+)*),([^\"'<>() \\]*)", re.IGNORECASE)
_LETTERS = "[A-Za-z0-9+/_-]"  # of base64, also in its form for addresses
_BASE64 = re.compile(rf"{_LETTERS}{{11,}}={{0,2}}")
_LINE = 40  # letters, at least, of a line of base64 that another one follows
_LINE_END = re.compile(rf"(?<={_LETTERS}{{{_LINE}}})\s{{1,9}}(?={_LETTERS}{{2,}}={{0,2}}(?![\w+/-]))")
_PADDING, _URL_SAFE = re.compile(r"[\s=]+"), str.maketrans("-_", "+/")
_HEX = re.compile(r"(?<!\w)[0-9a-f]{12,}+(?!\w)", re.IGNORECASE)
_UNPRINTABLE = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")


def without_data(text: str) -> str:
    """Remove data URIs, whose content is read as a file."""
    return _DATA.sub(" ", text) if "data:" in text.lower() else text


def data(text: str) -> Iterator[bytes]:
    """The content of each data URI."""
    for _, options, content in _DATA.findall(text) if "data:" in text.lower() else ():
        raw = unquote_to_bytes(unescape(content))
        yield (_decoded_base64(raw.decode("latin-1")) or raw) if "base64" in options.lower() else raw


def spellings(text: str) -> Iterator[str]:
    """Each other text that `text` may stand for. Only lines that change are returned."""
    seen, waiting = {text}, [text]
    for _ in range(MAX_DEPTH):
        waiting = [new for old in waiting for new in _once(old) if new.strip() and new not in seen]
        waiting = list(dict.fromkeys(waiting))
        seen.update(waiting)
        yield from waiting


def _once(text: str) -> Iterator[str]:
    if _REFERENCE.search(text):
        yield _changed(text, "&", unescape)
    if _PERCENT.search(text):
        yield _changed(text, "%", unquote)
    if "\\" in text:
        joined = _CONTINUED.sub("", text)
        yield joined if joined != text else ""
        yield _changed(joined, "\\", lambda line: _ESCAPE.sub(_unescaped, line))
        yield _changed(joined, "\\", lambda line: _CSS_ESCAPE.sub(_unescaped_css, line))
    yield "\n".join(each for content in encoded(text) for each in _as_text(content))


def _changed(text: str, sign: str, decode: Callable[[str], str]) -> str:
    """The lines that `decode` changes, decoded; a file's other lines need not be compared once more."""
    lines = ((line, decode(line)) for line in text.split("\n") if sign in line)
    return "\n".join(new for old, new in lines if new != old)


def _unescaped(found: re.Match[str]) -> str:
    code = found["braced"] or found["four"] or found["two"]
    number = int(code, 16) if code else int(found["octal"], 8) if found["octal"] else 0
    return _character(number) if number else found["other"] or ""


def _unescaped_css(found: re.Match[str]) -> str:
    return _character(int(found[1], 16)) if found[1] else found[2]


def _character(number: int) -> str:
    with suppress(ValueError, OverflowError):  # there is no such character, or it is half of one
        return chr(number).encode().decode()
    return ""


@lru_cache(maxsize=16)  # each text is asked for twice, for texts and for files
def encoded(text: str) -> tuple[bytes, ...]:
    """What each long word means as base64, or in hexadecimal digits; a slash may be one of an address."""
    words = _BASE64.findall(text)
    if any(len(word) > _LINE for word in words):
        words += _BASE64.findall(_LINE_END.sub("", text))
    words += [part for word in words if "/" in word for part in word.split("/") if _BASE64.fullmatch(part)]
    found = [
        *map(_decoded_base64, dict.fromkeys(words)),
        *map(bytes.fromhex, (word for word in _HEX.findall(text) if len(word) % 2 == 0)),
    ]
    return tuple(filter(None, found))


@lru_cache(maxsize=CACHED)
def _decoded_base64(text: str) -> bytes:
    """The decoded bytes, whatever the alphabet and padding; empty if it is no base64."""
    flat = _PADDING.sub("", text).translate(_URL_SAFE)
    with suppress(Error, ValueError):
        return base64.b64decode(flat + "=" * (-len(flat) % 4))
    return b""


@lru_cache(maxsize=CACHED)
def _as_text(content: bytes) -> tuple[str, ...]:
    """The texts of bytes, if they are any: most long words can be read as base64."""
    found = []
    for coding in ("utf-8", "utf-16-le", "utf-16-be"):
        with suppress(UnicodeDecodeError):
            text = content.decode(coding)
            if not _UNPRINTABLE.search(text) and (coding == "utf-8" or text.isascii()):
                found.append(text)
    return tuple(found)
