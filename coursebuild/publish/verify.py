"""Verify a release that was made before."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coursebuild.engine import Diagnosed, Session
from coursebuild.model import BuildError, BuildOptions, Diagnostic, Encryption, Location, shown
from coursebuild.publish import folders, sources
from coursebuild.publish.released import manifest
from coursebuild.publish.released.contents import Packed, ReleaseContents
from coursebuild.publish.released.manifest import FormerRelease
from coursebuild.publish.released.origin import ReleaseOrigin
from coursebuild.publish.released.read_back import Unpacked, unpack, verify

_ARCHIVES = (1, 2)  # of the edition, and of the students' sources


class FoundRelease(NamedTuple):
    """A release in a folder, as its manifest lists it."""

    folder: Path
    listed: FormerRelease


def find_release(folder: Path) -> FoundRelease | None:
    """The release in a folder, if there is one."""
    try:
        listed = manifest.read(folder / manifest.NAME)
    except OSError:
        return None
    return FoundRelease(folder, listed) if listed.files else None


def verify_release(
    session: Session,
    release: FoundRelease,
    locations: Sequence[Location],
    options: BuildOptions,
    password: str,
) -> Iterator[Diagnosed]:
    """Report what is wrong with a release: its sums, and its edition, as `release` does.

    The password is that of encrypted PDFs.
    """
    folder, former = release
    edition = session.course.editions.get(former.edition)
    if edition is None or len(former.archives) not in _ARCHIVES:
        of_edition = f"the course has no edition `{former.edition}`"
        message = of_edition if edition is None else "it lists other archives than a release has"
        yield Diagnosed((_wrong(folder / manifest.NAME, message),))
        return
    is_plain_too = any(not file.name.endswith(".pdf") for file in next(iter(former.archives.values())))
    encryption = Encryption.PLAIN_TOO if is_plain_too else Encryption.ONLY
    options = options._replace(
        editions=(edition,), encryption=encryption if former.is_encrypted else Encryption.NONE
    )
    packed = Packed(folder, former.archives, former.files)
    contents = ReleaseContents(
        session.course, options, locations, ReleaseOrigin(former.version, "", None, is_clean=False)
    )
    with folders.private() as unpacked:
        try:
            unpack(packed, unpacked)
        except BuildError as error:
            yield Diagnosed(tuple(_wrong(folder / each.path, each.message) for each in error.diagnostics))
        except OSError as error:
            name = error.filename or folder
            yield Diagnosed((_wrong(Path(name), f"it cannot be read: {error.strerror}"),))
        else:
            exported = None
            if len(former.archives) > 1:
                try:
                    for_sources = sources.options_for(session.course, options)
                    exported = sources.collect_again(session, locations, for_sources)
                except BuildError as error:
                    yield Diagnosed(error.diagnostics)
            yield from verify(session, contents, Unpacked(packed, unpacked, password, exported))


def _wrong(path: Path, message: str) -> Diagnostic:
    return Diagnostic(shown(path), 0, 0, "CB236", message)
