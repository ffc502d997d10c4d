"""Write the files of the output folder, and remove those whose sources no longer exist."""

import errno
import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from coursebuild.model import Course, Location
from coursebuild.output import manifest
from coursebuild.output.manifest import Entry
from coursebuild.runtime import atomic, store


class Writer:
    """Write into an output folder, and keep a manifest of what this build and former ones wrote."""

    def __init__(self, course: Course, output: Path) -> None:
        self._course = course
        self._output = output
        self._manifest = manifest.path(store.folder() / store.RECORDS, course.root, output)
        self._written: dict[str, Entry] = {}

    def write(self, name: PurePosixPath, content: bytes, location: Location) -> Path:
        """Write a file, and return its path. Raises: OSError; the former file is then unchanged."""
        path = self._output / name
        if not Path(os.path.realpath(path.parent)).is_relative_to(os.path.realpath(self._output)):
            raise OSError(errno.ELOOP, "a symbolic link leads out of the output folder", str(path.parent))
        atomic.write(path, content)
        self._written[str(name)] = Entry(os.path.abspath(location.path), store.digest(content))
        return path

    def finish(self, *, tidy: bool) -> list[Path]:
        """Save the manifest, and return the files that were removed.

        With `tidy`, remove the files of sources that no longer exist, unless another program has written
        them since. Remove also what killed builds left. A manifest that cannot be saved is no error: only
        stale files may then remain.
        """
        former = manifest.read(self._manifest)
        for folder in {name.rpartition("/")[0] for name in former} | set(self._course.editions) | {""}:
            atomic.sweep(self._output / folder)
        entries = former | self._written
        removed = self._remove_stale(entries) if tidy else []
        if entries != former:
            store.write_at(self._manifest, manifest.dump(entries))
        return removed

    def _remove_stale(self, entries: dict[str, Entry]) -> list[Path]:
        output, removed = Path(os.path.realpath(self._output)), []
        for name in manifest.find_stale(entries, self._course):
            entry = entries.pop(name)
            with suppress(OSError, ValueError):  # ValueError: no file can have this name here
                path = Path(os.path.realpath(output / name))
                is_ours = path.is_relative_to(output) and path.is_file()
                if is_ours and store.digest(path.read_bytes()) == entry.digest:
                    path.unlink()
                    removed.append(path)
                    for folder in list(PurePosixPath(name).parents)[:-2]:  # the folder of the edition stays
                        (output / folder).rmdir()
        return removed
