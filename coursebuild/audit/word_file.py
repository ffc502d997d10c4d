"""Read a Word file: what its paragraphs show, alternative texts and properties, and each part as it is."""

import io
import re
import zipfile
from html import unescape

from coursebuild.audit.copies import archives
from coursebuild.audit.files import Found
from coursebuild.audit.passages import TEXT, TICKED, Enclosed, Kind, Passage, UnreadableError, tags_apart
from coursebuild.model import EDITION_MARK

_PARAGRAPH = re.compile(r"<w:p\b.*?</w:p>", re.DOTALL)
_TEXT = re.compile(r"<(?:w|m):t\b[^>]*>([^<]*)</(?:w|m):t>|<w:(tab|br)\b")
_ALTERNATIVE = re.compile(r'\b(?:descr|title)="([^"]+)"')
_VALUE = re.compile(r'\bw:(?:val|name)="([^"]*)"')
_TITLE = re.compile(r"<dc:title>([^<]*)</dc:title>")
_EDITION = re.compile(rf'<property\b[^>]*\bname="{EDITION_MARK}"[^>]*>\s*<[^>]*>([^<]*)<')
_PROPERTY = re.compile(r">([^<]+)<")
# The kinds of bullets; the lists, each with its kind; the list of a paragraph.
_BULLETS = re.compile(r'<w:abstractNum\b[^>]*\bw:abstractNumId="(\w+)".*?</w:abstractNum>', re.DOTALL)
_LIST = re.compile(r'<w:num\b[^>]*\bw:numId="(\w+)"[^>]*>\s*<w:abstractNumId\b[^>]*\bw:val="(\w+)"')
_IN_LIST = re.compile(r'<w:numId\b[^>]*\bw:val="(\w+)"')
_TARGET = re.compile(r'\bTarget="([^"]*)"')
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
    for name, text in _parts(content).items():
        if _BODIES.fullmatch(name):
            shown = [_shown(each[0]) for each in _PARAGRAPH.finditer(text)]
            yield Passage(TEXT, "\n".join(filter(None, shown)), Kind.SHOWN)
            yield Passage("alternative text", "\n".join(map(unescape, _ALTERNATIVE.findall(text))))
            yield Passage(name, "\n".join(map(unescape, _VALUE.findall(text))), Kind.CODE)
        elif name.startswith("docProps/"):
            yield Passage("metadata", "\n".join(map(unescape, _PROPERTY.findall(text))), Kind.CODE)
        elif name.endswith(".rels"):
            yield Passage(name, "\n".join(map(unescape, _TARGET.findall(text))), Kind.CODE)
        yield Passage(name, tags_apart(text), Kind.JOINED)
    for part in archives.zipped("word", content):
        is_read = isinstance(part, Enclosed) and part.where.endswith((".xml", ".rels"))
        if not is_read and not (isinstance(part, Passage) and part.kind is Kind.NAME):
            yield part


def _shown(paragraph: str) -> str:
    return "".join(" " if found[2] else unescape(found[1]) for found in _TEXT.finditer(paragraph))


def _parts(content: bytes) -> dict[str, str]:
    """The parts in XML, by their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise UnreadableError("it is not a Word file")
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            return {name: archive.read(name).decode("utf-8", "replace") for name in names}
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        raise UnreadableError("it is damaged, or not a Word file") from error
