"""Read a Word file: what its paragraphs show, alternative texts and properties, and each part as it is."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from html import unescape

from coursebuild.audit.copies import archives
from coursebuild.audit.files import Found, decoded
from coursebuild.audit.passages import TEXT, TICKED, Enclosed, Kind, Passage, UnreadableError, tags_apart
from coursebuild.model import EDITION_MARK

_PARAGRAPH_END = "</w:p>"
_TEXT = re.compile(r"<(?:w|m):t\b[^>]*>([^<]*)</(?:w|m):t>|<w:(tab|br)\b")
_DELETED = re.compile(r"<w:(?:delText|delInstrText)\b[^>]*>([^<]*)")
_INSTRUCTION = re.compile(r"<w:instrText\b[^>]*>([^<]*)")
_TAG = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# The attributes, without their prefixes, that hold what somebody has typed; others have values of the format,
# such as `External` or `page`, which may well be a word of a correction.
_TYPED = frozenset(
    "alt anchor author caption descr displayText docLocation href initials instr lastValue name string "
    "Target tgtFrame title tooltip val value".split()
)
_SCHEMA = "http://schemas.openxmlformats.org/"
_VARIABLES = re.compile(r"<w:docVar\b[^>]*>")
_ALTERNATIVE = re.compile(r'\b(?:descr|title)="([^"]+)"')
_TITLE = re.compile(r"<dc:title>([^<]*)</dc:title>")
_EDITION = re.compile(rf'<property\b[^>]*\bname="{EDITION_MARK}"[^>]*>\s*<[^>]*>([^<]*)<')
_PROPERTY = re.compile(r">([^<]+)<")
# The kinds of bullets; the lists, each with its kind; the list of a paragraph.
_BULLETS = re.compile(r'<w:abstractNum\b[^>]*\bw:abstractNumId="(\w+)".*?</w:abstractNum>', re.DOTALL)
_LIST = re.compile(r'<w:num\b[^>]*\bw:numId="(\w+)"[^>]*>\s*<w:abstractNumId\b[^>]*\bw:val="(\w+)"')
_IN_LIST = re.compile(r'<w:numId\b[^>]*\bw:val="(\w+)"')
# The parts of the model: each Word file has their values, and readers see none.
_MODEL = re.compile(
    r"\[Content_Types\]\.xml|word/(?:styles|theme/theme\d*|fontTable|numbering|settings|webSettings)\.xml"
)
_BODIES = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")


def titles(content: bytes) -> list[str]:
    return [unescape(title) for title in _TITLE.findall(_parts(content).get("docProps/core.xml", ""))]


def editions(content: bytes) -> list[str]:
    return [unescape(name) for name in _EDITION.findall(_parts(content).get("docProps/custom.xml", ""))]


def ticks(content: bytes) -> int:
    """How many boxes are ticked: those that are the bullets of paragraphs, and characters."""
    parts = _parts(content)
    document, numbering = parts["word/document.xml"], parts.get("word/numbering.xml", "")
    bullets = {found[1] for found in _BULLETS.finditer(numbering) if TICKED in found[0]}
    lists = {number for number, bullet in _LIST.findall(numbering) if bullet in bullets}
    return _shown(document).count(TICKED) + sum(each in lists for each in _IN_LIST.findall(document))


def read(content: bytes) -> Found:
    """All texts. Raises UnreadableError if it is not a Word file."""
    parts = _parts(content)
    for name, text in parts.items():
        if _is_known(name):
            yield from _part(name, text)
    for part in archives.zipped("word", content):
        is_read = isinstance(part, Enclosed) and _is_known(part.where.removeprefix("word/"))
        if not is_read and not (isinstance(part, Passage) and part.kind is Kind.NAME):
            yield part


def _is_known(name: str) -> bool:
    """Whether a part is read for what it is; others are read as any file."""
    known = _BODIES.fullmatch(name) or _MODEL.fullmatch(name) or name.endswith(".rels")
    return bool(known) or name.startswith("docProps/")


def _part(name: str, text: str) -> Iterator[Passage]:
    values = "\n".join(_values(text))
    if _BODIES.fullmatch(name):
        paragraphs = text.split(_PARAGRAPH_END)
        yield Passage(TEXT, "\n".join(filter(None, map(_shown, paragraphs))), Kind.SHOWN)
        yield Passage("deleted text", "\n".join(_joined(_DELETED, each) for each in paragraphs), Kind.SHOWN)
        yield Passage("field", "\n".join(_joined(_INSTRUCTION, each) for each in paragraphs))
        yield Passage("alternative text", "\n".join(map(unescape, _ALTERNATIVE.findall(text))))
    elif name.startswith("docProps/"):
        yield Passage("metadata", "\n".join(map(unescape, _PROPERTY.findall(text))), Kind.CODE)
    yield Passage(name, values, Kind.JOINED)
    if not _MODEL.fullmatch(name):
        yield Passage(name, "\n".join(_values(text, _TYPED)), Kind.CODE)
    yield Passage("variables", "\n".join(_values(" ".join(_VARIABLES.findall(text)))))
    yield Passage("comment", "\n".join(_COMMENT.findall(text)))
    yield Passage(name, unescape(_TAG.sub("", text)), Kind.JOINED)
    yield Passage(name, tags_apart(text), Kind.JOINED)


def _values(text: str, names: Collection[str] = ()) -> Iterator[str]:
    """The values of attributes, or of those with these names, without those that name a schema."""
    for found in _ATTRIBUTE.finditer(text):
        value = found[2] or found[3] or ""
        if not (found[1].startswith("xmlns") or value.startswith(_SCHEMA)) and (
            not names or found[1].rpartition(":")[2] in names
        ):
            yield unescape(value)


def _joined(pattern: re.Pattern[str], paragraph: str) -> str:
    """A text of which a paragraph may have pieces."""
    return "".join(map(unescape, pattern.findall(paragraph)))


def _shown(paragraph: str) -> str:
    return "".join(" " if found[2] else unescape(found[1]) for found in _TEXT.finditer(paragraph))


def _parts(content: bytes) -> dict[str, str]:
    """The parts in XML, by their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise UnreadableError("it is not a Word file")
            if len(set(archive.namelist())) < len(archive.namelist()):
                raise UnreadableError("it has two parts of one name")
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            return {name: _decoded(archive.read(name)) for name in names}
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        raise UnreadableError("it is damaged, or not a Word file") from error


def _decoded(part: bytes) -> str:
    """XML, also in UTF-16."""
    text = decoded(part)
    return part.decode("utf-8", "replace") if text is None else text
