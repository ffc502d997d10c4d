"""A course in a temporary folder, built by the real command and read back with other programs."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any

import pypdf
import pypdf.generic
import pypdfium2
import warm

ROOT = Path(__file__).resolve().parents[2]
PANDOC = next(
    (Path(p) for p in sys.path for p in [f"{p}/pypandoc/files/pandoc"] if Path(p).is_file()), Path("pandoc")
)


OF_INDEX = re.compile(r"\w+/(?:index\.html|search(?:-\d+)?\.js|feed\.xml)")


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Workshop:
    """A folder with a course in it."""

    folder: Path

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, *arguments: str, **environment: str) -> Done:
        """Run the command; in a process that has everything to import, if its environment is another one."""
        variables = {**os.environ, "COURSEBUILD_CACHE": str(self.folder / ".cache"), **environment}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = _run(arguments, self.folder, variables, out, err)
            out.seek(0)
            err.seek(0)
            done = Done(code, out.read().decode(), err.read().decode())
        assert "Traceback" not in done.err, done.err
        return done

    def copy(self, folder: Path) -> "Workshop":
        """The course with what was built of it, in a folder that does not exist yet or is empty."""
        return Workshop(shutil.copytree(self.folder, folder, symlinks=True, dirs_exist_ok=True))

    def html(self, name: str = "lab", edition: str = "student") -> str:
        return (self.folder / "build" / edition / f"{name}.html").read_text(encoding="utf-8")

    def main(self, name: str = "lab", edition: str = "student") -> str:
        """The content of the page's main element, without icons."""
        found = re.search(r"<main[^>]*>(.*)</main>", self.html(name, edition), re.DOTALL)
        assert found
        return re.sub(r'<svg class="icon".*?</svg>', "", found[1], flags=re.DOTALL)

    def pdf(self, name: str = "lab", edition: str = "student") -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.folder / "build" / edition / f"{name}.pdf")

    def structure(self, name: str = "lab", edition: str = "student") -> Any:
        """The PDF, read with pypdf."""
        return pypdf.PdfReader(self.folder / "build" / edition / f"{name}.pdf")

    def files(self, *, index: bool = False) -> list[str]:
        """The files that were built: those of lessons, and if asked for also those of the index."""
        build = self.folder / "build"
        files = (path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file())
        return sorted(name for name in files if index or not OF_INDEX.fullmatch(name))


def _run(arguments: Sequence[str], folder: Path, variables: dict[str, str], *files: IO[bytes]) -> int:
    server = warm.server()
    others = {name for name, _ in variables.items() ^ server.environment.items()}
    if others <= {"COURSEBUILD_CACHE", "PYTEST_CURRENT_TEST"}:
        return server.run(arguments, folder, variables, *files)
    process = subprocess.run(
        [sys.executable, "-m", "coursebuild", *arguments],
        cwd=folder,
        env=variables,
        stdout=files[0],
        stderr=files[1],
        check=False,
        timeout=warm.PATIENCE,
    )
    return process.returncode


GIT = shutil.which("git") or "git"


def git(folder: Path, *arguments: str) -> str:
    """Run a command of git, and return what it prints."""
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run([GIT, "-C", folder, *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, tag: str) -> None:
    """Commit all files of a folder, and name the commit."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "Write")
    git(folder, "tag", tag)


LESSONS = {"riche": "fr", "conteneurs": "fr", "en/first-container": "en"}
EVERY_PAGE = [f"{edition}/{lesson}" for edition in ("student", "instructor") for lesson in LESSONS]


def with_lessons(folder: Path) -> Workshop:
    """A workshop with the example course, and tests/support/riche.md, which has all kinds of elements."""
    shutil.copytree(ROOT / "course", folder / "course")
    for suffix in ("md", "bib"):
        shutil.copy(ROOT / "tests" / "support" / f"riche.{suffix}", folder / "course")
    workshop = Workshop(folder)
    workshop.write("coursebuild.toml", 'title = "Un cours"\n')
    return workshop


def page_texts(document: pypdfium2.PdfDocument) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


VOID_ENDS = ("</input>", "</img>", "</br>", "</hr>")  # html.parser sees an end in `<br />`


def structure_tags(pdf: Any) -> Iterator[Any]:
    """Iterate over the elements of a structure tree (ISO 32000-1, 14.7)."""
    waiting = [pdf.root_object["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, pypdf.generic.ArrayObject):
            waiting += element
        elif isinstance(element, pypdf.generic.DictionaryObject):
            yield element
            waiting += [element["/K"]] if "/K" in element else []


class _Canonical(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.in_pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_pre += tag == "pre"
        told = "".join(f' {k}="{" ".join((v or "").replace(": ", ":").split())}"' for k, v in sorted(attrs))
        self.parts.append(f"<{tag}{told}>")

    def handle_endtag(self, tag: str) -> None:
        self.in_pre -= tag == "pre"
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = data if self.in_pre else re.sub(r"[ \t\r\n]+", " ", data).strip(" ")  # no-break spaces stay
        if text:
            self.parts.append(text)


def canonical(html: str) -> str:
    """HTML with one tag or text per line, so that only differences that a reader would see remain."""
    parser = _Canonical()
    parser.feed(html)
    return "\n".join(part for part in parser.parts if part not in VOID_ENDS)
