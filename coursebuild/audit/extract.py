"""Extract all texts of a finished file: content, attributes, comments, metadata, outline, attachments."""

import base64
import ctypes
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from html import unescape
from importlib import import_module
from itertools import takewhile
from typing import Any, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from coursebuild.model import tags

TEXT = "text"
SETTING = "attribute"  # whose value is a name, not a text: a class, a role
CODE = ("script", "style", SETTING)  # searched for phrases only, because single words may be identifiers

Passage = tuple[str, str]  # where a text is in the file, and the text

_TITLE = re.compile(r"(?is)<title>(.*?)</title>")
_DRAWING = re.compile(r"data:image/svg\+xml(;base64)?,([^\s\"')]+)")
_DATA = re.compile(r"data:[^\s\"']+")
_SETTINGS = frozenset("class role type style rel name http-equiv charset lang xml:lang for".split())
_INLINE = frozenset(  # tags that may be inside a word
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp script small span strong style sub sup "
    "time u var wbr".split()
)
_METADATA = re.compile(rb"<<(?=[^<>]*/Metadata\b)(?=[^<>]*/XML\b)[^<>]*>>\s*stream\r?\n")
_OBJECTS = re.compile(rb"<<([^<>]*/ObjStm\b[^<>]*)>>\s*stream\r?\n")
_OBJECT_STREAM_NAMES = frozenset(b"Type ObjStm N First Filter FlateDecode Length".split())
_NAME = re.compile(rb"/([^\s/]+)")
_STRUCTURE_KEYS = ("Alt", "ActualText", "T")  # the keys of the texts that pdfium reads
_LONGEST = 1 << 16  # bytes that are read of a PDF string
_EMPTY = 2  # bytes of a string that is only its terminating zero


class UnreadableError(Exception):
    """A file is damaged, or not of the format that its name says."""


class Reader(NamedTuple):
    """How the files of a format are read back.

    `is_paged` means that lines may break words, and that there are numbers of pages and list items.
    """

    read: Callable[[bytes], Iterator[Passage]]
    titles: Callable[[bytes], list[str]]  # a file's title, each time that it is given
    is_paged: bool

    def passages(self, content: bytes) -> list[Passage]:
        """All texts of a file, without duplicates. Raises UnreadableError, as `titles` does."""
        return list(dict.fromkeys(self.read(content)))


def _html_titles(content: bytes) -> list[str]:
    return [unescape(title) for title in _TITLE.findall(content.decode("utf-8", "replace"))]


def _pdf_titles(content: bytes) -> list[str]:
    return [text for _, text in takewhile(lambda found: found[0] == "metadata", _pdf(content))]


def _html(content: bytes) -> Iterator[Passage]:
    try:
        html = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8") from error
    text: list[str] = []
    end = 0
    for tag in tags.ANY.finditer(html):
        text.append(html[end : tag.start()])
        end = tag.end()
        _, name, code, attributes, inside, comment = tag.groups()
        if comment is not None:
            yield "comment", comment
            continue
        if code:
            yield code.lower(), inside
        if name.lower() not in _INLINE:
            text.append("\n")
        if "=" in attributes:
            yield from _attributes(attributes)
    yield TEXT, unescape("".join([*text, html[end:]]))


def _attributes(text: str) -> Iterator[Passage]:
    for name, value in tags.pairs(text):
        if "data:" in value:
            yield from (("drawing", drawing) for drawing in drawings(value))
        where = SETTING if name in _SETTINGS else f"attribute `{name}`"
        yield where, unquote(unescape(_DATA.sub("", value)))


def drawings(text: str) -> Iterator[str]:
    """The texts of the SVG drawings in data URIs."""
    for encoded, data in _DRAWING.findall(text):
        with suppress(ValueError):
            content = base64.b64decode(data) if encoded else unquote_to_bytes(data)
            yield unescape(re.sub("<[^>]*>", " ", content.decode("utf-8", "replace")))


def _pdf(content: bytes) -> Iterator[Passage]:
    pdfium = import_module("pypdfium2")
    raw = import_module("pypdfium2.raw")
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise UnreadableError(str(error)) from error
    try:
        yield from (("metadata", value) for value in document.get_metadata_dict().values())
        yield from (("metadata", packet) for packet in _packets(content))
        yield from (("outline", entry.get_title()) for entry in document.get_toc())
        for number in range(document.count_attachments()):
            attachment = document.get_attachment(number)
            yield "attachment", attachment.get_name()
            with suppress(pdfium.PdfiumError):  # the attachment is empty
                yield "attachment", bytes(attachment.get_data()).decode("utf-8", "replace")
        structure_has_texts = _may_name(content, *_STRUCTURE_KEYS)
        for page in document:
            yield TEXT, page.get_textpage().get_text_range().replace("\r\n", "\n")
            yield from _structure(raw, page) if structure_has_texts else ()
            yield from _annotations(raw, page, document)
    except pdfium.PdfiumError as error:
        raise UnreadableError(str(error)) from error
    finally:
        document.close()


def _packets(content: bytes) -> Iterator[str]:
    """The texts of XMP metadata (ISO 32000-1, 14.3.2), which in PDF/UA contains the title."""
    for found in _METADATA.finditer(content):
        packet = content[found.end() : content.find(b"endstream", found.end())]
        with suppress(zlib.error):
            packet = zlib.decompress(packet)
        yield unescape(re.sub("<[^>]*>", " ", packet.decode("utf-8", "replace")))


def _may_name(content: bytes, *names: str) -> bool:
    """Whether an object of the file may have one of these keys; true in doubt.

    Objects are in the file itself or in compressed object streams (ISO 32000-1, 7.5.7). Any character of a
    name may be written as its number (7.3.5).
    """
    objects = [content]
    for found in _OBJECTS.finditer(content):
        if not _OBJECT_STREAM_NAMES.issuperset(_NAME.findall(found[1])):
            return True
        try:
            objects.append(zlib.decompress(content[found.end() : content.find(b"endstream", found.end())]))
        except zlib.error:
            return True
    all_are_read = len(_names("ObjStm").findall(content)) == len(objects) - 1
    if not all_are_read or _names("Encrypt").search(content):
        return True
    return any(_names(*names).search(each) for each in objects)


@cache
def _names(*names: str) -> re.Pattern[bytes]:
    spelt = ("".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name) for name in names)
    return re.compile(rf"/(?:{'|'.join(spelt)})(?=[\s/<>()\[\]{{}}%])".encode())


def _structure(raw: Any, page: Any) -> Iterator[Passage]:
    """Alternative texts, actual texts and titles in the structure tree (ISO 32000-1, 14.7 and 14.9)."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    readers = {
        "alternative text": raw.FPDF_StructElement_GetAltText,
        "actual text": raw.FPDF_StructElement_GetActualText,
        "structure title": raw.FPDF_StructElement_GetTitle,
    }
    count = raw.FPDF_StructTree_CountChildren(tree)
    waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, number) for number in range(count)]
    while waiting:
        element = waiting.pop()
        if not element:
            continue
        for where, read in readers.items():
            if read(element, None, 0) > _EMPTY:
                yield where, _string(read, element)
        count = raw.FPDF_StructElement_CountChildren(element)
        waiting += [raw.FPDF_StructElement_GetChildAtIndex(element, number) for number in range(count)]
    raw.FPDF_StructTree_Close(tree)


def _annotations(raw: Any, page: Any, document: Any) -> Iterator[Passage]:
    """The contents of a page's annotations, and the addresses of its links."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        contents = _string(lambda a, b, n: raw.FPDFAnnot_GetStringValue(a, b"Contents", b, n), annotation)
        if contents:
            yield "annotation", contents
        link = raw.FPDFAnnot_GetLink(annotation)
        action = link and raw.FPDFLink_GetAction(link)
        if action:
            size = raw.FPDFAction_GetURIPath(document, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(document, action, buffer, size)
            yield "link", buffer.value.decode("utf-8", "replace")
        raw.FPDFPage_CloseAnnot(annotation)


def _string(read: Callable[..., int], element: Any) -> str:
    """Read a string that pdfium writes into a buffer, as UTF-16 with a terminating zero."""
    size = min(read(element, None, 0), _LONGEST)
    if size <= _EMPTY:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(element, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


HTML = Reader(_html, _html_titles, is_paged=False)
PDF = Reader(_pdf, _pdf_titles, is_paged=True)
