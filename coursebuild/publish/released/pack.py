"""Pack what an edition's readers get."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from shutil import copyfile

from coursebuild.model import BuildError, Diagnostic, Location
from coursebuild.publish import names, sums
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive, manifest
from coursebuild.publish.released.contents import Contents, Packed
from coursebuild.publish.sums import File

_PDF = ".pdf"
_UNNAMED = "lesson"


def pack(contents: Contents, built: Path, folder: Path) -> Packed:
    """Pack the files in the folder `built`, which are those of the edition, into a new `folder`.

    Raises: BuildError if they cannot be packed, and OSError.
    """
    packed = Packed(folder, contents.top)
    folder.mkdir()
    try:
        found = archive.files_in(built)
    except UnsafeError as error:
        raise BuildError(Diagnostic(packed.archive.name, 0, 0, "CB261", str(error))) from error
    archive.write(packed.archive, packed.top, found, contents.origin.time)
    pdfs = _pdfs(packed.top, found, contents.locations)
    for name, path in pdfs.items():
        copyfile(path, folder / name)
    listed = [File.read(name, folder / name) for name in (packed.archive.name, *pdfs)]
    inside = [File.read(str(name), path) for name, path in found.items()]
    (folder / manifest.NAME).write_bytes(manifest.make(contents, listed, inside))
    summed = [*listed, File.read(manifest.NAME, folder / manifest.NAME)]
    (folder / manifest.SUMS).write_bytes(sums.lines(summed))
    return packed


def _pdfs(top: str, found: dict[PurePosixPath, Path], locations: Sequence[Location]) -> dict[str, Path]:
    """The lessons' PDFs, by the names that they have outside of their folders."""
    pdfs: dict[str, Path] = {}
    taken: set[str] = set()
    for stem in sorted(location.stem for location in locations):
        if path := found.get(stem.with_name(f"{stem.name}{_PDF}")):
            plain = names.plain("-".join(stem.parts)) or _UNNAMED
            numbered = (plain, *(f"{plain}-{number}" for number in range(2, len(locations) + 1)))
            name = next(each for each in numbered if each.casefold() not in taken)
            taken.add(name.casefold())
            pdfs[f"{top}-{name}{_PDF}"] = path
    return pdfs
