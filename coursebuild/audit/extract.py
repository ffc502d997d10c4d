"""What a finished file says, wherever in it: text, attributes, comments, metadata, outline, attachments."""

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
SETTING = "attribute"  # a class, a role: names of our own
CODE = ("script", "style", SETTING)  # of which only whole phrases are looked for: their words are our own

Said = tuple[str, str]  # where in the file, and what

_TITLE = re.compile(r"(?is)<title>(.*?)</title>")
_DRAWING = re.compile(r"data:image/svg\+xml(;base64)?,([^\s\"')]+)")
_DATA = re.compile(r"data:[^\s\"']+")
_OURS = frozenset("class role type style rel name http-equiv charset lang xml:lang for".split())
_INLINE = frozenset(  # text goes on in the same word after these
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp script small span strong style sub sup "
    "time u var wbr".split()
)
_METADATA = re.compile(rb"<<(?=[^<>]*/Metadata\b)(?=[^<>]*/XML\b)[^<>]*>>\s*stream\r?\n")
_OBJECTS = re.compile(rb"<<([^<>]*/ObjStm\b[^<>]*)>>\s*stream\r?\n")
_OF_OBJECTS = frozenset(b"Type ObjStm N First Filter FlateDecode Length".split())
_NAME = re.compile(rb"/([^\s/]+)")
_IN_STRUCTURE = ("Alt", "ActualText", "T")  # the keys of its texts, as far as pdfium reads them
_LONGEST = 1 << 16  # characters of a PDF's string
_EMPTY = 2  # bytes: the zero at a string's end alone


class UnreadableError(Exception):
    """A file that is not what its name says."""


class Reader(NamedTuple):
    """How the files of a format are read back.

    `is_paged` where lines' ends break words, and pages and lists have numbers of their own.
    """

    read: Callable[[bytes], Iterator[Said]]
    titles: Callable[[bytes], list[str]]  # what a file calls itself
    is_paged: bool

    def texts(self, content: bytes) -> list[Said]:
        """All that a file says, each once. Raises UnreadableError, as `titles` does."""
        return list(dict.fromkeys(self.read(content)))


def _html_titles(content: bytes) -> list[str]:
    return [unescape(title) for title in _TITLE.findall(content.decode("utf-8", "replace"))]


def _pdf_titles(content: bytes) -> list[str]:
    return [text for _, text in takewhile(lambda found: found[0] == "metadata", _pdf(content))]


def _html(content: bytes) -> Iterator[Said]:
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


def _attributes(text: str) -> Iterator[Said]:
    for name, value in tags.pairs(text):
        if "data:" in value:
            yield from (("drawing", drawing) for drawing in drawings(value))
        where = SETTING if name in _OURS else f"attribute `{name}`"
        yield where, unquote(unescape(_DATA.sub("", value)))


def drawings(text: str) -> Iterator[str]:
    """What the drawings in data URIs say."""
    for encoded, data in _DRAWING.findall(text):
        with suppress(ValueError):
            content = base64.b64decode(data) if encoded else unquote_to_bytes(data)
            yield unescape(re.sub("<[^>]*>", " ", content.decode("utf-8", "replace")))


def _pdf(content: bytes) -> Iterator[Said]:
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
            with suppress(pdfium.PdfiumError):  # an empty one
                yield "attachment", bytes(attachment.get_data()).decode("utf-8", "replace")
        structure_has_texts = _may_name(content, *_IN_STRUCTURE)
        for page in document:
            yield TEXT, page.get_textpage().get_text_range().replace("\r\n", "\n")
            yield from _structure(raw, page) if structure_has_texts else ()
            yield from _annotations(raw, page, document)
    except pdfium.PdfiumError as error:
        raise UnreadableError(str(error)) from error
    finally:
        document.close()


def _packets(content: bytes) -> Iterator[str]:
    """XMP's text (ISO 32000-1, 14.3.2): what PDF/UA keeps the title in as well."""
    for found in _METADATA.finditer(content):
        packet = content[found.end() : content.find(b"endstream", found.end())]
        with suppress(zlib.error):
            packet = zlib.decompress(packet)
        yield unescape(re.sub("<[^>]*>", " ", packet.decode("utf-8", "replace")))


def _may_name(content: bytes, *names: str) -> bool:
    """Whether an object of the file may have one of these keys: in doubt it has.

    Objects stand in the file itself or compressed, in object streams (ISO 32000-1, 7.5.7); any character
    of a name may be written by its number (7.3.5).
    """
    objects = [content]
    for found in _OBJECTS.finditer(content):
        if not _OF_OBJECTS.issuperset(_NAME.findall(found[1])):
            return True
        try:
            objects.append(zlib.decompress(content[found.end() : content.find(b"endstream", found.end())]))
        except zlib.error:
            return True
    are_all_read = len(_names("ObjStm").findall(content)) == len(objects) - 1
    if not are_all_read or _names("Encrypt").search(content):
        return True
    return any(_names(*names).search(each) for each in objects)


@cache
def _names(*names: str) -> re.Pattern[bytes]:
    spelt = ("".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name) for name in names)
    return re.compile(rf"/(?:{'|'.join(spelt)})(?=[\s/<>()\[\]{{}}%])".encode())


def _structure(raw: Any, page: Any) -> Iterator[Said]:
    """Alternative, actual and expanded texts, and titles, of the structure tree (ISO 32000-1, 14.9)."""
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


def _annotations(raw: Any, page: Any, document: Any) -> Iterator[Said]:
    """The addresses that links lead to, and what annotations say."""
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
    """What pdfium writes into a buffer, as UTF-16 with a zero at its end."""
    size = min(read(element, None, 0), _LONGEST)
    if size <= _EMPTY:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(element, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


HTML = Reader(_html, _html_titles, is_paged=False)
PDF = Reader(_pdf, _pdf_titles, is_paged=True)
