"""A lesson that was turned into coursebuild's notation, and how one is made of a file."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from coursebuild.importers import files, latex, markdown, notebook
from coursebuild.importers.draft import REFUSED, Draft, Line
from coursebuild.importers.find import Found
from coursebuild.model import BuildError, Diagnostic
from coursebuild.runtime.system import regular_file

_CLOSING = re.compile(r"[ \t>]*:{3,}[ \t]*")
LARGEST = {".ipynb": 60_000_000}  # bytes of a notebook, whose outputs may hold images
_LARGEST = 10_000_000  # of other files, as of coursebuild's own sources


def turn(found: Found) -> Draft:
    """Turn a file into a lesson. Raises: BuildError, if it cannot be read, or is not what its name says."""
    suffix = found.path.suffix.lower()
    draft = Draft(found.path, found.name, found.root, [], found.defaults)
    text = _read(found.path, found.name, LARGEST.get(suffix, _LARGEST))
    draft.original = tuple(text.split("\n"))
    _READERS.get(suffix, _read_markdown)(draft, text)
    if suffix not in _COMPLETE:
        markdown.turn(draft)
    if not draft.text.strip():
        raise refusal(found.name, "the file holds no text")
    draft.lines = _without_spare_lines(draft.lines)
    files.collect(draft, found)
    return draft


def _read_markdown(draft: Draft, text: str) -> None:
    draft.lines = [Line(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), 1)]


_READERS: Mapping[str, Callable[[Draft, str], None]] = {".ipynb": notebook.read, ".tex": latex.read}
_COMPLETE = (".tex",)


def _read(path: Path, name: str, most: int) -> str:
    try:
        content = regular_file.read(path, most)
    except OSError as error:
        raise BuildError(Diagnostic(name, 0, 0, "CB001", f"it cannot be read: {error.strerror}")) from error
    if b"\0" in content[:8192]:
        raise refusal(name, "it is not a text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        message = f"byte 0x{error.object[error.start]:02x} is not UTF-8"
        raise BuildError(Diagnostic(name, line, column, "CB002", message)) from error
    if not text.strip():
        raise BuildError(Diagnostic(name, 0, 0, "CB003", "the file is empty"))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refusal(name: str, message: str, line: int = 0, column: int = 0) -> BuildError:
    """The error for a file that cannot be imported."""
    return BuildError(Diagnostic(name, line, column, REFUSED, message))


def _without_spare_lines(lines: list[Line]) -> list[Line]:
    """The lines without a second blank one of those that were put in, outside code."""
    kept: list[Line] = []
    in_code = ""
    for line in lines:
        fence = re.match(r"[ \t>]*(`{3,}|~{3,})", line.text)
        if fence and (not in_code or (fence[1].startswith(in_code) and not line.text.strip(" \t>`~"))):
            in_code = "" if in_code else fence[1]
        is_blank = not line.text.strip()
        above = kept[-1].text.lstrip(" >") if kept else ""
        after_fence = above.startswith(":::") and bool(above.strip(": "))
        if is_blank and not in_code and kept and (not kept[-1].text.strip() or after_fence):
            continue
        if _CLOSING.fullmatch(line.text) and not in_code and not (kept and above.startswith(":::")):
            while kept and not kept[-1].text.strip():
                kept.pop()
        kept.append(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return [*kept, Line(kept[-1].number if kept else 1, "")]
