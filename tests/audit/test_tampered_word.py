"""Word files with a secret, hidden in each way that follows, are refused."""

import io
import zipfile
from collections.abc import Callable, Mapping
from html import escape

import pytest
from tampering import SECRETS, finished, leaks

from coursebuild.model import Format

DOCUMENT = "word/document.xml"
END = "</w:body>"  # what each way is put before, in the document


def run(text: str, element: str = "t") -> str:
    return f'<w:r><w:{element} xml:space="preserve">{escape(text)}</w:{element}></w:r>'


def in_two(secret: str, element: str) -> str:
    """As Word writes a text that was typed in two goes."""
    return run(secret[:7], element) + run(secret[7:], element)


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


WAYS: Mapping[str, Callable[[str], str]] = {
    "text": lambda s: paragraph(in_two(s, "t")),
    "tracked insertion": lambda s: paragraph(f'<w:ins w:id="9" w:author="T">{in_two(s, "t")}</w:ins>'),
    "tracked deletion": lambda s: paragraph(f'<w:del w:id="9" w:author="T">{in_two(s, "delText")}</w:del>'),
    "field": lambda s: paragraph(in_two(f' QUOTE "{s}" ', "instrText")),
    "tooltip": lambda s: paragraph(f'<w:hyperlink w:tooltip="{escape(s)}">{run("x")}</w:hyperlink>'),
    "comment of XML": lambda s: f"<!-- {s} -->",
}
# Parts of the file, each in place of the one of that name.
PARTS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "custom XML": ("customXml/item1.xml", lambda s: f"<x>{escape(s)}</x>"),
    "attribute of custom XML": ("customXml/item1.xml", lambda s: f'<x y="{escape(s)}"/>'),
    "part of another kind": ("word/notes.txt", lambda s: s),
    "variable": (
        "word/settings.xml",
        lambda s: (
            f'<w:settings><w:docVars><w:docVar w:name="a" w:val="{escape(s)}"/></w:docVars></w:settings>'
        ),
    ),
    "properties of the course": (
        "docProps/app.xml",
        lambda s: f"<Properties><Company>{s}</Company></Properties>",
    ),
}


def tampered(way: str, secret: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(finished(Format.DOCX)[0])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if way in PARTS:
        name, part = PARTS[way]
        parts[name] = part(secret).encode()
    else:
        document = parts[DOCUMENT].decode()
        assert document.count(END) == 1
        parts[DOCUMENT] = document.replace(END, WAYS[way](secret) + END).encode()
    return packed(list(parts.items()))


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def test_what_was_built_passes() -> None:
    """The same file, before anybody touched it."""
    assert leaks(finished(Format.DOCX)[0], Format.DOCX) == set()


@pytest.mark.parametrize("way", [*WAYS, *PARTS])
def test_a_harmless_text_passes(way: str) -> None:
    """What is refused below is the secret, not the way."""
    assert leaks(tampered(way, "next question"), Format.DOCX) == set()


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("way", [*WAYS, *PARTS])
def test_a_tampered_word_file_is_refused(way: str, secret: str) -> None:
    found = leaks(tampered(way, SECRETS[secret]), Format.DOCX)
    assert found
    assert "unreadable" not in {where for where, _ in found}


def test_custom_xml_in_utf_16_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(finished(Format.DOCX)[0])) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    text = f"<x>{SECRETS['word']}</x>".encode("utf-16")
    assert leaks(packed([*parts, ("customXml/item1.xml", text)]), Format.DOCX)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_part_of_the_same_name_is_refused() -> None:
    """Which of the two is read depends on the program."""
    with zipfile.ZipFile(io.BytesIO(finished(Format.DOCX)[0])) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    twice = packed([*parts, (DOCUMENT, dict(parts)[DOCUMENT])])
    assert leaks(twice, Format.DOCX) == {("unreadable", "it has two parts of one name")}
