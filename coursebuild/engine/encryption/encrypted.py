"""Examine the files of editions that show corrections, of which the PDFs may be encrypted."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from coursebuild.engine.host_files import is_for_host
from coursebuild.model import Course, Diagnostic, Location, Package, shown
from coursebuild.output import Writer
from coursebuild.runtime import fingerprint
from coursebuild.runtime.system import regular_file

_SUFFIX = ".pdf"


def encrypted_files(folder: Path, course: Course) -> dict[Path, bool]:
    """The files in an output folder of each edition of which a PDF is encrypted: whether each one is.

    Left out are those that a build with `--plain-too` has written, and what Git and web hosts need.
    """
    writer = Writer(course, folder)
    found: dict[Path, bool] = {}
    for edition in course.editions.values():
        if not edition.shows_corrections:
            continue
        paths = (path for path in (folder / edition.name).rglob("*") if path.is_symlink() or path.is_file())
        files = {path: is_encrypted_pdf(path) for path in sorted(paths) if not is_for_host(path)}
        if any(files.values()):
            found |= {
                path: is_encrypted
                for path, is_encrypted in files.items()
                if not writer.may_be_plain(PurePosixPath(path.relative_to(folder)))
            }
    return found


def is_encrypted_pdf(path: Path) -> bool:
    """Whether a file is a PDF that nobody can open without a password."""
    from coursebuild import pdf  # noqa: PLC0415 (few calls need it)

    try:
        return path.suffix == _SUFFIX and pdf.is_encrypted(regular_file.read(path, fingerprint.LARGEST))
    except OSError:
        return False


def encryption_faults(files: dict[Path, bool], password: str) -> Iterator[Diagnostic]:
    """A diagnostic for each of `encrypted_files` that is not encrypted, or not with this password."""
    for path, is_encrypted in files.items():
        if path.suffix != _SUFFIX:
            message = "it can be read without a password, and PDFs of its edition cannot"
            yield Diagnostic(shown(path), 0, 0, "CB289", message)
        elif message := _fault(path, password, is_encrypted=is_encrypted):
            yield Diagnostic(shown(path), 0, 0, "CB268", message)


def _fault(path: Path, password: str, *, is_encrypted: bool) -> str:
    """What is wrong with a PDF; "" if nothing is."""
    from coursebuild import pdf  # noqa: PLC0415 (see above)

    plain = "it opens without a password, and others of its edition do not"
    try:
        pdf.check(regular_file.read(path, fingerprint.LARGEST), password)
    except OSError as error:
        return f"it cannot be read: {error.strerror}"
    except pdf.DamagedError as error:
        return str(error)
    except pdf.EncryptionError as error:
        return str(error) if is_encrypted else plain
    return "" if is_encrypted else plain


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
