"""Give the files of editions that show corrections a password, after they were made and read back."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coursebuild.model import Artifact, BuildOptions, Diagnostic, Edition, Location, Package, shown
from coursebuild.output import Writer

if TYPE_CHECKING:
    from coursebuild.engine.pipeline import Outcome

_SUFFIX = ".pdf"
Unchanged = dict[Location, tuple[Diagnostic, ...]]


class Encryptor:
    """Encrypts what a build writes with corrections; if its options ask for none, it changes nothing."""

    def __init__(self, options: BuildOptions, output: Path, password: str) -> None:
        self._options, self._output, self._password = options, output, password
        self._editions = tuple(filter(options.encryption.covers_pdfs_of, options.editions))
        self._without_plain = tuple(
            each for each in self._editions if not options.encryption.allows_plain(each)
        )

    def unchanged(self, found: Unchanged) -> Unchanged:
        """Those documents that have not changed and whose PDFs open with this password."""
        if not self._editions:
            return found
        return {location: diagnostics for location, diagnostics in found.items() if self._opens(location)}

    def _opens(self, location: Location) -> bool:
        from coursebuild import pdf  # noqa: PLC0415 (few builds encrypt)

        for edition in self._editions:
            try:
                pdf.check((self._output / _path(edition, location)).read_bytes(), self._password)
            except FileNotFoundError:
                continue  # the build makes no PDF
            except (OSError, pdf.EncryptionError):
                return False
        return True

    def encrypted(self, outcome: "Outcome") -> "Outcome":
        """The outcome with encrypted PDFs, and without what may not be written without a password.

        If a PDF cannot be encrypted, no file of the document is left.
        """
        if not self._editions:
            return outcome
        from coursebuild import pdf  # noqa: PLC0415 (few builds encrypt)

        try:
            artifacts = tuple(map(self._encrypted, outcome.artifacts))
        except pdf.EncryptionError as error:
            found = Diagnostic(outcome.location.name, 0, 0, "CB267", str(error))
            return outcome._replace(artifacts=(), copies=(), diagnostics=(*outcome.diagnostics, found))
        return outcome._replace(
            artifacts=tuple(filter(self._may_be_written, artifacts)),
            copies=tuple(copied for copied in outcome.copies if self._may_be_plain(copied.name)),
        )

    def _encrypted(self, artifact: Artifact) -> Artifact:
        from coursebuild import pdf  # noqa: PLC0415 (few builds encrypt)

        if artifact.path.suffix != _SUFFIX or not _is_of(self._editions, artifact.path):
            return artifact
        return artifact._replace(content=pdf.encrypt(artifact.content, self._password))

    def _may_be_written(self, artifact: Artifact) -> bool:
        return artifact.path.suffix == _SUFFIX or self._may_be_plain(artifact.path)

    def _may_be_plain(self, path: PurePosixPath) -> bool:
        return not _is_of(self._without_plain, path)

    def withdraw_plain(self, writer: Writer, locations: Iterable[Location]) -> None:
        """Have the files removed that former builds wrote and that may not be there without a password."""
        for location in locations if self._without_plain else ():
            for edition in self._without_plain:
                writer.withdraw(location, edition.name, _path(edition, location))


def _path(edition: Edition, location: Location) -> str:
    return f"{edition.name}/{location.stem}{_SUFFIX}"


def _is_of(editions: Iterable[Edition], path: PurePosixPath) -> bool:
    return path.parts[0] in {edition.name for edition in editions}


def encrypted_files(folder: Path, editions: Collection[Edition]) -> dict[Path, bool]:
    """The PDFs of editions that show corrections, each with whether it is encrypted; none if none is."""
    from coursebuild import pdf  # noqa: PLC0415 (see above)

    folders = [folder / each.name for each in editions if each.shows_corrections]
    found: dict[Path, bool] = {}
    for path in sorted(path for each in folders for path in each.rglob(f"*{_SUFFIX}")):
        try:
            found[path] = pdf.is_encrypted(path.read_bytes())
        except OSError:
            found[path] = False
    return found if any(found.values()) else {}


def decrypt_pdfs(
    package: Package, locations: Iterable[Location], password: str, folder: Path
) -> Iterator[Diagnostic]:
    """Write the lessons' PDFs of a package, decrypted, into `folder`.

    Yields a diagnostic for each that is not encrypted, or not with this password. Raises: OSError.
    """
    from coursebuild import pdf  # noqa: PLC0415 (see above)

    for location in locations:
        name = f"{location.stem}{_SUFFIX}"
        path, target = package.folder / name, folder / name
        if not path.is_file():
            continue  # `verify_package` says that it is missing
        content = path.read_bytes()
        if found := [*encryption_faults({path: pdf.is_encrypted(content)}, password)]:
            yield from found
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(pdf.decrypt(content, password))


def encryption_faults(files: dict[Path, bool], password: str) -> Iterator[Diagnostic]:
    """A diagnostic for each of `encrypted_files` that is not encrypted, or not with this password."""
    from coursebuild import pdf  # noqa: PLC0415 (see above)

    for path, is_encrypted in files.items():
        if not is_encrypted:
            message = "it opens without a password, and others of its edition do not"
            yield Diagnostic(shown(path), 0, 0, "CB268", message)
            continue
        try:
            pdf.check(path.read_bytes(), password)
        except (OSError, pdf.EncryptionError) as error:
            yield Diagnostic(shown(path), 0, 0, "CB268", str(error))
