"""No file that a lesson links to takes an answer to students: not by its name, nor by what is in it."""

import gzip
import io
import re
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from linking import HEAD, REPORTED, copied_names, lesson_linking, reported
from tampering import a_pdf, image
from workshop import Workshop, commit

WITHHELD = "browsers try port eighty"


def _zip(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


NAMES = ("tp1_corrige.py", "solution.zip", "Solutions/a.txt", "réponses.csv", "answer-key.pdf", "lab_sol.py")


def test_a_name_that_means_an_answer(workshop: Workshop) -> None:
    """Refused in the students' edition, unless the author says that they may have it."""
    for name in NAMES:
        content = {"zip": _zip(a="b"), "pdf": a_pdf("b")}.get(name.rpartition(".")[2], b"b")
        workshop.write(f"course/{name}", content)
    workshop.write("course/lab.md", HEAD + "".join(f"[a]({name})\n" for name in NAMES))
    assert reported(workshop) == [(f"course/lab.md:{line}:5", "CB173") for line in range(6, 6 + len(NAMES))]
    assert workshop.files() == []
    assert reported(workshop, "--correction") == []
    workshop.write("coursebuild.toml", f"public = {list(NAMES)}\n")
    assert reported(workshop) == []
    assert {f"student/{name}" for name in NAMES} <= set(workshop.files())


def test_one_report_of_a_file_with_several_texts(workshop: Workshop) -> None:
    """Its reader has to look at the file anyway."""
    more = "\n\nServers wait for them all day long.\n\nThe network carries both of their messages."
    workshop.write("course/all.txt", f"Browsers try port eighty before any other.{more}")
    workshop.write("course/lab.md", lesson_linking("[a](all.txt)", more))
    [(_, code, message)] = REPORTED.findall(workshop.run("--to", "html", "--quiet").err)
    found = re.fullmatch(
        r"`all.txt` contains (\d+) texts, such as `.+`, which the student edition withholds", message
    )
    assert (code, int(found[1] if found else 0) > 1) == ("CB175", True)


def test_what_a_strangers_settings_say_is_public(workshop: Workshop, tmp_path: Path) -> None:
    """Students get nothing that the settings of the checkout alone make public."""
    course = Workshop(workshop.folder / "checkout")
    course.write("coursebuild.toml", 'public = ["solution.csv"]\n')
    course.write("course/solution.csv", "a;b\n")
    course.write("course/lab.md", HEAD + "[a](solution.csv)\n")
    done = course.run("--untrusted", "--to", "html", "--quiet", COURSEBUILD_CACHE=str(tmp_path / "cache"))
    assert [code for _, code, _ in REPORTED.findall(done.err)] == ["CB173"]


def _with_gap() -> bytes:
    """A zip with a file that its table does not list."""
    first, second = _zip(a="b"), _zip(c=WITHHELD)
    size = first.index(b"PK\1\2")
    hidden = second[: second.index(b"PK\1\2")]
    moved = first[size:]
    end = moved.index(b"PK\5\6")
    offset = (size + len(hidden)).to_bytes(4, "little")
    return first[:size] + hidden + moved[: end + 16] + offset + moved[end + 20 :]


def _tar(mode: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("src/a.txt")
        info.size = len(WITHHELD)
        archive.addfile(info, io.BytesIO(WITHHELD.encode()))
    return out.getvalue()


def _docx(text: str) -> bytes:
    runs = "".join(f"<w:r><w:t>{letter}</w:t></w:r>" for letter in text)
    return _zip(**{"[Content_Types].xml": "<Types/>", "word__document.xml": f"<w:p>{runs}</w:p>"})


HOLDING = {
    "values.csv": WITHHELD.replace(" ", ";").encode(),
    "capitals.txt": WITHHELD.upper().encode(),
    "lines.txt": WITHHELD.replace(" ", "\n  ").encode(),
    "wide.txt": WITHHELD.encode("utf-16"),
    "page.html": f"<p>{WITHHELD.replace(' ', '</p><p>')}</p>".encode(),
    "unclosed.xml": f"<a><![CDATA[<b>{WITHHELD}</b>".encode(),
    "untitled.svg": f"<svg><title>{WITHHELD}".encode(),
    "escaped.js": "".join(rf"\u{ord(letter):04x}" for letter in WITHHELD).encode(),
    "letter.rtf": ("{\\rtf1 " + WITHHELD.replace(" ", " {\\b \\f1 ") + "}}}").encode(),
    "book.ipynb": b'{"cells": [{"source": ["browsers try\\n", "port\\n", "eighty"]}]}',
    "output.ipynb": b'{"outputs": [{"data": {"text/html": "browsers <b>try</b> po<i>rt</i> eighty"}}]}',
    "text.docx": _docx(WITHHELD),
    "sheet.xlsx": _zip(**{"[Content_Types].xml": "<T/>", "xl__shared.xml": f"<t>{WITHHELD}</t>"}),
    "text.odt": _zip(
        mimetype="application/vnd.oasis.opendocument.text", content=f"<text:p>{WITHHELD}</text:p>"
    ),
    "handout.pdf": a_pdf(WITHHELD),
    "data.zip": _zip(src__a=WITHHELD),
    "deep.zip": _zip(inner=_zip(inner=_zip(a=WITHHELD))),
    "name.zip": _zip(**{WITHHELD: "a"}),
    "data.tar": _tar("w"),
    "data.tar.gz": _tar("w:gz"),
    "data.tar.bz2": _tar("w:bz2"),
    "data.tar.xz": _tar("w:xz"),
    "sound.mp3": b"ID3\4\0\0" + WITHHELD.encode(),
    "film.mp4": b"\0\0\0\x18ftypisom" + _zip(a=WITHHELD),
    "table.db": b"SQLite format 3\0" + WITHHELD.encode() + b"\0\1",
    "photo.png": image("PNG") + WITHHELD.encode(),
    "a-source.txt": b"::: {.correction}\nOf another lesson.\n:::\n",
    "assigned.py": b"### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n",
}


def _link_each(workshop: Workshop, files: Mapping[str, bytes]) -> set[str]:
    """Write a lesson that links to each file; return the places of the links."""
    for number, (name, content) in enumerate(files.items()):
        workshop.write(f"course/{number}/{name}", content)
        workshop.write(f"course/{number}/lab.md", lesson_linking(f"[a]({name})"))
    return {f"course/{number}/lab.md:6:5" for number in range(len(files))}


def test_a_file_that_holds_a_correction(workshop: Workshop) -> None:
    """Refused, in a build as in a check, with the place of the link."""
    places = _link_each(workshop, HOLDING)
    assert set(reported(workshop)) == {(place, "CB175") for place in places}
    assert workshop.files() == []
    check = workshop.run("check", "--quiet")
    found = {(place, code) for place, code, _ in REPORTED.findall(check.out)}
    assert (check.code, found) == (1, {(place, "CB175") for place in places})


UNREADABLE = {
    "setup.exe": b"MZ\x90\0\3\0\0\0",
    "data.rar": b"Rar!\x1a\7\1\0",
    "data.7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
    "wide.txt": WITHHELD.encode("utf-16-le"),
    "damaged.zip": _zip(a="b" * 99)[:-40],
    "gap.zip": _with_gap(),
    "prefix.zip": b"#!/bin/sh\n" + WITHHELD.encode() + b"\n" + _zip(a="b"),
    "inner.zip": _zip(a=b"MZ\x90\0\3\0\0\0"),
    "bomb.zip": _zip(a=b"\0" * (1 << 26), b="b"),
    "bomb.gz": gzip.compress(b"a" * ((1 << 26) + 1)),
    "damaged.pdf": b"%PDF-1.7\nnothing",
}


def test_a_file_that_cannot_be_read(workshop: Workshop) -> None:
    """Refused, unless its path is public."""
    places = _link_each(workshop, UNREADABLE)
    assert set(reported(workshop)) == {(place, "CB176") for place in places}
    assert workshop.files() == []
    names = [f"{number}/{name}" for number, name in enumerate(UNREADABLE)]
    workshop.write("coursebuild.toml", f"public = {names}\n")
    assert reported(workshop) == []


def test_a_zip_with_names_that_mean_answers(workshop: Workshop) -> None:
    workshop.write("course/data.zip", _zip(tp1__corrige__a="b"))
    workshop.write("course/lab.md", lesson_linking("[a](data.zip)"))
    assert reported(workshop) == [("course/lab.md:6:5", "CB173")]


READ = {
    "values.csv": "é;œ;80\n".encode("cp1252"),
    "start.py": b"def area(r):\n    return ...\n",
    "table.json": b'{"a": [1, "b"]}',
    "data.zip": _zip(src__main="print(1)", plan=image("PNG")),
    "text.docx": _docx("What is asked"),
    "photo.jpg": image("JPEG"),
    "font.woff2": b"wOF2\0\1\0\0",
    "sound.ogg": b"OggS\0\2",
    "empty.txt": b"",
    "handout.pdf": a_pdf("Questions"),
    "data.tar.gz": None,
}


def test_files_that_are_right(workshop: Workshop) -> None:
    for name, content in READ.items():
        workshop.write(f"course/{name}", content if content is not None else gzip.compress(b"a"))
    workshop.write("course/lab.md", lesson_linking("\n".join(f"[a]({name})" for name in READ)))
    assert reported(workshop) == []
    assert copied_names(workshop) == sorted(f"student/{name}" for name in READ)


def test_pieces_of_a_correction_in_a_public_file(workshop: Workshop) -> None:
    """As in a program to complete; but never nearly all of the correction."""
    start = "import math\n\ndef area_of_a_circle(radius):\n    # Here is something to be completed\n"
    complete = f"{start}    return math.pi * radius ** 2 if radius > 0 else 0\n"
    workshop.write("course/area.py", start)
    workshop.write("course/lab.md", f"{HEAD}[a](area.py)\n\n::: correction\n```python\n{complete}```\n:::\n")
    assert {code for _, code in reported(workshop)} == {"CB175"}
    workshop.write("coursebuild.toml", 'public = ["area.py"]\n')
    assert reported(workshop) == []
    workshop.write("course/area.py", complete)
    assert {code for _, code in reported(workshop)} == {"CB175"}


def test_what_former_builds_withheld(workshop: Workshop) -> None:
    """Of any lesson of the course; `--reveal` lets it go, and `--since` finds it in git."""
    text = "Browsers try the port eighty first, and then they try the port of the secure protocol."
    workshop.write("course/other.md", f"{HEAD}Ask.\n\n::: correction\n{text}\n:::\n")
    workshop.write("course/lab.md", HEAD + "[a](notes.txt)\n")
    workshop.write("course/notes.txt", "Notes.\n")
    assert reported(workshop) == []
    commit(workshop.folder, "v1")
    workshop.write("course/notes.txt", f"1. {text}\n")
    assert reported(workshop) == [("course/lab.md:6:5", "CB157")]
    assert reported(workshop, "--reveal", "course/lab.md") == []
    assert reported(workshop, "--since", "v1") == [("course/lab.md:6:5", "CB157")]
