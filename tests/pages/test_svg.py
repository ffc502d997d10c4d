"""What an SVG hides is removed, and the drawing looks the same."""

import io
import re
from base64 import b64decode, b64encode
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from tampering import png
from workshop import Workshop

from coursebuild.model import ImageError
from coursebuild.pages.images import svg

OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="60" height="30" viewBox="0 0 60 30">'
)
SEEN = '<rect width="30" height="30" fill="teal"/><text x="2" y="20" font-size="9">seen</text>'


def drawing(inside: str) -> bytes:
    return f"{OPENING}{inside}{SEEN}</svg>".encode()


def cleaned(content: bytes) -> tuple[bytes, svg.Removed]:
    return svg.cleaned(content, svg.parsed(content))


HIDDEN = {
    "comment": "<!-- secret -->",
    "processing instruction": "<?editor secret?>",
    "metadata": "<metadata><about>secret</about></metadata>",
    "editor's element": "<inkscape:notes>secret</inkscape:notes>",
    "editor's attribute": '<g inkscape:label="secret"/>',
    "draw.io's source of all pages": '<g content="&lt;mxfile&gt;secret&lt;/mxfile&gt;"/>',
    "data of an editor": '<g data-answer="secret"/>',
    "a tooltip of a link": '<g xlink:title="secret"/>',
    "comment in a style sheet": "<style>/* secret */</style>",
    "comment in a style": '<g style="fill: red; /* secret */"/>',
    "data of an HTML part": '<foreignObject width="9" height="9"><div data-answer="secret" '
    'xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    "display": '<g display="none"><text y="9">secret</text></g>',
    "display in a style": '<g style="fill: red; display: none !important"><text y="9">secret</text></g>',
    "visibility": '<g visibility="hidden"><text y="9">secret</text></g>',
    "opacity": '<g opacity="0"><text y="9">secret</text></g>',
    "opacity in a style": '<text style="opacity:0.0" y="9">secret</text>',
    "title of a hidden layer": '<g display="none"><title>secret</title></g>',
    "in a group": '<g fill="red"><g><text y="9" display="none">secret</text></g></g>',
    "with an unused identifier": '<g id="answers" display="none"><text y="9">secret</text></g>',
}

KEPT = {
    "title": "<title>secret</title>",
    "description": "<desc>secret</desc>",
    "used elsewhere": '<g display="none"><text id="a" y="9">secret</text></g><use href="#a"/>',
    "used with xlink": '<g display="none"><text id="a" y="9">secret</text></g><use xlink:href="#a"/>',
    "a gradient": '<g display="none"><linearGradient id="a"><stop stop-color="red"/></linearGradient></g>'
    '<text y="9" fill="url(#a)">secret</text>',
    "visible in a hidden group": '<g visibility="hidden"><text y="9" visibility="visible">secret</text></g>',
    "shown later": '<text y="9" display="none">secret<set attributeName="display" to="inline"/></text>',
    "shown by a style sheet": "<style>text { display: inline }</style>"
    '<text y="9" display="none">secret</text>',
    "a style sheet in a hidden group": '<g display="none"><style>.a { fill: red }</style></g>'
    '<text class="a" y="9">secret</text>',
    "counted by a style sheet": "<style>text:nth-of-type(2) { fill: red }</style>"
    '<text display="none" y="9">secret</text>',
    "a part of a text": '<text y="9">se<tspan visibility="hidden">cr</tspan>et</text>',
    "a clip": '<clipPath id="a"><text opacity="0" y="9">secret</text></clipPath>'
    '<rect width="9" height="9" clip-path="url(#a)"/>',
    "in a switch": '<switch><text display="none" y="9">secret</text><text y="9">other</text></switch>',
    "almost transparent": '<text opacity="0.05" y="9">secret</text>',
}


@pytest.mark.parametrize("inside", HIDDEN.values(), ids=HIDDEN)
def test_what_nobody_sees_is_removed(inside: str) -> None:
    content, _ = cleaned(drawing(inside))
    assert b"secret" not in content
    assert b"seen" in content


@pytest.mark.parametrize("inside", KEPT.values(), ids=KEPT)
def test_what_is_seen_or_used_stays(inside: str) -> None:
    """Descriptions are for those who cannot see; a part may be hidden only where it stands, or for now."""
    content, reported = cleaned(drawing(inside))
    assert "secret" in "".join(ET.fromstring(content).itertext())  # noqa: S314 (our own)
    assert reported == ()


def as_uri(content: bytes, kind: str = "image/svg+xml") -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


PICTURES = {
    "a drawing": as_uri(drawing("<!-- secret -->")),
    "a drawing in a drawing": as_uri(drawing(f'<image href="{as_uri(drawing("<!-- secret -->"))}"/>')),
    "a drawing with percents": f"data:image/svg+xml,{quote(drawing('<metadata>secret</metadata>'))}",
    "a bitmap": as_uri(png("tEXt", "secret"), "image/png"),
}


@pytest.mark.parametrize("uri", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize("way", ['<image href="{}"/>', "<style>rect {{ fill: url({}) }}</style>"])
def test_pictures_in_a_drawing_are_cleaned(uri: str, way: str) -> None:
    content, _ = cleaned(drawing(way.format(uri)))
    inner = [b64decode(each) for each in re.findall(rb"base64,([\w+/=]+)", content)]
    inner += [b64decode(each) for inside in inner for each in re.findall(rb"base64,([\w+/=]+)", inside)]
    assert inner
    assert b"secret" not in b" ".join((content, *inner))


def test_an_attribute_that_a_style_sheet_asks_for_stays() -> None:
    sheet = '<style>[data-look="wide"] { stroke-width: 4 }</style>'
    content, _ = cleaned(drawing(f'{sheet}<g data-look="wide" data-answer="secret"/>'))
    assert b'data-look="wide"' in content
    assert b"secret" not in content


def test_a_drawing_that_hides_nothing_is_not_touched() -> None:
    content = b'<?xml version="1.0" encoding="UTF-8"?>\n' + drawing("<title>A plan</title>")
    assert cleaned(content) == (content, ())


def test_a_comment_in_utf_16_is_removed() -> None:
    """Its bytes are not those of ASCII."""
    content, _ = cleaned(f"{OPENING}<!-- secret -->{SEEN}</svg>".encode("utf-16"))
    assert "secret" not in content.replace(b"\0", b"").decode("latin-1")


def test_a_text_after_a_removed_part_stays() -> None:
    content, _ = cleaned(drawing('<text y="9">one <inkscape:x>secret</inkscape:x>two</text>'))
    assert "one two" in "".join(ET.fromstring(content).itertext())  # noqa: S314 (our own)


def test_only_a_hidden_layer_with_text_is_reported() -> None:
    """A comment, an editor's notes and a hidden shape are nobody's loss."""
    assert cleaned(drawing('<!-- a --><inkscape:b/><rect display="none" width="9" height="9"/>'))[1] == ()
    layer = '<g display="none"><text y="9">The\n answer</text></g>'
    assert cleaned(drawing(layer))[1] == (("CB160", "a hidden layer with the text `The answer`"),)


def test_no_svg_is_no_image() -> None:
    with pytest.raises(ImageError):
        cleaned(b"<html/>")


def picture(workshop: Workshop) -> bytes:
    """The first page of the students' PDF, as pixels."""
    page = pypdfium2.PdfDocument(workshop.folder / "build/student/lab.pdf")[0]
    out = io.BytesIO()
    page.render(scale=2).to_pil().save(out, "PNG")
    return out.getvalue()


def test_the_lesson_says_what_was_removed_and_looks_the_same(workshop: Workshop) -> None:
    """The warning names the image and is at its place; the printed page is equal, pixel by pixel."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n![A plan](plan.svg)\n")
    workshop.write("course/plan.svg", drawing(""))
    assert workshop.run("--quiet").code == 0
    before = picture(workshop)
    workshop.write("course/plan.svg", drawing("".join(HIDDEN.values())))
    done = workshop.run("--quiet")
    assert done.code == 0
    assert done.err.count("warning[CB160]") == 1
    assert "course/lab.md:5:11: warning[CB160]: image `plan.svg`: a hidden layer" in done.err
    assert "secret" not in workshop.html()
    assert picture(workshop) == before
