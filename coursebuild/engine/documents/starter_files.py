"""Make the files that readers of an edition start from: those whose code a lesson shows, with its gaps."""

import errno
import io
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from coursebuild import lint
from coursebuild.engine.documents.copies import Wanted
from coursebuild.model import Body, Course, Diagnostic, Edition, Evidence, LinkedFile, Location
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file
from coursebuild.source import filled

FOLDER = "files"  # of the folder of an edition
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP archive can have
_MODE = 0o644 << 16


class StarterFiles:
    """The files of one lesson, if its course wants them; what is wrong with them goes to `diagnostics`."""

    def __init__(
        self, course: Course, location: Location, files: lint.Files, diagnostics: list[Diagnostic]
    ) -> None:
        self._is_wanted, self._location, self._files = course.starter, location, files
        self._diagnostics = diagnostics

    def of(self, body: Body, evidence: Evidence) -> tuple[Body, tuple[Wanted, ...]]:
        """The body with the archive's address, and the files that its edition shows, archive included."""
        selection = body.selection
        included, edition = selection.source.inclusion.files, selection.edition
        contents: dict[PurePosixPath, bytes] = {}
        wanted: list[Wanted] = []
        for number in selection.files if self._is_wanted else ():
            if number < len(included):
                path = Path(included[number].path)
                try:
                    name, text = self._files.below(path), _read(path, included[number].state)
                except (lint.NotCopiedError, OSError) as error:
                    self._report(path, getattr(error, "strerror", None) or str(error))
                else:
                    language = "python" if path.suffix == ".py" else ""
                    contents[name] = filled(text, language, solved=edition.shows_corrections).encode()
                    wanted.append(self._wanted(path, name, contents[name], edition, evidence))
        if not contents:
            return body, ()
        archive = self._location.stem.with_name(f"{self._location.stem.name}.zip")
        wanted.append(self._wanted(self._location.path, archive, zipped(contents), edition, evidence))
        address = posixpath.relpath(f"{FOLDER}/{archive}", self._location.stem.parent)
        return body._replace(archive=address), tuple(wanted)

    def _wanted(
        self, path: Path, name: PurePosixPath, content: bytes, edition: Edition, evidence: Evidence
    ) -> Wanted:
        below = PurePosixPath(edition.name, FOLDER, name)
        file = LinkedFile(path, below, self._location.name, (1, 1), self._files.is_public(name))
        return Wanted(file, edition, evidence, content)

    def _report(self, path: Path, reason: str) -> None:
        message = f"`{path.name}` is no file to start from: {reason}"
        self._diagnostics.append(Diagnostic(self._location.name, 1, 1, "CB174", message))


def overwritten(made: Iterable[Wanted], linked: Iterable[LinkedFile]) -> Iterator[Diagnostic]:
    """A diagnostic for each linked file whose copy would have the path of a file that was made."""
    taken = {str(each.file.name).casefold() for each in made}
    for file in linked:
        if str(file.name).casefold() in taken:
            message = f"`{file.path.name}`: a file that readers start from has this path"
            yield Diagnostic(file.source, *file.link, "CB006", message)


def _read(path: Path, state: str) -> str:
    """The text of a file that was included when its `fingerprint.state` was `state`. Raises: OSError."""
    content = regular_file.read(path, fingerprint.LARGEST)
    if fingerprint.state(path, content) != state:
        raise OSError(errno.EBUSY, "it was changed during the build")
    return content.decode("utf-8-sig")


def zipped(contents: dict[PurePosixPath, bytes]) -> bytes:
    """Return a ZIP archive, which is the same for the same files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(str(name), _DATE)
            entry.external_attr, entry.compress_type, entry.create_system = _MODE, zipfile.ZIP_STORED, 3
            archive.writestr(entry, content)
    return stream.getvalue()
