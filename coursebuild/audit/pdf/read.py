"""Read a PDF: the text of its pages by pdfium, as a reader sees it, and all its objects by pikepdf."""

import io
import logging
import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from coursebuild.audit import files
from coursebuild.audit.files import Found
from coursebuild.audit.passages import OBJECTS, STREAMS, TEXT, Enclosed, Kind, Passage, UnreadableError
from coursebuild.audit.pdf import notation
from coursebuild.model import EDITION_MARK

_STREAM, _STREAM_END = re.compile(rb"\bstream\r?\n"), b"endstream"
_REVISION = re.compile(rb"startxref\s+\d+\s*(?:%%EOF)?")
_OBJECT = re.compile(r"stream <[^>]*>: ")  # what pikepdf calls a file that is in memory
_BLANK = b"\0\t\n\r "
MOST_REVISIONS = 100  # each of which is read as a file
_TEXT_OBJECT, _SHOWING = re.compile(rb"\bBT\b"), re.compile(rb"(?:\bT[jJ]|['\"])(?!\w)")
_PAGE = re.compile(rb"/Type /Page\b(?!s)")
# Streams that are no text: fonts, the tables of their characters, colour profiles.
_TABLE = re.compile(
    rb"/(?:FontFile[23]?|ToUnicode|CIDSet|CIDToGIDMap|Encoding|UseCMap|DestOutputProfile) (\d+) (\d+) R"
)
_EDITION = "/" + EDITION_MARK.replace("-", "")  # as WeasyPrint writes names of metadata
_PLACES = {"/EmbeddedFile": "attachment", "/Metadata": "metadata"}

logging.getLogger("pikepdf").addHandler(logging.NullHandler())  # or it would print what it repairs


def titles(content: bytes) -> list[str]:
    """The title, each time that the metadata give one."""
    with _errors():
        return [each.text for each in _metadata(_opened(content)) if isinstance(each, Passage)]


def editions(content: bytes) -> list[str]:
    with _errors():
        pdf = _opened(content)
        value = pdf.docinfo.get(_EDITION)
        return [] if value is None else [str(value)]


def page_count(content: bytes) -> int:
    """The number of pages. Raises: UnreadableError."""
    with _document(content) as document:
        return len(document)


def read(content: bytes) -> Found:
    """All texts: of this revision of the file, of earlier ones, and of what belongs to none."""
    yield from _revision(content)
    ends = [found.end() for found in _REVISION.finditer(content)] or [0]
    if len(ends) > MOST_REVISIONS:
        raise UnreadableError(f"it has more than {MOST_REVISIONS} revisions")
    for end in ends[:-1]:
        with suppress(UnreadableError):  # a linearized file begins with a part that is none
            for each in _revision(content[:end]):
                yield each._replace(where=f"{each.where}, in an earlier revision")
    if rest := content[ends[-1] :].lstrip(_BLANK):
        yield Enclosed("bytes after its end", rest)


def _revision(content: bytes) -> Found:
    with _errors():
        pdf = _opened(content)
        library = _pikepdf()
        everything = [each for each in pdf.objects if isinstance(each, library.Object)]  # others are numbers
        streams = [each for each in everything if isinstance(each, library.Stream)]
        written = [
            each.stream_dict.unparse() if isinstance(each, library.Stream) else each.unparse(resolved=True)
            for each in everything
        ]
        syntax = b"\n".join((*written, pdf.trailer.unparse()))
        info = pdf.trailer.get("/Info")
        yield from _metadata(pdf)
        yield from notation.objects(syntax.replace(info.unparse(resolved=True), b"") if info else syntax)
        yield notation.names(syntax)
        drawings: list[Any] = []
        tables = {(int(number), int(generation)) for number, generation in _TABLE.findall(syntax)}
        for stream in streams:
            yield from _stream(stream, drawings, is_table=stream.objgen in tables)
        yield from _outside(content, {stream.read_raw_bytes() for stream in streams})
        yield from _pages(content)
        pages = [each for each, text in zip(everything, written, strict=True) if _PAGE.search(text)]
        yield from _pages(_as_pages(pdf, pages, drawings))


def _pikepdf() -> Any:
    return import_module("pikepdf")


@contextmanager
def _errors() -> Iterator[None]:
    """Raise UnreadableError for what pikepdf and pdfium raise: their own errors, and Python's."""
    try:
        yield
    except _pikepdf().PasswordError as error:
        raise UnreadableError("it is encrypted") from error
    except (
        _pikepdf().PdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as e:
        raise UnreadableError(f"it is damaged: {_OBJECT.sub('', str(e))}") from e


def _opened(content: bytes) -> Any:
    pdf = _pikepdf().open(io.BytesIO(content))
    if pdf.is_encrypted:
        raise UnreadableError("it is encrypted")
    return pdf


def _metadata(pdf: Any) -> Found:
    """The document information, and the texts of XMP (ISO 32000-2, 14.3), which in PDF/UA has the title."""
    info, packet = pdf.trailer.get("/Info"), pdf.Root.get("/Metadata")
    if info is not None:
        for _, string in notation.strings(info.unparse(resolved=True)):
            yield Passage("metadata", string)
    if packet is not None:
        text = packet.read_bytes().decode("utf-8", "replace")
        yield from files.markup("metadata", text)


def _stream(stream: Any, drawings: list[Any], *, is_table: bool) -> Found:
    """The texts in a stream; add it to `drawings` if it shows text as a page's content does."""
    kind, subtype = str(stream.get("/Type", "")), str(stream.get("/Subtype", ""))
    if kind in ("/ObjStm", "/XRef"):  # whose objects are read
        return
    if subtype == "/Image":  # pixels; a JPEG has metadata
        yield (
            Enclosed("image", raw) if files.is_known(raw := stream.read_raw_bytes()) else Passage("image", "")
        )
        return
    content = stream.read_bytes()
    if is_table:
        yield Passage(STREAMS, files.letters(content), Kind.BYTES)
    elif kind not in _PLACES and (subtype == "/Form" or _shows_text(content)):
        drawings.append(stream)
        yield Passage(STREAMS, files.letters(content), Kind.BYTES)
        yield from notation.content(content)
    else:
        yield Enclosed(_PLACES.get(kind, STREAMS), content)
        yield from notation.content(content)  # it may be the content of a page that shows no text


def _shows_text(content: bytes) -> bool:
    """Whether a stream shows text, as a page's content does."""
    begin = _TEXT_OBJECT.search(content)
    return bool(begin and _SHOWING.search(content, begin.end()))


def _parted(content: bytes) -> Iterator[bytes]:
    """What stands outside of streams and what is in one, in turn; in linear time, whatever is missing."""
    at = 0
    while (begin := _STREAM.search(content, at)) and (end := content.find(_STREAM_END, begin.end())) >= 0:
        yield content[at : begin.start()]
        raw = content[begin.end() : end]
        yield raw.removesuffix(b"\n").removesuffix(b"\r") if raw.endswith(b"\n") else raw.removesuffix(b"\r")
        at = end + len(_STREAM_END)
    yield content[at:]


def _outside(content: bytes, known: set[bytes]) -> Found:
    """What is in no stream that pikepdf found: comments, and objects that no table names."""
    parts = list(_parted(content))
    syntax, raws = b" ".join(parts[::2]), parts[1::2]
    sorted_ = sorted(known)
    yield Passage(OBJECTS, files.letters(syntax), Kind.BYTES)
    yield notation.comments(syntax)
    for _, string in notation.strings(syntax):
        yield Passage(OBJECTS, string)
    _, end, rest = content.rpartition(b"%%EOF")
    if end:
        yield from files.rest(OBJECTS, rest)
    for raw in raws:
        after = bisect_left(sorted_, raw)
        if not (after < len(sorted_) and sorted_[after].startswith(raw)):
            # what stands before it may be the beginning of a stream that never ends
            for stray in dict.fromkeys((raw, _STREAM.split(raw)[-1])):
                unpacked = files.unpacked(stray)
                yield Enclosed(STREAMS, unpacked)
                yield from notation.content(unpacked)


def _pages(content: bytes) -> Iterator[Passage]:
    """The text of each page, also where it is transparent, clipped, in a hidden layer or beside the page."""
    if not content:
        return
    with _document(content) as document:
        for page in document:
            text = page.get_textpage().get_text_range().replace("\r\n", "\n")
            yield Passage(TEXT, text, Kind.SHOWN)


def page_sizes(content: bytes) -> list[tuple[float, float]]:
    """The width and height of each page, in points. Raises UnreadableError."""
    with _document(content) as document:
        return [document.get_page_size(number) for number in range(len(document))]


def page_picture(content: bytes, number: int, width: int) -> bytes:
    """A page, counted from 1, as a PNG that is so many pixels wide. Raises UnreadableError, IndexError.

    pdfium must not be called by two threads at a time.
    """
    with _document(content) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """Pixels of red, green and blue, in rows of `stride` bytes, as a PNG (PNG 3, sections 5, 9 and 11.2)."""
    rows = b"".join(b"\0" + pixels[n * stride : n * stride + width * 3] for n in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@contextmanager
def _document(content: bytes) -> Iterator[Any]:
    """A PDF that pdfium has opened."""
    pdfium = import_module("pypdfium2")
    try:
        document = pdfium.PdfDocument(content)
        try:
            yield document
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise UnreadableError(str(error)) from error


def _as_pages(pdf: Any, pages: list[Any], drawings: list[Any]) -> bytes:
    """A PDF whose pages are the pages and drawings that are no page's content; empty if there are none.

    The text of a content is numbers of shapes, which only its fonts can tell.
    """
    library = _pikepdf()
    tree = [page.obj for page in pdf.pages]
    known = {page.objgen for page in tree} | {each.objgen for page in tree for each in _contents(page)}
    lost = [page for page in pages if page.objgen not in known]
    drawn = [each for each in drawings if each.objgen not in known and _shows_text(each.read_bytes())]
    if not lost and not drawn:
        return b""
    resources = next((page.get("/Resources") for page in tree if "/Resources" in page), library.Dictionary())
    for stream in drawn:
        page = library.Dictionary(
            Type=library.Name.Page,
            MediaBox=library.Array([0, 0, 1000, 1000]),
            Resources=stream.get("/Resources", resources),
            Contents=pdf.make_stream(stream.read_bytes()),
        )
        lost.append(pdf.make_indirect(page))
    del pdf.pages[:]
    for page in lost:
        pdf.pages.append(library.Page(page))
    written = io.BytesIO()
    pdf.save(written, compress_streams=False)
    return written.getvalue()


def _contents(page: Any) -> list[Any]:
    contents = page.get("/Contents", ())
    return [contents] if isinstance(contents, _pikepdf().Stream) else list(contents)
