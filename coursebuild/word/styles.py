"""The styles of a Word file, in the fonts and colours of the course."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from coursebuild.word.tree import style

CODE_FONT = "Consolas"
_STYLE = re.compile(r"<w:style\b[^>]*?w:styleId=\"(?P<id>[^\"]+)\".*?</w:style>", re.DOTALL)
_DEFAULTS = re.compile(r"<w:docDefaults>.*?</w:docDefaults>", re.DOTALL)
_SPACE = '<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="auto"/>'
_LINE = 276  # 240 for each line


def with_styles(styles: str, look: Mapping[str, Any], lang: str) -> str:
    """The part `word/styles.xml` with ours in place of pandoc's of the same names."""
    made = {_id(name): text for name, text in _styles(look)}
    kept = _STYLE.sub(lambda found: "" if found["id"] in made else found[0], styles)
    kept = _DEFAULTS.sub(lambda _: _defaults(look["font"], lang), kept)
    return kept.replace("</w:styles>", "".join(made.values()) + "</w:styles>")


def _defaults(font: str, lang: str) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(font)}"
        f'<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{escape(lang)}"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{_SPACE.format(0, 120, _LINE)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def _styles(look: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    font, ink, accent, muted = look["font"], look["ink"], look["accent"], look["muted"]
    base = _font(font)
    yield _paragraph("Body Text", "Normal", _SPACE.format(0, 120, _LINE))
    yield _paragraph("First Paragraph", "Body Text")
    yield _paragraph("Compact", "Body Text", _SPACE.format(0, 40, _LINE))
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="4" w:color="{_hex(accent)}"/></w:pBdr>'
    yield _paragraph("Title", "Normal", "<w:keepNext/>" + rule, f"{base}<w:b/>{_colour(ink)}{_size(20)}")
    yield _paragraph("Subtitle", "Normal", "<w:keepNext/>", f"{base}{_colour(muted)}{_size(14)}")
    for name in ("Author", "Date", "Edition", "Field"):
        yield _paragraph(name, "Normal", "", f"{base}{_colour(muted)}{_size(10.5)}")
    for level, size in enumerate((15.5, 12.5, 11, 10.5, 10.5, 10.5), 1):
        space = _SPACE.format(320 - 40 * min(level, 4), 100, 240)
        outline = f'<w:keepNext/><w:keepLines/>{space}<w:outlineLvl w:val="{level - 1}"/>'
        yield _paragraph(f"heading {level}", "Normal", outline, f"{base}<w:b/>{_colour(ink)}{_size(size)}")
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(look["sunken"])}"/>'
    code = f"{_font(CODE_FONT)}{_size(9)}"
    yield _paragraph("Source Code", "Normal", f"<w:keepLines/>{shade}{_SPACE.format(60, 140, 240)}", code)
    yield _character("Verbatim Char", code)
    yield _character("Hyperlink", _colour(accent) + '<w:u w:val="single"/>')
    for name in ("Table Caption", "Image Caption"):
        keep = "<w:keepNext/>" if name.startswith("Table") else ""
        yield _paragraph(name, "Normal", keep, f"<w:i/>{_colour(muted)}{_size(9.5)}")
    yield _paragraph("Captioned Figure", "Normal", '<w:keepNext/><w:jc w:val="center"/>')
    yield _table(look["line"], look["sunken"])
    for kind, (colour, tint) in look["kinds"].items():
        box = (
            f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{_hex(colour)}"/></w:pBdr>'
            f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(tint)}"/>{_SPACE.format(0, 0, _LINE)}'
            '<w:ind w:left="200"/>'
        )
        yield _paragraph(style(kind), "Body Text", box)
        yield _paragraph(style(kind, "Title"), style(kind), "<w:keepNext/>", f"<w:b/>{_colour(colour)}")


def _paragraph(name: str, base: str, layout: str = "", text: str = "") -> tuple[str, str]:
    return name, (
        f'<w:style w:type="paragraph" w:styleId="{_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{_id(base)}"/><w:qFormat/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


def _character(name: str, text: str) -> tuple[str, str]:
    return name, (
        f'<w:style w:type="character" w:styleId="{_id(name)}"><w:name w:val="{name}"/>'
        f"<w:rPr>{text}</w:rPr></w:style>"
    )


def _table(line: str, head: str) -> tuple[str, str]:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_hex(line)}"/>'
        for side in ("top", "bottom", "insideH")
    )
    return "Table", (
        '<w:style w:type="table" w:styleId="Table"><w:name w:val="Table"/>'
        f'<w:tblPr><w:tblBorders>{sides}</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/>'
        '<w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_hex(head)}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _id(name: str) -> str:
    """The identifier that pandoc makes of a style's name."""
    return "".join(part[:1].upper() + part[1:] for part in name.split())


def _font(name: str) -> str:
    named = escape(name)
    return f'<w:rFonts w:ascii="{named}" w:hAnsi="{named}" w:cs="{named}" w:eastAsia="{named}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _colour(value: str) -> str:
    return f'<w:color w:val="{_hex(value)}"/>'


def _hex(value: str) -> str:
    return value.lstrip("#").upper()
