"""Pages with a secret, hidden in each way that follows, are refused.

What is not found: a secret that a script puts together from pieces, or that is encrypted, reversed (also by
`dir` and direction marks), spelled with letters of another alphabet that look alike, or drawn as a picture;
one word whose letters stand apart; and one word, but not a sentence, as a name that all pages have.
"""

import base64
import gzip
import json
import string
import urllib.parse
import zlib
from collections.abc import Callable
from html import escape

import pytest
from tampering import (
    OF_A_GAP,
    SECRETS,
    SENTENCE,
    WORD,
    a_pdf,
    exif,
    finished,
    gif,
    image,
    leaks,
    png,
    png_with_a_chunk,
    svg,
    webp,
    zipped,
)
from workshop import Done

from coursebuild.model import Format

Way = Callable[[str], str]  # from a secret to what is put into the page


def in_main(template: str) -> tuple[Way, str]:
    return (lambda secret: template.replace("@", secret)), "</main>"


def before(place: str, template: str) -> tuple[Way, str]:
    return (lambda secret: template.replace("@", secret)), place


def split(secret: str, by: str) -> str:
    return f"{secret[:4]}{by}{secret[4:]}"


def in_cells(secret: str) -> str:
    """Between words; a word alone is a cell."""
    cells = "</td><td>".join(secret.split(" "))
    return f"<table><tr><td>{cells}</td></tr></table>"


def zlibbed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode()


def deflated(content: bytes) -> bytes:
    packing = zlib.compressobj(9, wbits=-15)
    return packing.compress(content) + packing.flush()


def plantuml(secret: str) -> str:
    """Three bytes in four signs, of which the first are the digits."""
    content = deflated(secret.encode())
    bits = "".join(f"{byte:08b}" for byte in content + bytes(-len(content) % 3))
    signs = string.digits + string.ascii_uppercase + string.ascii_lowercase + "-_"
    return "".join(signs[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))


def diagram(secret: str) -> str:
    """The label of a shape has markup, which is within a word."""
    label = escape(f"<i>{split(secret, '</i>')}")
    return f'<mxGraphModel><root><mxCell id="1" value="{label}"/></root></mxGraphModel>'


def drawio(secret: str) -> str:
    page = base64.b64encode(deflated(urllib.parse.quote(diagram(secret)).encode())).decode()
    return f'<mxfile><diagram name="Page-1">{page}</diagram></mxfile>'


def excalidraw(secret: str) -> str:
    drawing = json.dumps({"elements": [{"type": "text", "text": secret}]}, ensure_ascii=False)
    text = zlib.compress(drawing.encode()).decode("latin-1")
    payload = json.dumps({"encoding": "bstring", "encoded": text}, ensure_ascii=False)
    return base64.b64encode(payload.encode("latin-1")).decode()


def each(secret: str, form: Callable[[int], str]) -> str:
    return "".join(form(ord(character)) for character in secret)


def encoded(secret: str) -> str:
    return base64.b64encode(secret.encode()).decode()


def uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def data(kind: str, content: bytes) -> str:
    return f"<img alt='' src='{uri(kind, content)}'>"


WAYS: dict[str, tuple[Way, str]] = {
    # text
    "paragraph": in_main("<p>@</p>"),
    "inline tags": (lambda s: f"<p>{split(s, '</b><i>')}</p>", "</main>"),
    "wbr": (lambda s: f"<p>{split(s, '<wbr>')}</p>", "</main>"),
    "soft hyphen": (lambda s: f"<p>{split(s, '&shy;')}</p>", "</main>"),
    "zero-width space": (lambda s: f"<p>{split(s, '&#8203;')}</p>", "</main>"),
    "word joiner": (lambda s: f"<p>{split(s, chr(0x2060))}</p>", "</main>"),
    "combining grapheme joiner": (lambda s: f"<p>{split(s, chr(0x34F))}</p>", "</main>"),
    "variation selector": (lambda s: f"<p>{split(s, chr(0xFE0F))}</p>", "</main>"),
    "direction mark": (lambda s: f"<p>{split(s, chr(0x202A))}</p>", "</main>"),
    "tag character": (lambda s: f"<p>{split(s, chr(0xE0041))}</p>", "</main>"),
    "comment inside": (lambda s: f"<p>{split(s, '<!-- x -->')}</p>", "</main>"),
    "references": (lambda s: f"<p>{each(s, lambda c: f'&#{c};')}</p>", "</main>"),
    "hexadecimal references": (lambda s: f"<p>{each(s, lambda c: f'&#x{c:x};')}</p>", "</main>"),
    "references without semicolons": (lambda s: f"<p>{each(s, lambda c: f'&#{c}')}</p>", "</main>"),
    "references of references": (lambda s: f"<p>{each(s, lambda c: f'&amp;#{c};')}</p>", "</main>"),
    "full width": (
        lambda s: "<p>" + each(s, lambda c: chr(c + 0xFEE0) if 33 <= c <= 126 else chr(c)) + "</p>",
        "</main>",
    ),
    "mathematical letters": (
        lambda s: "<p>" + each(s, lambda c: chr(c - 97 + 0x1D41A) if 97 <= c <= 122 else chr(c)) + "</p>",
        "</main>",
    ),
    "table cells": (in_cells, "</main>"),
    "line breaks": (lambda s: f"<p>{s.replace(' ', '<br>')}</p>", "</main>"),
    "paragraphs": (lambda s: f"<p>{s.replace(' ', '</p><p>')}</p>", "</main>"),
    "list items": (lambda s: f"<ul><li>{s.replace(' ', '</li><li>')}</ul>", "</main>"),
    "hidden": in_main("<p hidden>@</p>"),
    "template": in_main("<template><p>@</p></template>"),
    "noscript": in_main("<noscript>@</noscript>"),
    "textarea": in_main("<textarea>@</textarea>"),
    "table of contents": before("</nav>", "<a href='#x'>@</a>"),
    "title": before("</head>", "<title>@</title>"),
    "after the page": (lambda s: s, ""),
    "malformed tag": in_main('<p>x<b =">@</b></p>'),
    "unclosed tag": in_main("<p title='@"),
    # comments and the like
    "comment": in_main("<!-- @ -->"),
    "comment with tags": (lambda s: f"<!-- <p>{split(s, '</b>')}</p> -->", "</main>"),
    "comment without an end": (lambda s: f"<!-- {s}", ""),
    "conditional comment": in_main("<!--[if IE]><p>@</p><![endif]-->"),
    "CDATA": in_main("<![CDATA[ @ ]]>"),
    "declaration": in_main("<!@>"),
    "processing instruction": in_main("<?answer @?>"),
    # attributes and names
    "title attribute": in_main("<p title='@'>x</p>"),
    "attribute without quotes": (lambda s: f"<p title={s.replace(' ', '_')}>x</p>", "</main>"),
    "alternative text": in_main("<img alt='@' src='data:,'>"),
    "data attribute": in_main("<p data-answer='@'>x</p>"),
    "name of an attribute": (lambda s: f"<p {s.replace(' ', '-')}>x</p>", "</main>"),
    "name of a data attribute": (lambda s: f"<p data-{s.replace(' ', '-')}=1>x</p>", "</main>"),
    "class": (lambda s: f"<p class='{s.replace(' ', '-')}'>x</p>", "</main>"),
    "classes": in_main("<p class='@'>x</p>"),
    "identifier": (lambda s: f"<p id='{s.replace(' ', '-')}'>x</p>", "</main>"),
    "name of an element": (lambda s: f"<x-{s.replace(' ', '-')}>x</x>", "</main>"),
    "role": in_main("<p role='@'>x</p>"),
    "address": (lambda s: f"<a href='https://x.org/{urllib.parse.quote(s)}'>x</a>", "</main>"),
    "address, every letter": (
        lambda s: (
            f"<a href='x?{each(s, lambda c: urllib.parse.quote(chr(c)) if c > 126 else f'%{c:02x}')}'>x</a>"
        ),
        "</main>",
    ),
    "metadata": before("</head>", "<meta name='description' content='@'>"),
    "name of metadata": before("</head>", "<meta name='@' content='x'>"),
    # scripts and style sheets
    "script": before("</body>", "<script>const answer = '@'</script>"),
    "script, comment": before("</body>", "<script>// @\n</script>"),
    "script, identifier": (
        lambda s: f"<script>let {s.replace(' ', '_')} = 1</script>",
        "</body>",
    ),
    "script, unicode escapes": (
        lambda s: f"<script>a = '{each(s, lambda c: chr(92) + f'u{c:04x}')}'</script>",
        "</body>",
    ),
    "script, braced escapes": (
        lambda s: f"<script>a = '{each(s, lambda c: chr(92) + 'u{' + f'{c:x}' + '}')}'</script>",
        "</body>",
    ),
    "script, one escape": (
        lambda s: f"<script>a = '{split(s, chr(92) + 'u200b')}'</script>",
        "</body>",
    ),
    "script, line that continues": (
        lambda s: f"<script>a = '{split(s, chr(92) + chr(10))}'</script>",
        "</body>",
    ),
    "JSON": before("</body>", '<script type="application/json">{"answer": "@"}</script>'),
    "style sheet": before("</head>", "<style>p::after { content: '@' }</style>"),
    "style sheet, comment": before("</head>", "<style>/* @ */</style>"),
    "style sheet, escapes": (
        lambda s: f"<style>p::after {{ content: '{each(s, lambda c: chr(92) + f'{c:06x}')}' }}</style>",
        "</head>",
    ),
    "style sheet, short escapes": (
        lambda s: f"<style>p::after {{ content: '{each(s, lambda c: chr(92) + f'{c:x} ')}' }}</style>",
        "</head>",
    ),
    "style attribute": in_main("<p style='--answer: \"@\"'>x</p>"),
    # encodings
    "base64": (lambda s: f"<p>{encoded(s)}</p>", "</main>"),
    "base64 of base64": (lambda s: f"<p>{encoded(encoded(s))}</p>", "</main>"),
    "base64 in a script": (lambda s: f"<script>atob('{encoded(s)}')</script>", "</body>"),
    "base64 in lines": (
        lambda s: f"<!--\n{base64.encodebytes((s + ' ' + 'pad ' * 40).encode()).decode()}-->",
        "</main>",
    ),
    "base64 for addresses": (
        lambda s: f"<p>{base64.urlsafe_b64encode(('???' + s).encode()).decode().rstrip('=')}</p>",
        "</main>",
    ),
    "hexadecimal": (lambda s: f"<p>{s.encode().hex()}</p>", "</main>"),
    # what drawing programs and services keep of a text
    "address of a diagram": (lambda s: f"<a href='https://x.org/svg/{zlibbed(s.encode())}'>x</a>", "</main>"),
    "Mermaid's editor": (
        lambda s: f"<a href='https://x.org/edit#pako:{zlibbed(json.dumps({'code': s}).encode())}'>x</a>",
        "</main>",
    ),
    "PlantUML": (lambda s: f"<a href='https://x.org/uml/{plantuml(s)}'>x</a>", "</main>"),
    "draw.io": (lambda s: f"<div data-x='{escape(drawio(s))}'>x</div>", "</main>"),
    "draw.io, in a drawing": (
        lambda s: data("image/svg+xml", svg(f"<g content='{escape(drawio(s))}'/>").encode()),
        "</main>",
    ),
    "draw.io, with pages as they are": (
        lambda s: data("image/svg+xml", svg(f"<g content='{escape(diagram(s))}'/>").encode()),
        "</main>",
    ),
    "Excalidraw": (lambda s: f"<!-- payload-start -->{excalidraw(s)}<!-- payload-end -->", "</main>"),
    "data URI of text": (lambda s: f"<a href='data:text/plain;base64,{encoded(s)}'>x</a>", "</main>"),
    "data URI, percent-encoded": (
        lambda s: f"<a href='data:text/plain,{urllib.parse.quote(s)}'>x</a>",
        "</main>",
    ),
    "data URI of HTML": (
        lambda s: (
            f"<iframe src='data:text/html;base64,{encoded('<p>' + split(s, '<b>') + '</p>')}'></iframe>"
        ),
        "</main>",
    ),
    "srcdoc": (lambda s: f"<iframe srcdoc='{escape(f'<p>{s}</p>')}'></iframe>", "</main>"),
    "compressed": (lambda s: data("application/gzip", gzip.compress(s.encode())), "</main>"),
    "archive": (lambda s: data("application/zip", zipped(s)), "</main>"),
    "PDF": (lambda s: data("application/pdf", a_pdf(s)), "</main>"),
    # images
    "SVG, text": (lambda s: data("image/svg+xml", svg(f"<text>{s}</text>").encode()), "</main>"),
    "SVG, parts of a text": (
        lambda s: data("image/svg+xml", svg(f"<text>{split(s, '</tspan><tspan>')}</text>").encode()),
        "</main>",
    ),
    "SVG, title": (lambda s: data("image/svg+xml", svg(f"<title>{s}</title>").encode()), "</main>"),
    "SVG, description": (lambda s: data("image/svg+xml", svg(f"<desc>{s}</desc>").encode()), "</main>"),
    "SVG, comment": (lambda s: data("image/svg+xml", svg(f"<!-- {s} -->").encode()), "</main>"),
    "SVG, metadata": (lambda s: data("image/svg+xml", svg(f"<metadata>{s}</metadata>").encode()), "</main>"),
    "SVG, identifier": (
        lambda s: data("image/svg+xml", svg(f"<g id='{s.replace(' ', '-')}'/>").encode()),
        "</main>",
    ),
    "SVG, CDATA": (
        lambda s: data("image/svg+xml", svg(f"<text><![CDATA[{s}]]></text>").encode()),
        "</main>",
    ),
    "SVG, percent-encoded": (
        lambda s: f'<img alt="" src="data:image/svg+xml,{urllib.parse.quote(svg(f"<text>{s}</text>"))}">',
        "</main>",
    ),
    "SVG, compressed": (
        lambda s: data("image/svg+xml", gzip.compress(svg(f"<text>{s}</text>").encode())),
        "</main>",
    ),
    "SVG in UTF-16": (lambda s: data("image/svg+xml", svg(f"<text>{s}</text>").encode("utf-16")), "</main>"),
    "SVG in the page": in_main('<svg width="9" height="9"><desc>@</desc></svg>'),
    "PNG, text": (lambda s: data("image/png", png("tEXt", s)), "</main>"),
    "PNG, compressed text": (lambda s: data("image/png", png("zTXt", s)), "</main>"),
    "PNG, international text": (lambda s: data("image/png", png("iTXt", s)), "</main>"),
    "PNG, compressed international text": (
        lambda s: data("image/png", png("iTXt compressed", s)),
        "</main>",
    ),
    "PNG, private chunk": (lambda s: data("image/png", png_with_a_chunk(s)), "</main>"),
    "PNG, after its end": (lambda s: data("image/png", image("PNG") + s.encode()), "</main>"),
    "JPEG, comment": (lambda s: data("image/jpeg", image("JPEG", comment=s.encode())), "</main>"),
    "JPEG, Exif": (lambda s: data("image/jpeg", image("JPEG", exif=exif(s))), "</main>"),
    "JPEG, after its end": (lambda s: data("image/jpeg", image("JPEG") + s.encode()), "</main>"),
    "GIF, comment": (lambda s: data("image/gif", gif(s)), "</main>"),
    "WebP, Exif": (lambda s: data("image/webp", webp(s)), "</main>"),
    "image of a style sheet": (
        lambda s: f"<style>p {{ background: url({uri('image/png', png('tEXt', s))}) }}</style>",
        "</head>",
    ),
}


def tampered(way: str, secret: str) -> bytes:
    planted, place = WAYS[way]
    page, _ = finished(Format.HTML)
    html = page.decode()
    assert place in html
    at = html.index(place) if place else len(html)
    return (html[:at] + planted(secret) + html[at:]).encode()


def test_what_was_built_passes() -> None:
    """The same page, before anybody touched it."""
    page, against = finished(Format.HTML)
    assert {WORD, "quixotism"} <= against.words
    assert leaks(page, Format.HTML) == set()


@pytest.mark.parametrize("way", WAYS)
def test_a_harmless_text_passes(way: str) -> None:
    """What is refused below is the secret, not the way."""
    assert leaks(tampered(way, "next question"), Format.HTML) == set()


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("way", WAYS)
def test_a_tampered_page_is_refused(way: str, secret: str) -> None:
    """One word or a sentence, in capitals or with other typography."""
    found = leaks(tampered(way, SECRETS[secret]), Format.HTML)
    assert found
    assert "unreadable" not in {where for where, _ in found}


@pytest.mark.parametrize("text", OF_A_GAP)
@pytest.mark.parametrize("way", ["paragraph", "comment", "data attribute"])
def test_a_line_of_a_gap_and_its_mark_are_refused(way: str, text: str) -> None:
    """They are withheld as a correction is."""
    assert leaks(tampered(way, text), Format.HTML)


@pytest.mark.parametrize(
    "way", ["paragraph", "comment", "data attribute", "script, unicode escapes", "PNG, compressed text"]
)
def test_the_command_refuses_it(verify: Callable[[str, bytes], Done], way: str) -> None:
    """`verify` names the file, and the line of the correction."""
    done = verify("lab.html", tampered(way, SENTENCE))
    assert done.code == 1
    assert "course/lab.md:14:25: error[CB151]: build/student/lab.html contains `" in done.out


def test_there_are_many_ways() -> None:
    assert len(WAYS) >= 50
