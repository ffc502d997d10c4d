"""Read the references and the style that a document names, as `bibliography` and `csl`."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from coursebuild import pandoc
from coursebuild.config import misspelt
from coursebuild.engine.session import Session
from coursebuild.model import BuildError, Diagnostic, Document, short, shown
from coursebuild.runtime import fingerprint, resources
from coursebuild.runtime.system import regular_file

_REMOTE = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")
_STYLE = re.compile(r"<style\b")
_DEPENDENT = re.compile(r"""rel\s*=\s*["']independent-parent""")


class Read(NamedTuple):
    """What a document may cite, or None if it names nothing that can be read; `reads` as in Body."""

    bibliography: pandoc.Bibliography | None
    reads: dict[str, str]
    diagnostics: tuple[Diagnostic, ...]


class _NotReadError(Exception):
    """A file that is named cannot be used; the message says why."""


def read(session: Session, document: Document) -> Read:
    """Read the files that a document's front matter names, or else coursebuild.toml."""
    course, reads = session.course, dict[str, str]()
    if '"bibliography"' not in document.json and "bibliography" not in course.defaults:
        return Read(None, reads, ())
    meta = json.loads(document.json)["meta"]
    if "bibliography" not in meta and "bibliography" not in course.defaults:
        return Read(None, reads, ())
    references: dict[str, Any] = {}
    style, found = "", list[Diagnostic]()
    for field, name, folder in _named(session, document, meta):
        try:
            path, text = _content(name, folder, session, document, reads)
            if field == "csl":
                style = _style(text)
            else:
                references |= _references(session, path, text, reads[str(path)])
        except _NotReadError as error:
            found.append(document.source.place(name, "CB229", f"`{short(name)}`: {error}"))
        except BuildError as error:
            found += error.diagnostics
    bibliography = pandoc.Bibliography(references, style, meta.get("nocite"))
    return Read(None if found else bibliography, reads, tuple(found))


def _references(session: Session, path: Path, text: str, state: str) -> Mapping[str, Any]:
    """The references of a file, which are read again if the file has another `fingerprint.state`.

    Raises: _NotReadError, BuildError.
    """
    suffix, key = path.suffix.lower(), str(path)
    if suffix not in pandoc.FORMATS:
        raise _NotReadError(f"`{suffix}` is no format of references: it must be {', '.join(pandoc.FORMATS)}")
    if session.references.get(key, ("",))[0] != state:
        made = pandoc.references(text, suffix, shown(path), session.course.limits)
        session.references[key] = state, made
    return session.references[key][1]


def _named(session: Session, document: Document, meta: Any) -> list[tuple[str, str, Path]]:
    """The names of the files, each with its field and with the folder from which it is."""
    as_text = resources.filter_module("conditions").metadata_text
    named: list[tuple[str, str, Path]] = []
    for field in ("bibliography", "csl"):
        folder = document.source.location.path.parent
        if field in meta:
            value = meta[field]
            names = [as_text(each) for each in (value["c"] if value["t"] == "MetaList" else [value])]
        else:
            folder, given = session.course.root, session.course.defaults.get(field, ())
            names = [given] if isinstance(given, str) else list(given)
        named += [(field, name.strip(), folder) for name in names if name.strip()]
    return named


def _content(
    name: str, folder: Path, session: Session, document: Document, reads: dict[str, str]
) -> tuple[Path, str]:
    """The path and the text of a file, which must be in the course. Raises: _NotReadError."""
    if _REMOTE.match(name):
        raise _NotReadError("what is on the web is not fetched: save the file in the course")
    path = Path(folder, name).absolute()
    reads[str(path)] = ""
    roots = (*document.source.location.roots, session.course.root.resolve())
    try:
        real = path.resolve()
        if not any(real.is_relative_to(root) for root in roots):
            raise _NotReadError("the file is outside of the course")
        content = regular_file.read(real, int(session.course.limits.file_size))
    except FileNotFoundError as error:
        hint = misspelt.paths.suggest(path, *roots, start=folder)
        raise _NotReadError(f"there is no such file{hint}") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise _NotReadError(f"it cannot be read: {getattr(error, 'strerror', None) or error}") from error
    reads[str(path)] = fingerprint.state(path, content)
    try:
        return path, content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _NotReadError("it is not encoded in UTF-8") from error


def _style(text: str) -> str:
    """A text if it is a style that pandoc can use without another file. Raises: _NotReadError."""
    if not _STYLE.search(text):
        raise _NotReadError("it is not a style of CSL")
    if _DEPENDENT.search(text):
        raise _NotReadError("it only names another style, its parent: save that one in the course")
    return text
