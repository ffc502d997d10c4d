"""Give the files of editions that show corrections a password, after they were made and read back."""

from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coursebuild.engine.encryption.encrypted import is_encrypted_pdf
from coursebuild.model import Artifact, BuildOptions, Diagnostic, Edition, Location, shown
from coursebuild.output import Writer
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file

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
                path = self._output / _path(edition, location)
                pdf.check(regular_file.read(path, fingerprint.LARGEST), self._password)
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

    def withdraw_plain(self, writer: Writer, locations: Collection[Location] | None) -> None:
        """Have the files removed that former builds wrote and that may not be there without a password.

        These are the files of some lessons, whether they were built or failed, or all those of the editions.
        """
        for edition in self._options.editions:
            writer.allow_plain(
                edition.name, is_allowed=edition in self._editions and edition not in self._without_plain
            )
        for edition in self._editions:
            writer.withdraw(edition.name, locations, self._is_encrypted)

    def not_withdrawn(self, writer: Writer) -> tuple[Diagnostic, ...]:
        """A diagnostic for each of these files that is there after the writer has finished."""
        message = (
            "it can be read without a password, and was changed since it was built, or cannot be removed"
        )
        return tuple(Diagnostic(shown(path), 0, 0, "CB289", message) for path in writer.not_withdrawn())

    def _is_encrypted(self, path: PurePosixPath) -> bool:
        return is_encrypted_pdf(self._output / path)


def _path(edition: Edition, location: Location) -> str:
    return f"{edition.name}/{location.stem}{_SUFFIX}"


def _is_of(editions: Iterable[Edition], path: PurePosixPath) -> bool:
    return path.parts[0] in {edition.name for edition in editions}
