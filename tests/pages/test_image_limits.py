"""An image or a piece of HTML that would take a browser or WeasyPrint too long is refused."""

import io
import struct
import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from PIL import Image
from workshop import Workshop

from coursebuild.pages.images.bitmaps import size

OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
)


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG of one bit a pixel."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def tenfold(first: str, each: str) -> str:
    """Eight definitions, each of which draws the one before ten times."""
    levels = [each.format(name=f"a{n + 1}", before=f"a{n}") for n in range(8)]
    return f"<defs>{first}{''.join(levels)}</defs>"


RECT = '<rect width="1" height="1"/>'
USES = '<use xlink:href="#{before}"/>' * 10
DRAWN = {
    "uses": tenfold(f'<g id="a0">{RECT}</g>', f'<g id="{{name}}">{USES}</g>') + '<use href="#a8"/>',
    "patterns": tenfold(
        f'<pattern id="a0">{RECT}</pattern>',
        '<pattern id="{name}">' + '<rect fill="url(#{before})"/>' * 10 + "</pattern>",
    )
    + '<rect style="fill: url(#a8)"/>',
    "markers of many vertices": f'<marker id="m"><path d="M0 0L1 1"/></marker><g marker-mid="url(#m)">'
    f'<path d="{"L1 2" * 50_000}"/></g>',
    "masks": tenfold(
        f'<mask id="a0">{RECT}</mask>',
        '<mask id="{name}">' + '<g mask="url(#{before})"/>' * 10 + "</mask>",
    )
    + '<g mask="url(#a8)"/>',
    "steps of a filter": '<filter id="f"><feFlood result="a0"/>'
    + "".join(
        f'<feMerge result="a{n + 1}"><feMergeNode in="a{n}"/><feMergeNode in="a{n}"/></feMerge>'
        for n in range(20)
    )
    + '</filter><rect filter="url(#f)"/>',
    "an animated reference": tenfold(
        f'<g id="a0">{RECT}</g>',
        '<g id="{name}">' + '<use><set attributeName="href" to="#{before}"/></use>' * 10 + "</g>",
    )
    + '<use href="#a8"/>',
    "a style sheet": tenfold(
        f'<pattern id="a0">{RECT}</pattern>', f'<pattern id="{{name}}">{RECT * 10}</pattern>'
    )
    + "<style>"
    + "".join(f"#a{n + 1} rect {{ fill: url(#a{n}) }}" for n in range(8))
    + '</style><rect fill="url(#a8)"/>',
    "a style sheet for all": tenfold(
        f'<pattern id="a0">{RECT}</pattern>', f'<pattern id="{{name}}">{RECT * 10}</pattern>'
    )
    + "<style>"
    + "".join(f"[x='{n}'] {{ fill: url(#a{n}) }}" for n in range(8))
    + '</style><rect fill="url(#a8)"/>',
    "dashes": '<path stroke="red" stroke-dasharray="0.0001" d="M0 5L100 5"/>' * 100,
    "plain shapes": RECT * 100_001,
    "a drawing in a drawing": "<image href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E"
    + "%3Cg/%3E" * 500
    + '%3C/svg%3E"/>' * 1
    + "".join('<use href="#i"/>' for _ in range(3)),
}
DRAWN["a drawing in a drawing"] = (
    '<g id="i">' + DRAWN["a drawing in a drawing"].split("<use")[0] + "</g>" + '<use href="#i"/>' * 300
)


def built(workshop: Workshop, name: str, content: bytes) -> str:
    """What the build of a lesson with an image says."""
    workshop.write(f"course/{name}", content)
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n![An image]({name})\n")
    return str(workshop.run("--to", "html", "--quiet").err)


@pytest.mark.parametrize("inside", DRAWN.values(), ids=DRAWN)
def test_a_drawing_of_too_many_shapes(workshop: Workshop, inside: str) -> None:
    message = built(workshop, "a.svg", f"{OPENING}{inside}</svg>".encode())
    assert "course/lab.md:5:" in message
    assert "error[CB019]" in message
    assert "`image-elements` is 100000" in message
    assert not workshop.files()


def test_patterns_in_a_style_sheet_are_allowed(workshop: Workshop) -> None:
    """Each pattern has a shape of the kind that it paints elsewhere."""
    patterns = "".join(f'<pattern id="p{n}">{RECT}</pattern>' for n in range(9))
    rules = "".join(f".c{n} rect {{ fill: url(#p{n}) }}" for n in range(9))
    groups = "".join(f'<g class="c{n}">{RECT}</g>' for n in range(9))
    assert built(workshop, "a.svg", f"{OPENING}<style>{rules}</style>{patterns}{groups}</svg>".encode()) == ""


def test_the_limit_can_be_raised(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", "[limits]\nimage-elements = 200000\nimage-pixels = 200000000\n")
    assert built(workshop, "a.svg", f"{OPENING}{RECT * 100_001}</svg>".encode()) == ""
    assert built(workshop, "a.png", png(9_400, 9_400)) == ""


@pytest.mark.parametrize(
    "inside",
    [
        "<g>" * 250 + "</g>" * 250,
        '<g id="a"><use href="#a"/></g>',
        '<mask id="a"><g mask="url(#a)"/></mask><g mask="url(#a)"/>',
    ],
    ids=["nested", "a group in itself", "a mask in itself"],
)
def test_a_drawing_that_cannot_be_drawn(workshop: Workshop, inside: str) -> None:
    assert "CB205" in built(workshop, "a.svg", f"{OPENING}{inside}</svg>".encode())


def test_an_image_of_too_many_pixels(workshop: Workshop) -> None:
    """A file of 45 bytes; WeasyPrint would need 1.6 GB for it."""
    message = built(workshop, "a.png", png(9_400, 9_400))
    assert (
        "error[CB019]: image `a.png`: it has 9400 by 9400 pixels, and `image-pixels` is 50000000" in message
    )


def test_pixels_in_a_drawing(workshop: Workshop) -> None:
    uri = f"data:image/png;base64,{b64encode(png(9_400, 9_400)).decode()}"
    for inside in (f'<image href="{uri}"/>', f"<style>rect {{ fill: url({uri}) }}</style>{RECT}"):
        assert "CB019" in built(workshop, "a.svg", f"{OPENING}{inside}</svg>".encode())


def test_a_logo_has_the_same_limits(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", '[theme]\nlogo = "logo.png"\n')
    workshop.write("logo.png", png(9_400, 9_400))
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    assert "9400 by 9400 pixels" in workshop.run("--to", "html", "--quiet").err


def test_a_size_that_cannot_be_read(workshop: Workshop) -> None:
    assert "CB205" in built(workshop, "a.png", b"\x89PNG\r\n\x1a\nrubbish")
    assert "CB205" in built(workshop, "a.jpg", b"\xff\xd8\xff\xe0")


@pytest.mark.parametrize("format_", ["png", "jpeg", "gif", "webp", "avif"])
@pytest.mark.parametrize("frames", [1, 3])
def test_sizes_are_those_that_pillow_reads(format_: str, frames: int) -> None:
    if format_ == "jpeg" and frames > 1:
        return
    images = [Image.new("RGB", (30, 20), (n, 0, 0)) for n in range(0, 250, 250 // frames)][:frames]
    out = io.BytesIO()
    images[0].save(out, format_, **({"save_all": True, "append_images": images[1:]} if frames > 1 else {}))
    assert size.read_size(out.getvalue(), f"image/{format_}") == (30, 20, frames)


@pytest.mark.parametrize("options", [{"lossless": True}, {"exact": True, "quality": 50}])
def test_sizes_of_webp(options: dict[str, object]) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 2), (9, 9, 9, 9)).save(out, "webp", **options)
    assert size.read_size(out.getvalue(), "image/webp") == (300, 2, 1)


def test_html_that_is_nested_too_deeply(workshop: Workshop) -> None:
    """Its parser goes through all open elements for each tag, and nothing can interrupt it."""
    workshop.write(
        "course/lab.md", "---\ntitle: Lab\n---\n\n" + "<b>" * 20_000 + "x" + "</b>" * 20_000 + "\n"
    )
    assert "course/lab.md:5:1: error[CB010]: its HTML is nested too deeply" in workshop.run("-q").err


def test_a_tag_with_too_many_attributes(workshop: Workshop) -> None:
    attributes = " ".join(f"data-a{n}='x'" for n in range(20_000))
    workshop.write(
        "course/lab.md", f"---\ntitle: Lab\n---\n\n<table {attributes}><tr><td>x</td></tr></table>\n"
    )
    assert "course/lab.md:5:1: error[CB010]" in workshop.run("--to", "html", "-q").err


def test_many_tags_side_by_side_are_allowed(workshop: Workshop) -> None:
    lists = "<ul>" + "<li>one<p>two" * 600 + "</ul><br>" * 600
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n{lists}\n\n" + "<b>x</b> <i>y</i>\n" * 600)
    assert Path(workshop.folder, "build").exists() == (workshop.run("--to", "html", "-q").code != 0)


def test_a_drawing_may_bring_its_fonts(workshop: Workshop) -> None:
    """As Excalidraw's do."""
    sheet = "<style>@font-face { font-family: Hand; src: url(data:font/woff2;base64,d09GMgABAAAA) }</style>"
    content = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{sheet}<rect width="9"/></svg>'
    assert built(workshop, "plan.svg", content.encode()) == ""
