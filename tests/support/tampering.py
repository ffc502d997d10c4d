"""A lesson's finished files for students, secrets of its correction, and small files that contain one."""

import io
import struct
import tempfile
import zipfile
import zlib
from functools import cache
from pathlib import Path, PurePosixPath

import pikepdf
from PIL import Image, PngImagePlugin

from coursebuild import audit, editions, pages, pandoc
from coursebuild.engine import Session
from coursebuild.engine.formats import FORMATS
from coursebuild.model import Course, Evidence, Format, Limits, Location
from coursebuild.source import read_text

SESSION = Session(Course(Path("/nonexistent")))
LESSON = """---
title: Ports
author: Ada
lang: en
---

# What is asked

Which port does the Web use, and [who](https://example.org/) decides?[^note]

[^note]: A registry keeps the list.

::: {.correction .if correction="true"}
Port eighty, of course: browsers try it first.

    curl localhost:8080/unveiled | clipboard

| Service | Port      |
|---------|-----------|
| Zulu    | quixotism |
:::

![A plan of the network](plan.svg)

| Left | Right |
|------|-------|
| one  | two   |

```text
start()
# BEGIN SOLUTION: your turn
flabbergast(4711)
# END SOLUTION
```

Go on to the next question.
"""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="9">'
    "<title>Network</title><text y='9'>8080 is drawn</text></svg>"
)
SENTENCE = "browsers try it first"
WORD = "unveiled"
OF_A_GAP = ("flabbergast(4711)", "# BEGIN SOLUTION: your turn")
SECRETS = {
    "word": WORD,
    "sentence": SENTENCE,
    "capitals": SENTENCE.upper(),
    "typography": "brow\u00adsers\u202ftry \u2018it\u2019\u200b \ufb01rst",
}


@cache
def finished(format_: Format) -> tuple[bytes, Evidence]:
    """The lesson's file in the student edition, and what it must not contain."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "plan.svg").write_text(DRAWING, encoding="utf-8")
        location = Location(root / "lab.md", "lab.md", PurePosixPath("lab"), (root,))
        document = pandoc.parse(read_text(LESSON, location))
        setup = SESSION.for_selecting({})
        selection = editions.select(document, SESSION.course.editions["student"], format_, setup)
        body = pages.sanitize(pandoc.write(selection), Limits(), fetch=False)
    row = FORMATS[format_]
    page = pages.render(body, format_, row.medium, row.suffix, SESSION.look)
    return row.make(page).content, audit.evidence(body, SESSION.frame)


def leaks(content: bytes, format_: Format) -> set[tuple[str, str]]:
    """The leaks that the audit finds, each as a place and a text; or that it cannot read the file."""
    try:
        audit.audit("lab", content, FORMATS[format_].reader(), finished(format_)[1])
    except audit.LeakError as error:
        return set(error.leaks)
    except audit.UnreadableError as error:
        return {("unreadable", str(error))}
    return set()


def svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'


def image(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, kind, **options)
    return out.getvalue()


def png(name: str, secret: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    if name == "tEXt":
        info.add(b"tEXt", b"Comment\0" + secret.encode())
    elif name == "zTXt":
        info.add(b"zTXt", b"Comment\0\0" + zlib.compress(secret.encode()))
    else:
        info.add_itxt("Comment", secret, zip=name == "iTXt compressed")
    return image("PNG", pnginfo=info)


def exif(secret: str) -> bytes:
    tags = Image.Exif()
    tags[0x010E] = secret.encode()
    return tags.tobytes()


def zipped(secret: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers/one.txt", secret)
    return out.getvalue()


def a_pdf(secret: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Subject"] = secret
        pdf.save(out)
    return out.getvalue()


def gif(secret: str) -> bytes:
    content = image("GIF")
    text = secret.encode()
    return content[:-1] + b"!\xfe" + bytes([len(text)]) + text + b"\0;"


def webp(secret: str) -> bytes:
    content = image("WEBP", exif=exif(secret))
    assert content[8:12] == b"WEBP"
    return content


def png_with_a_chunk(secret: str) -> bytes:
    content, chunk = image("PNG"), b"prIv" + secret.encode()
    framed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return content[:-12] + framed + content[-12:]
