"""Finish a Word file: the course's styles and paper, and the same bytes for the same page."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from coursebuild.word.styles import with_styles

_SECTION = re.compile(r"<w:sectPr>(.*?)</w:sectPr>|<w:sectPr\s*/>", re.DOTALL)
_SOURCE = re.compile(r'(<pic:cNvPr\b[^>]*?) descr="data:[^"]*"')  # pandoc repeats the whole picture there
_TIME = re.compile(r"(<dcterms:(created|modified)\b[^>]*>)[^<]*")
_EPOCH = "1980-01-01T00:00:00Z"
_LANG = re.compile(r"<dc:language>([^<]*)")
_TWIPS = 1440 / 25.4  # in a millimetre


def finished(content: bytes, look: Mapping[str, Any]) -> bytes:
    """A Word file as pandoc wrote it, with the look of the course's pages."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as written,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        core = written.read("docProps/core.xml").decode()
        lang = found[1] if (found := _LANG.search(core)) else "en"
        for name in written.namelist():
            part = written.read(name)
            if name.endswith(".xml"):
                part = _part(name, part.decode(), look, lang).encode()
            made.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(name: str, text: str, look: Mapping[str, Any], lang: str) -> str:
    if name == "word/styles.xml":
        return with_styles(text, look, lang)
    if name == "word/document.xml":
        return _SECTION.sub(lambda found: _section(found[1] or "", look), _SOURCE.sub(r"\1", text))
    if name == "docProps/core.xml":
        return _TIME.sub(rf"\g<1>{_EPOCH}", text)
    return text


def _section(inside: str, look: Mapping[str, Any]) -> str:
    """The page: its size and margins."""
    (width, height), (top, right, bottom, left) = look["paper"], look["margins"]
    return (
        f"<w:sectPr>{inside}"
        f'<w:pgSz w:w="{round(width * _TWIPS)}" w:h="{round(height * _TWIPS)}"/>'
        f'<w:pgMar w:top="{round(top * _TWIPS)}" w:right="{round(right * _TWIPS)}" '
        f'w:bottom="{round(bottom * _TWIPS)}" w:left="{round(left * _TWIPS)}" '
        'w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )
