"""The files of the output folder: written, and removed when their sources are gone."""

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from coursebuild.model import Course, Location
from coursebuild.output import manifest
from coursebuild.output.manifest import Entry
from coursebuild.runtime import atomic, store


class Writer:
    """Writes below an output folder, and keeps a manifest of what this build and former ones wrote."""

    def __init__(self, course: Course, output: Path) -> None:
        self._course = course
        self._output = output
        self._manifest = manifest.path(store.folder() / "records", course.root, output)
        self._written: dict[str, Entry] = {}

    def write(self, name: PurePosixPath, content: bytes, location: Location) -> Path:
        """Where the file was written. Raises OSError; the former file is still there then."""
        path = self._output / name
        atomic.write(path, content)
        self._written[str(name)] = Entry(os.path.abspath(location.path), store.digest(content))
        return path

    def finish(self, *, tidy: bool) -> list[Path]:
        """Save the manifest where it changed; a build that cannot is none the worse for it.

        `tidy` removes the files of sources that are gone, unless somebody else wrote them since. The
        files that were removed are returned.
        """
        former = manifest.read(self._manifest)
        known = former | self._written
        removed = self._remove(known) if tidy else []
        if known != former:
            store.put(self._manifest, manifest.dump(known))
        return removed

    def _remove(self, known: dict[str, Entry]) -> list[Path]:
        output, removed = Path(os.path.realpath(self._output)), []
        for name in manifest.left_over(known, self._course):
            path = Path(os.path.realpath(output / name))
            entry = known.pop(name)
            with suppress(OSError):
                is_ours = path.is_relative_to(output) and path.is_file()
                if is_ours and store.digest(path.read_bytes()) == entry.digest:
                    path.unlink()
                    removed.append(path)
                    for folder in list(PurePosixPath(name).parents)[:-2]:  # the edition's own stays
                        (output / folder).rmdir()
        return removed
