"""PDFs with a secret, hidden in each way that follows, are refused.

What is not found: a secret in glyphs whose font does not say which characters they are (without `ToUnicode`,
with a wrong one, or of a Type 3 font); in pixels; put together by a script; encrypted by other means than the
PDF's own; and one word, but not a sentence, in the tables of a font, in bytes that are no text, or as a name
that all PDFs have.
"""

import base64
import io
import re
import unicodedata
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from tampering import SECRETS, SENTENCE, a_pdf, exif, finished, image, leaks, png, zipped
from workshop import Done

from coursebuild.model import Format

Way = Callable[[Pdf, str], object]


def normal(secret: str) -> str:
    return unicodedata.normalize("NFKC", secret)


def shown(secret: str, before: str = "", size: float = 12, at: str = "100 100") -> bytes:
    """A page's content that shows a secret, as far as the standard fonts have its characters."""
    text = normal(secret).encode("cp1252", "ignore").hex()
    return f"q BT /Plain {size} Tf {before} 1 0 0 1 {at} Tm <{text}> Tj ET Q".encode()


def font(pdf: Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def on_page(pdf: Pdf, content: bytes) -> None:
    page = pdf.pages[0]
    page.obj.Resources.Font.Plain = font(pdf)
    page.contents_add(b"\n" + content)


def form(pdf: Pdf, content: bytes) -> pikepdf.Object:
    resources = Dictionary(Font=Dictionary(Plain=font(pdf)))
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 600, 800]), Resources=resources
    )


def annotated(pdf: Pdf, **entries: Any) -> None:
    page = pdf.pages[0].obj
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 99, 99]), **entries)
    page.Annots = Array([*page.get("/Annots", ()), pdf.make_indirect(note)])


def attached(pdf: Pdf, name: str, content: bytes) -> None:
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content)


def named(secret: str) -> Name:
    return Name("/" + secret.replace(" ", "_"))


def in_a_layer(pdf: Pdf, secret: str) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    hidden = Dictionary(OFF=Array([layer]), BaseState=Name.OFF)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=hidden)
    pdf.pages[0].obj.Resources.Properties = Dictionary(Layer=layer)
    on_page(pdf, b"/OC /Layer BDC " + shown(secret) + b" EMC")


def under_an_image(pdf: Pdf, secret: str) -> None:
    pixels = pdf.make_stream(
        b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8
    )
    pixels.ColorSpace = Name.DeviceGray
    pdf.pages[0].obj.Resources.XObject.Cover = pixels
    on_page(pdf, shown(secret) + b" q 600 0 0 800 0 0 cm /Cover Do Q")


def in_a_page_of_no_tree(pdf: Pdf, secret: str) -> None:
    on_page(pdf, b"")
    page = pdf.pages[0].obj
    lost = Dictionary(Type=Name.Page, MediaBox=page.MediaBox, Resources=page.Resources)
    lost.Contents = pdf.make_stream(shown(secret))
    pdf.Root.PieceInfo = Dictionary(Lost=pdf.make_indirect(lost))


def in_a_pattern(pdf: Pdf, secret: str) -> None:
    pattern = pdf.make_stream(shown(secret), Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
    pattern.BBox, pattern.XStep, pattern.YStep = Array([0, 0, 99, 99]), 99, 99
    pattern.Resources = Dictionary(Font=Dictionary(Plain=font(pdf)))
    pdf.Root.PieceInfo = Dictionary(Pattern=pattern)


def in_a_jpeg(pdf: Pdf, secret: str) -> None:
    picture = pdf.make_stream(
        image("JPEG", exif=exif(secret)), Type=Name.XObject, Subtype=Name.Image, Width=2, Height=2
    )
    picture.ColorSpace, picture.BitsPerComponent, picture.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    pdf.pages[0].obj.Resources.XObject.Picture = picture


def with_filters(pdf: Pdf, secret: str) -> None:
    """ASCII85 of hexadecimal digits of compressed text."""
    digits = zlib.compress(f"The answer is: {secret}.".encode()).hex() + ">"
    text = "".join(f"{ord(c):02x}" for c in digits) + ">"
    stream = pdf.make_stream(text.encode())
    stream.Filter = Array([Name.ASCIIHexDecode, Name.ASCIIHexDecode, Name.FlateDecode])
    pdf.Root.PieceInfo = Dictionary(Private=stream)


def in_a_structure(pdf: Pdf, key: str, text: object) -> None:
    figure = next(e for e in pdf.objects if isinstance(e, Dictionary) and e.get("/S") == "/Figure")
    figure[key] = text


def in_a_form_field(pdf: Pdf, key: str, secret: str) -> None:
    field = Dictionary(FT=Name.Tx, T=String("name"))
    field[key] = String(secret)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


def xmp(secret: str, element: str) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f"{element.replace('@', secret)}</x:xmpmeta><?xpacket end='w'?>"
    ).encode()


WAYS: dict[str, Way] = {
    # what pages show
    "text": lambda pdf, s: on_page(pdf, shown(s)),
    "invisible text": lambda pdf, s: on_page(pdf, shown(s, "3 Tr")),
    "white text": lambda pdf, s: on_page(pdf, shown(s, "1 g")),
    "tiny text": lambda pdf, s: on_page(pdf, shown(s, size=0.01)),
    "text beside the page": lambda pdf, s: on_page(pdf, shown(s, at="5000 -5000")),
    "clipped text": lambda pdf, s: on_page(pdf, b"q 0 0 1 1 re W n " + shown(s) + b" Q"),
    "text in a hidden layer": in_a_layer,
    "text under an image": under_an_image,
    "text of a form that no page shows": lambda pdf, s: setattr(
        pdf.Root, "PieceInfo", Dictionary(Form=form(pdf, shown(s)))
    ),
    "text of a page of no tree": in_a_page_of_no_tree,
    "text of a pattern": in_a_pattern,
    "text of an appearance": lambda pdf, s: annotated(pdf, AP=Dictionary(N=form(pdf, shown(s)))),
    "actual text in a content": lambda pdf, s: on_page(
        pdf, b"/Span <</ActualText <feff" + s.encode("utf-16-be").hex().encode() + b">>> BDC EMC"
    ),
    "comment in a content": lambda pdf, s: on_page(pdf, b"% " + s.encode() + b"\n"),
    # metadata
    "document information": lambda pdf, s: pdf.docinfo.__setitem__("/Subject", String(s)),
    "own document information": lambda pdf, s: pdf.docinfo.__setitem__("/Answer", String(s)),
    "key of document information": lambda pdf, s: pdf.docinfo.__setitem__(str(named(s)), String("x")),
    "XMP": lambda pdf, s: setattr(pdf.Root, "Metadata", pdf.make_stream(xmp(s, "<a>@</a>"))),
    "XMP, attribute": lambda pdf, s: setattr(pdf.Root, "Metadata", pdf.make_stream(xmp(s, "<a b='@'/>"))),
    "XMP, comment": lambda pdf, s: setattr(pdf.Root, "Metadata", pdf.make_stream(xmp(s, "<!-- @ -->"))),
    "XMP of a page": lambda pdf, s: setattr(
        pdf.pages[0].obj,
        "Metadata",
        pdf.make_stream(xmp(s, "<a>@</a>"), Type=Name.Metadata, Subtype=Name.XML),
    ),
    # structure
    "alternative text": lambda pdf, s: in_a_structure(pdf, "/Alt", String(s)),
    "actual text": lambda pdf, s: in_a_structure(pdf, "/ActualText", String(s)),
    "expanded abbreviation": lambda pdf, s: in_a_structure(pdf, "/E", String(s)),
    "identifier": lambda pdf, s: in_a_structure(pdf, "/ID", String(s)),
    "structure class": lambda pdf, s: in_a_structure(pdf, "/C", named(s)),
    "user property": lambda pdf, s: in_a_structure(
        pdf,
        "/A",
        Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("a"), V=String(s))])),
    ),
    "name of a role": lambda pdf, s: setattr(
        pdf.Root.StructTreeRoot, "RoleMap", Dictionary({str(named(s)): Name.P})
    ),
    # navigation
    "outline": lambda pdf, s: pdf.Root.Outlines.First.__setitem__("/Title", String(s)),
    "page labels": lambda pdf, s: setattr(
        pdf.Root, "PageLabels", Dictionary(Nums=Array([0, Dictionary(P=String(s))]))
    ),
    "named destination": lambda pdf, s: pdf.Root.Names.Dests.Names.extend(
        [String(s), Array([pdf.pages[0].obj, Name.Fit])]
    ),
    "name of a layer": lambda pdf, s: setattr(
        pdf.Root,
        "OCProperties",
        Dictionary(OCGs=Array([pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(s)))])),
    ),
    # actions and annotations
    "note": lambda pdf, s: annotated(pdf, Contents=String(s)),
    "author of a note": lambda pdf, s: annotated(pdf, T=String(s)),
    "rich text of a note": lambda pdf, s: annotated(pdf, RC=String(f"<body><p>{s}</p></body>")),
    "link": lambda pdf, s: annotated(
        pdf, A=Dictionary(S=Name.URI, URI=String(f"https://x.org/{s.replace(' ', '%20')}"))
    ),
    "link, percent-encoded": lambda pdf, s: annotated(
        pdf,
        A=Dictionary(S=Name.URI, URI=String("x?" + "".join(f"%{byte:02x}" for byte in s.encode()))),
    ),
    "script": lambda pdf, s: setattr(
        pdf.Root, "OpenAction", Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{s}')"))
    ),
    "script, escapes": lambda pdf, s: setattr(
        pdf.Root,
        "OpenAction",
        Dictionary(S=Name.JavaScript, JS=String("a='" + "".join(f"\\u{ord(c):04x}" for c in s) + "'")),
    ),
    "script in a stream": lambda pdf, s: setattr(
        pdf.Root,
        "OpenAction",
        Dictionary(S=Name.JavaScript, JS=pdf.make_stream(f"app.alert('{s}')".encode())),
    ),
    "form field": lambda pdf, s: in_a_form_field(pdf, "/V", s),
    "tooltip of a form field": lambda pdf, s: in_a_form_field(pdf, "/TU", s),
    # files
    "attachment": lambda pdf, s: attached(pdf, "a.txt", s.encode()),
    "name of an attachment": lambda pdf, s: attached(pdf, f"{s}.txt", b"x"),
    "attachment in UTF-16": lambda pdf, s: attached(pdf, "a.txt", s.encode("utf-16")),
    "attached page": lambda pdf, s: attached(pdf, "a.html", f"<p>{s[:4]}<b>{s[4:]}</b></p>".encode()),
    "attached archive": lambda pdf, s: attached(pdf, "a.zip", zipped(s)),
    "attached PDF": lambda pdf, s: attached(pdf, "a.pdf", a_pdf(s)),
    "attached image": lambda pdf, s: attached(pdf, "a.png", png("zTXt", s)),
    "metadata of an image": in_a_jpeg,
    # objects
    "private entry": lambda pdf, s: pdf.Root.__setitem__("/Private", String(s)),
    "private name": lambda pdf, s: pdf.Root.__setitem__("/Private", named(s)),
    "string in UTF-8": lambda pdf, s: pdf.Root.__setitem__("/Private", String(b"\xef\xbb\xbf" + s.encode())),
    "string in Latin-1": lambda pdf, s: pdf.Root.__setitem__(
        "/Private",
        String("é ".encode("latin-1") + unicodedata.normalize("NFKC", s).encode("latin-1", "ignore")),
    ),
    "string in base64": lambda pdf, s: pdf.Root.__setitem__("/Private", String(base64.b64encode(s.encode()))),
    "stream that nothing explains": lambda pdf, s: pdf.Root.__setitem__(
        "/Private", pdf.make_stream(s.encode())
    ),
    "stream with several filters": with_filters,
}


def literal(secret: str) -> bytes:
    return b"<feff" + secret.encode("utf-16-be").hex().encode() + b">"


def in_an_earlier_revision(content: bytes, secret: str) -> bytes:
    """The catalog has a secret, and a later revision of the catalog has none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Private = String(secret)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    first = out.getvalue()
    number = int(re.findall(rb"/Root (\d+) 0 R", first)[0])
    with pikepdf.open(io.BytesIO(first)) as pdf:
        del pdf.Root.Private
        catalog, size = pdf.Root.unparse(resolved=True), int(pdf.trailer.Size)
    at = len(first)
    previous = re.findall(rb"startxref\s+(\d+)", first)[-1].decode()
    body = b"%d 0 obj\n%b\nendobj\n" % (number, catalog)
    table = f"xref\n{number} 1\n{at:010} 00000 n \ntrailer\n<</Size {size} /Root {number} 0 R "
    end = f"/Prev {previous}>>\nstartxref\n{at + len(body)}\n%%EOF\n"
    return first + body + (table + end).encode()


def as_an_object_that_nothing_refers_to(content: bytes, secret: str) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.Root.Private = pdf.make_indirect(Dictionary(Answer=String(secret)))
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    saved, count = re.subn(rb"/Private \d+ 0 R", lambda found: b" " * len(found[0]), out.getvalue())
    assert count == 1
    return saved


BYTES: dict[str, Callable[[bytes, str], bytes]] = {
    "after its end": lambda pdf, s: pdf + s.encode(),
    "comment after its end": lambda pdf, s: pdf + b"\n% " + s.encode(),
    "comment at its start": lambda pdf, s: pdf.replace(b"\n", b"\n% " + s.encode() + b"\n", 1),
    "object of no table": lambda pdf, s: pdf + b"\n9999 0 obj\n<</Private " + literal(s) + b">>\nendobj\n",
    "stream of no table": lambda pdf, s: (
        pdf + b"\n9999 0 obj\n<<>>\nstream\n" + zlib.compress(s.encode()) + b"\nendstream\nendobj\n"
    ),
    "stream of no table, after many that never end": lambda pdf, s: BYTES["stream of no table"](
        pdf + b"\n% x\nstream\n" * 10_000, s
    ),
    "file after its end": lambda pdf, s: pdf + b"\n" + zipped(s),
    "PDF after its end": lambda pdf, s: pdf + b"\n" + a_pdf(s),
    "object that nothing refers to": as_an_object_that_nothing_refers_to,
    "earlier revision": in_an_earlier_revision,
}


def tampered(way: str, secret: str) -> bytes:
    content, _ = finished(Format.PDF)
    if way in BYTES:
        return BYTES[way](content, secret)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        WAYS[way](pdf, secret)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def test_what_was_built_passes() -> None:
    """The same file, before anybody touched it, and as qpdf writes it."""
    content, _ = finished(Format.PDF)
    assert leaks(content, Format.PDF) == set()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for linearize, qdf in ((False, False), (True, False), (False, True)):
            out = io.BytesIO()
            pdf.save(out, linearize=linearize, qdf=qdf)
            assert leaks(out.getvalue(), Format.PDF) == set()


@pytest.mark.parametrize("way", [*WAYS, *BYTES])
def test_a_harmless_text_passes(way: str) -> None:
    """What is refused below is the secret, not the way."""
    assert leaks(tampered(way, "next question"), Format.PDF) == set()


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("way", [*WAYS, *BYTES])
def test_a_tampered_pdf_is_refused(way: str, secret: str) -> None:
    """One word or a sentence, in capitals or with other typography."""
    found = leaks(tampered(way, SECRETS[secret]), Format.PDF)
    assert found
    assert "unreadable" not in {where for where, _ in found}


@pytest.mark.parametrize(
    "way", ["text", "alternative text", "document information", "attached archive", "earlier revision"]
)
def test_the_command_refuses_it(verify: Callable[[str, bytes], Done], way: str) -> None:
    """`verify` names the file, and the line of the correction."""
    done = verify("lab.pdf", tampered(way, SENTENCE))
    assert done.code == 1
    assert "course/lab.md:14:25: error[CB151]: build/student/lab.pdf contains `" in done.out


@pytest.mark.parametrize("password", ["", "u"])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    """A build never makes one."""
    with pikepdf.open(io.BytesIO(finished(Format.PDF)[0])) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user=password))
    assert leaks(out.getvalue(), Format.PDF) == {("unreadable", "it is encrypted")}


def test_there_are_many_ways() -> None:
    assert len(WAYS) + len(BYTES) >= 30


def test_a_pdf_of_too_many_revisions_is_refused() -> None:
    """Each is read as a file of its own."""
    content, _ = finished(Format.PDF)
    assert leaks(content + b"startxref\n0\n%%EOF\n" * 200, Format.PDF) == {
        ("unreadable", "it has more than 100 revisions")
    }
