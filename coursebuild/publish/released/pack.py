"""Pack what an edition's readers get."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path, PurePosixPath
from shutil import copyfile

from coursebuild.model import BuildError, Diagnostic, Location
from coursebuild.publish import names, sums
from coursebuild.publish.folders import UnsafeError
from coursebuild.publish.released import archive, manifest
from coursebuild.publish.released.contents import Packed, ReleaseContents
from coursebuild.publish.sums import File

_PAGE, _PDF = ".html", ".pdf"
_UNNAMED = "lesson"


def pack(contents: ReleaseContents, built: Path, sources: Path | None, folder: Path) -> Packed:
    """Pack the files in the folder `built`, which are those of the edition, into a new `folder`.

    If there are students' `sources`, pack that folder too. Raises: BuildError if a file cannot be packed, and
    OSError.
    """
    folder.mkdir()
    edition = _files_in(built)
    archives = {contents.top: edition} | ({contents.sources_top: _files_in(sources)} if sources else {})
    packed = Packed(folder, {top: _summed(files) for top, files in archives.items()})
    for top, files in archives.items():
        archive.write(packed.archive(top), top, files, contents.origin.time)
    pdfs = pdf_names(contents.top, edition, contents.locations)
    for name, path in pdfs.items():
        copyfile(edition[path], folder / name)
    listed = _summed({name: folder / name for name in (*(packed.archive(t).name for t in archives), *pdfs)})
    packed = packed._replace(files=listed)
    (folder / manifest.NAME).write_bytes(manifest.make(contents, packed))
    summed = [*listed, File.read(manifest.NAME, folder / manifest.NAME)]
    (folder / manifest.SUMS).write_bytes(sums.lines(summed))
    return packed


def refuse_names(locations: Sequence[Location]) -> None:
    """Raise BuildError for lessons whose names some system lacks."""
    problems = [(each.name, names.find_problem([PurePosixPath(f"{each.stem}{_PAGE}")])) for each in locations]
    if found := [Diagnostic(name, 0, 0, "CB261", problem) for name, problem in problems if problem]:
        raise BuildError(*found)


def _files_in(folder: Path) -> dict[PurePosixPath, Path]:
    try:
        return archive.files_in(folder)
    except UnsafeError as error:
        raise BuildError(Diagnostic(".", 0, 0, "CB261", str(error))) from error


def _summed(files: Mapping[PurePosixPath, Path] | Mapping[str, Path]) -> list[File]:
    return [File.read(str(name), path) for name, path in files.items()]


def pdf_names(
    top: str, found: Collection[PurePosixPath], locations: Sequence[Location]
) -> dict[str, PurePosixPath]:
    """The lessons' PDFs among the files of an archive, by the names that they have outside of it."""
    stems = sorted(location.stem for location in locations)
    pdfs = {stem: path for stem in stems if (path := stem.with_name(f"{stem.name}{_PDF}")) in found}
    distinct = names.distinct(("-".join(stem.parts) for stem in pdfs), _UNNAMED)
    return {f"{top}-{name}{_PDF}": path for name, path in zip(distinct, pdfs.values(), strict=True)}
