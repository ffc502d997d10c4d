"""What a release contains, as a JSON file."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from coursebuild import __version__, pdf
from coursebuild.publish import names
from coursebuild.publish.released.contents import ARCHIVE, Packed, ReleaseContents
from coursebuild.publish.sums import File
from coursebuild.runtime import resources
from coursebuild.runtime.system import regular_file

NAME, SUMS = "manifest.json", "SHA256SUMS"
VERSION = 1  # of the manifest

_DRAWING = ("mathra", "merman", "graphviz_pure", "pydyf", "pygments", "pypandoc_binary", "weasyprint")
_SUM = r"[0-9a-f]{64}"
_LARGEST = 100_000_000  # bytes of a manifest
_FILE: Mapping[str, Any] = {
    "name": {"type": "string", "description": "The path of the file, with `/` between folders."},
    "bytes": {"type": "integer", "minimum": 0, "description": "Its size."},
    "sha256": {"type": "string", "pattern": f"^{_SUM}$", "description": "Its SHA-256 sum."},
}


class FormerRelease(NamedTuple):
    """A release that was made before: the names of its files, and what it is; all empty if there is none.

    `files` are those that its manifest lists, `archives` those in each archive, as in Packed.
    """

    names: frozenset[str] = frozenset()
    version: str = ""
    edition: str = ""
    is_encrypted: bool = False
    files: tuple[File, ...] = ()
    archives: Mapping[str, tuple[File, ...]] = {}

    def is_of(self, version: str, edition: str) -> bool:
        """Whether it is that release, or none at all."""
        return not self.names or (self.version, self.edition) == (version, edition)


def make(contents: ReleaseContents, packed: Packed) -> bytes:
    """The manifest of a release, whose archives are the first of its files."""
    origin, edition = contents.origin, contents.edition
    listed: list[dict[str, Any]] = [file._asdict() for file in packed.files]
    for archive, inside in zip(listed, packed.archives.values(), strict=False):
        archive["contents"] = [file._asdict() for file in inside]
    manifest = {
        "version": VERSION,
        "course": contents.course.title,
        "release": origin.version,
        "edition": edition.name,
        "corrections": edition.shows_corrections,
        "encrypted": contents.is_encrypted,
        "commit": origin.commit or None,
        "clean": origin.is_clean,
        "date": None if origin.time is None else datetime.fromtimestamp(origin.time, UTC).isoformat(),
        "as-of": contents.options.day,
        "made-with": _programs(),
        "files": listed,
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()


def read(path: Path) -> FormerRelease:
    """What a manifest says that `make` made; empty if there is none, or it is of no version that is known.

    Raises: OSError for what is no file, or too large.
    """
    try:
        content = json.loads(regular_file.read(path, _LARGEST, regular_file.NO_LINK))
        files = _files(content["files"])
        listed = frozenset(file.name for file in files)
        archives = {
            each["name"].removesuffix(ARCHIVE): _files(each["contents"])
            for each in content["files"]
            if "contents" in each
        }
        former = FormerRelease(
            listed, content["release"], content["edition"], content["encrypted"] is True, files, archives
        )
        is_known = content["version"] == VERSION and all(map(_is_file_name, listed))
        is_named = isinstance(former.version, str) and isinstance(former.edition, str)
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return FormerRelease()
    return former if is_known and is_named else FormerRelease()


def _is_file_name(name: str) -> bool:
    """Whether each system can have a file of this name, in a folder without folders."""
    return PurePosixPath(name).name == name and not names.find_problem([PurePosixPath(name)])


def _files(listed: Any) -> tuple[File, ...]:
    """Raises: TypeError and KeyError for what is no list of files."""
    files = tuple(File(each["name"], each["bytes"], each["sha256"]) for each in listed)
    if not all(tuple(map(type, file)) == (str, int, str) for file in files):
        raise TypeError
    return files


def _programs() -> dict[str, str]:
    """The versions of what the bytes of pages depend on."""
    installed = {name.lower(): version for name, version in resources.packages()}
    found = {name.replace("_", "-"): installed[name] for name in _DRAWING if name in installed}
    return {"coursebuild": __version__, **found, "pango": pdf.pango_version()}


def schema() -> Mapping[str, Any]:
    """The JSON Schema of a manifest."""
    file = {"type": "object", "required": list(_FILE), "properties": _FILE, "additionalProperties": False}
    contents = {"type": "array", "items": file, "description": "Of an archive: the files in it."}
    listed = {**file, "properties": {**_FILE, "contents": contents}}
    properties: dict[str, Any] = {
        "version": {"const": VERSION, "description": "The version of this format."},
        "course": {"type": "string", "description": "The title of the course."},
        "release": {"type": "string", "description": "The version of the course."},
        "edition": {"type": "string", "description": "The edition whose files these are."},
        "corrections": {"type": "boolean", "description": "Whether the edition shows corrections."},
        "encrypted": {"type": "boolean", "description": "Whether its PDFs of lessons need a password."},
        "commit": {"type": ["string", "null"], "description": "The commit of the sources."},
        "clean": {"type": "boolean", "description": "Whether the sources were as in that commit."},
        "date": {
            "type": ["string", "null"],
            "format": "date-time",
            "description": "The time of the files in the archive: SOURCE_DATE_EPOCH, or the commit's.",
        },
        "as-of": {
            "type": "string",
            "description": "The day for which it was made, on which dated corrections depend.",
        },
        "made-with": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "The versions of the programs and libraries that the pages depend on.",
        },
        "files": {"type": "array", "minItems": 1, "items": listed, "description": "The archives first."},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The manifest of a release of a course",
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }
