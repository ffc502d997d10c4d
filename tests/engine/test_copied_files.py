"""A file that a lesson links to is copied beside its pages, unless it is none that students may have."""

import gzip
import io
import os
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
from tampering import a_pdf, image
from workshop import Workshop, commit

HEAD = "---\ntitle: Lab\nlang: en\n---\n\n"
CORRECTION = (
    '\n\n::: {.correction .if correction="true"}\nBrowsers try port eighty before any other.{more}\n:::\n'
)
WITHHELD = "browsers try port eighty"
REPORTED = re.compile(r"^(\S+): (?:error|warning)\[(CB\d+)\]: (.+)", re.MULTILINE)


def _lesson(text: str, more: str = "") -> str:
    return HEAD + text + CORRECTION.replace("{more}", more)


def _copies(workshop: Workshop) -> list[str]:
    return [name for name in workshop.files() if not re.fullmatch(r"\w+/(?:\w+/)?lab\.(?:html|pdf)", name)]


def _reported(workshop: Workshop, *arguments: str) -> list[tuple[str, str]]:
    """The places and codes that a build of HTML reports."""
    done = workshop.run("--to", "html", "--quiet", *arguments)
    return [(place, code) for place, code, _ in REPORTED.findall(done.err)]


def _zip(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_copied_to_the_same_path_of_each_edition(workshop: Workshop) -> None:
    workshop.write("course/tp/data/values.csv", "a;b\n")
    workshop.write("course/my plan.txt", "north\n")
    text = "[a](data/values.csv#row=2), [b](<../my plan.txt>), <a href='data/values.csv'>c</a>"
    workshop.write("course/tp/lab.md", _lesson(text))
    assert workshop.run("--all", "--to", "html", "--quiet").err == ""
    names = ("my plan.txt", "tp/data/values.csv")
    assert _copies(workshop) == [
        f"{edition}/{name}" for edition in ("instructor", "student") for name in names
    ]
    assert (workshop.folder / "build/student/tp/data/values.csv").read_text() == "a;b\n"
    assert 'href="data/values.csv#row=2"' in workshop.main("tp/lab")
    assert workshop.run("verify", "build").code == 0


def test_one_lesson_alone(workshop: Workshop) -> None:
    """Its page is in another folder than in a build of the course, and its links lead to the copies."""
    workshop.write("course/tp/data/a b.csv", "a;b\n")
    workshop.write("course/tp/lab.md", _lesson("[a](<data/a b.csv>)"))
    assert workshop.run("course/tp/lab.md", "--quiet").err == ""
    assert _copies(workshop) == ["student/tp/data/a b.csv"]
    assert 'href="tp/data/a%20b.csv"' in workshop.main("lab")


def test_a_folder_of_resources(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", 'resources = ["shared"]\n')
    workshop.write("shared/tp/values.csv", "a;b\n")
    workshop.write("course/tp/lab.md", _lesson("[a](../../shared/tp/values.csv)"))
    assert workshop.run("--quiet").err == ""
    assert _copies(workshop) == ["student/shared/tp/values.csv"]
    assert 'href="../shared/tp/values.csv"' in workshop.main("tp/lab")
    assert workshop.run("verify", "build").code == 0


def test_only_what_an_edition_shows(workshop: Workshop) -> None:
    """A file that only the correction names is the instructor's; moved there, students lose it."""
    workshop.write("course/tp1_corrige.py", "print(80)\n")
    workshop.write("course/values.csv", "a;b\n")
    workshop.write("course/lab.md", _lesson("[v](values.csv)", " [all](tp1_corrige.py)"))
    assert workshop.run("--all", "--to", "html", "--quiet").err == ""
    assert _copies(workshop) == ["instructor/tp1_corrige.py", "instructor/values.csv", "student/values.csv"]
    workshop.write("course/lab.md", _lesson("Nothing.", " [v](values.csv)"))
    done = workshop.run("--to", "html", "course/lab.md")
    assert "removed build/student/values.csv: no lesson links to it any more\n" in done.err
    assert _copies(workshop) == ["instructor/tp1_corrige.py", "instructor/values.csv"]


def test_two_lessons_name_one_file(workshop: Workshop) -> None:
    """It stays until neither does."""
    workshop.write("course/values.csv", "a;b\n")
    for name in ("lab", "tp/lab"):
        workshop.write(f"course/{name}.md", _lesson(f"[v]({'../' * name.count('/')}values.csv)"))
    for text, copies in (("", ["student/values.csv"]), ("[v](../values.csv)", ["student/values.csv"])):
        assert workshop.run("--to", "html", "--quiet").err == ""
        assert _copies(workshop) == ["student/values.csv"]
        workshop.write("course/lab.md", _lesson("Nothing."))
        workshop.write("course/tp/lab.md", _lesson(text or "[v](../values.csv)"))
        assert _copies(workshop) == copies
    (workshop.folder / "course/tp/lab.md").unlink()
    assert workshop.run("--to", "html", "--quiet").err == ""
    assert _copies(workshop) == []


def test_an_unchanged_copy_is_not_written_again(workshop: Workshop) -> None:
    source = workshop.write("course/values.csv", "a;b\n")
    workshop.write("course/lab.md", _lesson("[v](values.csv)"))
    workshop.run("--to", "html", "--quiet")
    copy = workshop.folder / "build/student/values.csv"
    before = copy.stat().st_ino, copy.stat().st_mtime_ns
    assert "1 unchanged" in workshop.run("--to", "html").err
    workshop.write("course/lab.md", _lesson("[v](values.csv), again."))
    assert workshop.run("--to", "html").out.split() == ["build/student/lab.html"]
    assert (copy.stat().st_ino, copy.stat().st_mtime_ns) == before
    source.write_text("c;d\n", encoding="utf-8")
    assert workshop.run("--to", "html").out.split() == ["build/student/lab.html", "build/student/values.csv"]
    copy.unlink()
    assert "build/student/values.csv" in workshop.run("--to", "html").out
    assert copy.read_text(encoding="utf-8") == "c;d\n"


def test_what_is_not_copied(workshop: Workshop) -> None:
    """Each with a warning at its link: it would be dead."""
    workshop.write("outside.txt", "a\n")
    for name in (".hidden", ".git/config", "x.markdown", "x.md.bak", "x.Rmd", "plain.txt", "folder/a.txt"):
        workshop.write(f"course/{name}", "a\n")
    (workshop.folder / "course/link.txt").symlink_to("plain.txt")
    (workshop.folder / "course/out.txt").symlink_to("../outside.txt")
    os.mkfifo(workshop.folder / "course/pipe")
    names = "../outside.txt .hidden .git/config x.markdown x.md.bak x.Rmd folder link.txt out.txt pipe"
    workshop.write("course/lab.md", HEAD + "\n".join(f"[a]({name})" for name in names.split()) + "\n")
    assert _reported(workshop) == [(f"course/lab.md:{n}:5", "CB174") for n in range(6, 16)]
    assert _copies(workshop) == []


def test_what_is_in_the_output_folder(workshop: Workshop) -> None:
    """It may be an instructor's file."""
    workshop.write("coursebuild.toml", 'sources = ["."]\n')
    workshop.write("build/instructor/old.txt", "a\n")
    workshop.write("lab.md", _lesson("[a](build/instructor/old.txt)"))
    assert _reported(workshop) == [("lab.md:6:5", "CB174")]


def test_too_large(workshop: Workshop) -> None:
    workshop.write("coursebuild.toml", '[limits]\nfile-size = "0.5MB"\n')
    workshop.write("course/large.csv", b"a;b\n" * 150_000)
    workshop.write("course/lab.md", _lesson("[a](large.csv)"))
    assert _reported(workshop) == [("course/lab.md:6:5", "CB019")]
    workshop.write("coursebuild.toml", "[limits]\nfile-size = 5\n")
    assert "CB011" in workshop.run().err


def test_a_file_that_takes_too_long_to_read(workshop: Workshop) -> None:
    """It is reported at its link."""
    workshop.write("coursebuild.toml", "[limits]\npage-seconds = 0.05\n")
    workshop.write("course/large.csv", b"a&amp;b;" * 500_000)
    workshop.write("course/lab.md", _lesson("[a](large.csv)"))
    assert ("course/lab.md:6:5", "CB019") in _reported(workshop)


@pytest.mark.parametrize("name", ["other.html", "other.PDF", "Other.html"])
def test_never_over_a_page(workshop: Workshop, name: str) -> None:
    workshop.write("course/other.md", HEAD + "Other.\n")
    workshop.write(f"course/{name}", "<p>A page</p>" if "html" in name else a_pdf("A page"))
    workshop.write("course/lab.md", _lesson(f"[a]({name})"))
    assert _reported(workshop) == [("course/lab.md:6:5", "CB006")]


def test_files_of_two_folders_of_sources(workshop: Workshop) -> None:
    """The second one is not written over the first; also if only one lesson is built again."""
    workshop.write("coursebuild.toml", 'sources = ["td", "tp"]\n')
    for folder in ("td", "tp"):
        workshop.write(f"{folder}/values.csv", f"{folder}\n")
        workshop.write(f"{folder}/lab_{folder}.md", HEAD + "[a](values.csv)\n")
    assert _reported(workshop) == [("tp/values.csv", "CB006")]
    workshop.write("tp/lab_tp.md", HEAD + "[a](values.csv), again.\n")
    assert _reported(workshop) == [("tp/values.csv", "CB006")]
    assert (workshop.folder / "build/student/values.csv").read_text(encoding="utf-8") == "td\n"
    workshop.write("td/lab_td.md", HEAD + "Nothing.\n")
    assert _reported(workshop) == []
    assert (workshop.folder / "build/student/values.csv").read_text(encoding="utf-8") == "tp\n"


NAMES = ("tp1_corrige.py", "solution.zip", "Solutions/a.txt", "réponses.csv", "answer-key.pdf", "lab_sol.py")


def test_a_name_that_means_an_answer(workshop: Workshop) -> None:
    """Refused in the students' edition, unless the author says that they may have it."""
    for name in NAMES:
        content = {"zip": _zip(a="b"), "pdf": a_pdf("b")}.get(name.rpartition(".")[2], b"b")
        workshop.write(f"course/{name}", content)
    workshop.write("course/lab.md", HEAD + "".join(f"[a]({name})\n" for name in NAMES))
    assert _reported(workshop) == [(f"course/lab.md:{line}:5", "CB173") for line in range(6, 6 + len(NAMES))]
    assert workshop.files() == []
    assert _reported(workshop, "--correction") == []
    workshop.write("coursebuild.toml", f"public = {list(NAMES)}\n")
    assert _reported(workshop) == []
    assert {f"student/{name}" for name in NAMES} <= set(workshop.files())


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


def test_a_file_that_holds_a_correction(workshop: Workshop) -> None:
    """Refused, in a build as in a check, with the place of the link."""
    for number, (name, content) in enumerate(HOLDING.items()):
        workshop.write(f"course/{number}/{name}", content)
        workshop.write(f"course/{number}/lab.md", _lesson(f"[a]({name})"))
    places = {f"course/{number}/lab.md:6:5" for number, _ in enumerate(HOLDING)}
    assert set(_reported(workshop)) == {(place, "CB175") for place in places}
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
    for number, (name, content) in enumerate(UNREADABLE.items()):
        workshop.write(f"course/{number}/{name}", content)
        workshop.write(f"course/{number}/lab.md", _lesson(f"[a]({name})"))
    places = {f"course/{number}/lab.md:6:5" for number, _ in enumerate(UNREADABLE)}
    assert set(_reported(workshop)) == {(place, "CB176") for place in places}
    assert workshop.files() == []
    names = [f"{number}/{name}" for number, name in enumerate(UNREADABLE)]
    workshop.write("coursebuild.toml", f"public = {names}\n")
    assert _reported(workshop) == []


def test_a_zip_with_names_that_mean_answers(workshop: Workshop) -> None:
    workshop.write("course/data.zip", _zip(tp1__corrige__a="b"))
    workshop.write("course/lab.md", _lesson("[a](data.zip)"))
    assert _reported(workshop) == [("course/lab.md:6:5", "CB173")]


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
    workshop.write("course/lab.md", _lesson("\n".join(f"[a]({name})" for name in READ)))
    assert _reported(workshop) == []
    assert _copies(workshop) == sorted(f"student/{name}" for name in READ)


def test_pieces_of_a_correction_in_a_public_file(workshop: Workshop) -> None:
    """As in a program to complete; but never nearly all of the correction."""
    start = "import math\n\ndef area_of_a_circle(radius):\n    # Here is something to be completed\n"
    complete = f"{start}    return math.pi * radius ** 2 if radius > 0 else 0\n"
    workshop.write("course/area.py", start)
    workshop.write("course/lab.md", f"{HEAD}[a](area.py)\n\n::: correction\n```python\n{complete}```\n:::\n")
    assert {code for _, code in _reported(workshop)} == {"CB175"}
    workshop.write("coursebuild.toml", 'public = ["area.py"]\n')
    assert _reported(workshop) == []
    workshop.write("course/area.py", complete)
    assert {code for _, code in _reported(workshop)} == {"CB175"}


def test_what_former_builds_withheld(workshop: Workshop) -> None:
    """Of any lesson of the course; `--reveal` lets it go, and `--since` finds it in git."""
    text = "Browsers try the port eighty first, and then they try the port of the secure protocol."
    workshop.write("course/other.md", f"{HEAD}Ask.\n\n::: correction\n{text}\n:::\n")
    workshop.write("course/lab.md", HEAD + "[a](notes.txt)\n")
    workshop.write("course/notes.txt", "Notes.\n")
    assert _reported(workshop) == []
    commit(workshop.folder, "v1")
    workshop.write("course/notes.txt", f"1. {text}\n")
    assert _reported(workshop) == [("course/lab.md:6:5", "CB157")]
    assert _reported(workshop, "--reveal", "course/lab.md") == []
    assert _reported(workshop, "--since", "v1") == [("course/lab.md:6:5", "CB157")]


def test_a_copy_cannot_lead_out_of_the_output_folder(workshop: Workshop, tmp_path: Path) -> None:
    workshop.write("course/data/values.csv", "a;b\n")
    workshop.write("course/lab.md", _lesson("[a](data/values.csv)"))
    (workshop.folder / "build/student").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (workshop.folder / "build/student/data").symlink_to(tmp_path / "elsewhere")
    assert _reported(workshop) == [("build/student/data/values.csv", "CB007")]
    assert list((tmp_path / "elsewhere").iterdir()) == []
