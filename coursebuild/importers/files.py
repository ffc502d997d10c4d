"""Find the images and other files that a lesson needs."""

import os
import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from coursebuild.importers.draft import Draft, outside_code
from coursebuild.importers.find import SUFFIXES, Found

FOLDER = "files"  # of what was outside of the lessons' folder
_LARGEST = 20_000_000  # bytes of a file that coursebuild copies beside a page
_ADDRESS = re.compile(
    r"(?P<before>\]\(<?|\b(?:src|href)=\")(?P<path>[^()<>\s\"#?][^()<>\"#?]*?)"
    r"(?P<after>>?(?:[ \t]+\"[^\"]*\")?\)|>?[#?][^()]*\)|\")"
)
_ELSEWHERE = re.compile(r"[A-Za-z][\w+.-]+:|//|#")
_PUBLIC_FOLDERS = ("", "static", "public", "docs", "assets")  # in which tools look for what begins with `/`


_FIELD = re.compile(r"(?P<name>[\w-]+):")
_REFERENCES = re.compile(r"(?P<path>[^\s\[\],\"'#]+\.(?:bib|json|ya?ml|csl))(?![\w.])")


def collect(draft: Draft, found: Found) -> None:
    """Note the local files of links and images, and write where they will be."""

    def rewrite(address: re.Match[str]) -> str:
        path = address["path"].strip()
        if _ELSEWHERE.match(path) or path.lower().endswith(SUFFIXES):
            return address[0]
        file = _file(draft, found, unquote(path))
        if file is None or PurePosixPath(path) in draft.files:
            return address[0]
        target = _target(found, path, file)
        draft.files.setdefault(target, file)
        written = target.as_posix()
        return (
            address[0]
            if written == PurePosixPath(unquote(path)).as_posix()
            else f"{address['before']}{written.replace(' ', '%20')}{address['after']}"
        )

    draft.rewrite_prose(lambda text: outside_code(text, lambda part: _ADDRESS.sub(rewrite, part)))
    _collect_references(draft, found)


def _collect_references(draft: Draft, found: Found) -> None:
    """Do the same for the references and the style that the front matter names."""
    is_front_matter = bool(draft.lines) and draft.lines[0].text.rstrip() == "---"
    field = ""
    for at, line in enumerate(draft.lines[1:] if is_front_matter else (), 1):
        if line.text.rstrip() in ("---", "..."):
            return
        if named := _FIELD.match(line.text):
            field = named["name"]
        if field not in ("bibliography", "csl"):
            continue

        def rewrite(address: re.Match[str]) -> str:
            file = _file(draft, found, address["path"])
            if file is None:
                return address[0]
            target = _target(found, address["path"], file)
            draft.files.setdefault(target, file)
            return target.as_posix()

        draft.lines[at] = line._replace(text=_REFERENCES.sub(rewrite, line.text))


def _file(draft: Draft, found: Found, path: str) -> Path | None:
    """Return the file that an address leads to, in the course."""
    root = found.root.resolve()
    is_absolute = path.startswith("/")
    folders = [root / name for name in _PUBLIC_FOLDERS] if is_absolute else [draft.path.resolve().parent]
    folders += [found.base.resolve()] if is_absolute else []
    for folder in folders:
        try:
            file = (folder / path.lstrip("/")).resolve()
            if file.is_file() and file.is_relative_to(root) and file.stat().st_size <= _LARGEST:
                return file
        except (OSError, ValueError):
            return None
    return None


def _target(found: Found, path: str, file: Path) -> PurePosixPath:
    """The path of a file from the lesson's folder, below the folder of the lessons."""
    relative = PurePosixPath(unquote(path))
    above = found.target.parent
    if relative.is_absolute() or os.path.normpath(above / relative).startswith(".."):
        return PurePosixPath(*[".."] * len(above.parts), FOLDER, file.name)
    return relative
