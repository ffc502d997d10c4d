"""One gate: `verify` reads each kind of file that leaves a course, and knows no other kind."""

import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pikepdf
import pytest
from workshop import Workshop

from coursebuild.engine.formats import FORMATS

WITHHELD = "Only this sentence says that tracing begins at the root servers."
CODE = "def trace(name):\n    # BEGIN SOLUTION\n    return ask(ROOTS, name)\n    # END SOLUTION\n"
LESSON = f"""---
title: Names
lang: en
date: 2026-09-01
---

## Who knows a name?

Read [the table](names.csv) and [a page](page.html), then write this.

```{{.python include="trace.py"}}
```

::: correction
{WITHHELD}
:::
"""


def _put(before: str) -> Callable[[bytes], bytes]:
    """Write the secret before a text."""
    return lambda content: content.replace(before.encode(), f" {WITHHELD} {before}".encode(), 1)


def _in_member(suffix: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """Change the file in an archive whose name has a suffix."""

    def changed(content: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, change(old.read(name)) if name.endswith(suffix) else old.read(name))
        return out.getvalue()

    return changed


def _in_metadata(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.docinfo["/Subject"] = WITHHELD
        file.save(out)
    return out.getvalue()


LEAVING: Mapping[str, Callable[[bytes], bytes]] = {
    "names.html": _put("</main>"),
    "names.pdf": _in_metadata,
    "names.docx": _in_member("word/document.xml", _put("</w:t>")),
    "names.csv": _put("\n"),
    "page.html": _put("</p>"),
    "files/trace.py": _put("\n"),
    "files/names.zip": _in_member(".py", _put("\n")),
    "index.html": _put("</main>"),
    "search.js": _put("Who knows"),
    "feed.xml": _put("</title>"),
}
UNKNOWN = (
    "names.moodle.xml",
    "names.gift",
    "names.md",
    "report.html",
    "manifest.json",
    "SHA256SUMS",
    "x.zip",
    ".x",
)
OF_HOSTS = {".nojekyll": WITHHELD, "CNAME": f"example.org\n{WITHHELD}"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A course with a file of each kind that students get."""
    workshop = Workshop(tmp_path_factory.mktemp("kinds"))
    workshop.write("coursebuild.toml", 'base-url = "https://example.org/"\nstarter = true\n')
    workshop.write("course/names.md", LESSON)
    workshop.write("course/other.md", "---\ntitle: Other\nlang: en\n---\n\nNothing is withheld.\n")
    workshop.write("course/trace.py", CODE)
    workshop.write("course/names.csv", "name\n")
    workshop.write(
        "course/page.html", '<!doctype html><html lang="en"><title>Page</title><p>Read.</p></html>'
    )
    done = workshop.run("--to", "html", "--to", "pdf", "--to", "docx")
    assert done.code == 0, done.err
    workshop.write("build/student/CNAME", "courses.example.org\n")
    workshop.write("build/student/.nojekyll", "")
    assert workshop.run("verify", "build").code == 0
    return workshop


def test_there_is_no_other_kind(built: Workshop) -> None:
    """The files below are all that a build makes, in all formats that students get."""
    files = {name.removeprefix("student/") for name in built.files(index=True)} - set(OF_HOSTS)
    assert {name for name in files if not name.startswith("other.")} == set(LEAVING)
    suffixes = {row.suffix for row in FORMATS.values() if row.for_students}
    assert {f"names{suffix}" for suffix in suffixes} <= set(LEAVING)


def test_what_is_withheld_is_found_in_each(built: Workshop, tmp_path: Path) -> None:
    """One secret in each file, and files of kinds that students never get: each is refused by its name."""
    published = built.copy(tmp_path)
    folder = published.folder / "build" / "student"
    for name, change in LEAVING.items():
        content = (folder / name).read_bytes()
        assert change(content) != content
        (folder / name).write_bytes(change(content))
    for name in UNKNOWN:
        (folder / name).write_text("Anything.\n", encoding="utf-8")
    for name, text in OF_HOSTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = published.run("verify", "build")
    assert done.code == 1
    for name in LEAVING:
        assert re.search(rf"build/student/{re.escape(name)}\b.*(?:only|Only) this sentence", done.out), name
    for names, code in ((UNKNOWN, "CB152"), (OF_HOSTS, "CB182")):
        assert [name for name in names if f"build/student/{name}: error[{code}]" not in done.out] == []


@pytest.mark.parametrize("pack", [bytes, zlib.compress], ids=["as it is", "compressed"])
def test_what_follows_the_end_of_a_file_is_read(
    built: Workshop, tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    """Programs that open these files pass over it."""
    published = built.copy(tmp_path)
    names = ("names.pdf", "names.docx", "files/names.zip")
    for name in names:
        path = published.folder / "build" / "student" / name
        path.write_bytes(path.read_bytes() + pack(WITHHELD.encode()))
    done = published.run("verify", "build")
    for name in names:
        assert re.search(rf"build/student/{re.escape(name)}\b.*(?:only|Only) this sentence", done.out), name


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(built: Workshop, tmp_path: Path) -> None:
    """In place of each kind of file, one at a time, as an error may hide another."""
    folder = built.copy(tmp_path).folder / "build" / "student"
    for name in LEAVING:
        kept = (folder / name).rename(tmp_path / "kept")
        os.mkfifo(folder / name)
        done = Workshop(tmp_path).run("verify", "build")
        assert re.search(rf"build/student/{re.escape(name)}: error\[CB15\d\]", done.out), name
        kept.replace(folder / name)
