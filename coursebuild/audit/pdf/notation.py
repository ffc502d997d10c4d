"""The strings, names, comments and words in the syntax of a PDF (ISO 32000-2, 7.2 and 7.3)."""

import re
from collections.abc import Iterator

from coursebuild.audit.passages import OBJECTS, STREAMS, Kind, Passage

# Keys, and what a message calls their strings; others are called by their keys.
_PLACES = {
    "Alt": "alternative text",
    "ActualText": "actual text",
    "Contents": "annotation",
    "F": "attachment",
    "JS": "script",
    "P": "page labels",
    "Title": "outline",
    "UF": "attachment",
    "URI": "link",
}
_NAMING = frozenset(
    "BaseFont CreationDate Creator FontFamily FontName Lang ModDate Ordering Producer Registry".split()
)

_REGULAR = rb"/([^\s\0/<>()\[\]{}%]+)"
_VALUE = rb"(?:\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+)\)|(?<!<)<([0-9A-Fa-f\s]+)>)"
_STRING = re.compile(_VALUE, re.DOTALL)
_PROPERTY = re.compile(rb"%b\s*%b" % (_REGULAR, _VALUE), re.DOTALL)
_KEY = re.compile(rb"%b\s*\Z" % _REGULAR)
_MAX_KEY = 80  # bytes: a longer name is searched as a name
_NAME = re.compile(_REGULAR)
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}
_COMMENT = re.compile(rb"%[^\r\n]*")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{4,}")
_MARKS = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
_LANGUAGE = re.compile("\x1b[^\x1b]*\x1b")  # a language's code inside a string (7.9.2.2)


def objects(syntax: bytes) -> Iterator[Passage]:
    """Each string of objects, called by its key."""
    for key, string in strings(syntax):
        yield Passage(_place(key, OBJECTS), string, Kind.CODE if key in _NAMING else Kind.TEXT)


def names(syntax: bytes) -> Passage:
    found = set(_NAME.findall(_STRING.sub(b" ", syntax)))
    return Passage("names", "\n".join(sorted(map(_name, found))), Kind.CODE)


def content(stream: bytes) -> Iterator[Passage]:
    """What a page's content has beside the shapes of its text: properties, comments, stray words."""
    for key, literal, digits in _PROPERTY.findall(stream):
        for text in _texts(literal, digits):
            yield Passage(_place(_name(key), STREAMS), text)
    yield comments(stream)
    words = b" ".join(dict.fromkeys(_WORD.findall(stream)))
    yield Passage(STREAMS, words.decode("utf-8", "replace"), Kind.CODE)


def comments(syntax: bytes) -> Passage:
    return Passage("comments", b"\n".join(_COMMENT.findall(syntax)).decode("utf-8", "replace"))


def strings(syntax: bytes) -> Iterator[tuple[str, str]]:
    """Each string, and the key before it; a string in an array has none."""
    for value in _STRING.finditer(syntax):
        key = _KEY.search(syntax[max(0, value.start() - _MAX_KEY) : value.start()])
        for text in _texts(value[1], value[2]):
            yield _name(key[1]) if key else "", text


def _place(key: str, otherwise: str) -> str:
    return _PLACES.get(key, f"entry `/{key}`" if key else otherwise)


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes((int(code, 8) & 0xFF,)) if code[:1] in b"01234567" else _ESCAPED.get(code, code)


def _texts(literal: bytes | None, digits: bytes | None) -> Iterator[str]:
    """The text of a string (7.9.2), and what it is in other encodings, if it has a byte beyond ASCII."""
    if digits:
        flat = b"".join(digits.split())
        raw = bytes.fromhex((flat + b"0" * (len(flat) % 2)).decode())
    else:
        raw = literal or b""
        if b"\\" in raw:
            raw = _ESCAPE.sub(_unescaped, raw)
    for mark, coding in _MARKS:
        if raw.startswith(mark):
            yield _LANGUAGE.sub("", raw[len(mark) :].decode(coding, "replace"))
            return
    if raw.isascii() and b"\0" not in raw:
        yield raw.decode("ascii")
        return
    yield raw.replace(b"\0", b"").decode("latin-1")
    yield raw.decode("utf-8", "replace")


def _name(raw: bytes) -> str:
    """A name, in which any character may be written as its number (7.3.5)."""
    plain = _NUMBERED.sub(lambda found: bytes.fromhex(found[1].decode()), raw) if b"#" in raw else raw
    return plain.decode("utf-8", "replace")
