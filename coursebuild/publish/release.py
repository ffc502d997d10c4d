"""Release an edition: build it, pack it, read the archive back, sign it, and write its files."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

from coursebuild import config, engine, output
from coursebuild.engine import Built, Diagnosed, Event, Session, Written
from coursebuild.model import BuildOptions, Course, Diagnostic, Location, has_errors, shown
from coursebuild.publish import folders, sources
from coursebuild.publish.released import folder as released_folder
from coursebuild.publish.released import manifest, signing
from coursebuild.publish.released.contents import Packed, ReleaseContents
from coursebuild.publish.released.manifest import FormerRelease
from coursebuild.publish.released.origin import ReleaseOrigin, find_origin, refuse_changed
from coursebuild.publish.released.pack import pack, refuse_names
from coursebuild.publish.released.read_back import Unpacked, unpack, verify
from coursebuild.publish.released.same import is_same
from coursebuild.runtime.system import locks


class ReleaseOptions(NamedTuple):
    """The options of a release into a folder; those of its build have one edition.

    `version` is what the author named, or empty; `key` is that of a signature, or empty; `password` is that
    of the encryption for which the options of the build ask. With `has_sources`, students get their sources
    too, which needs their edition. With `allow_dirty`, a release may have files
    that no commit has; with `force`, it replaces an earlier one.
    """

    build: BuildOptions
    folder: Path
    version: str = ""
    key: str = ""
    password: str = ""
    has_sources: bool = False
    allow_dirty: bool = False
    force: bool = False


class Released(NamedTuple):
    """The end of a release. `files` were written: none, if the folder had this release already."""

    version: str
    documents: int
    files: tuple[Path, ...]


def release(session: Session, options: ReleaseOptions) -> Generator[Event | Released, None, None]:
    """Release an edition.

    The last event is `Released`, unless one before it has an error: then nothing is written. Raises:
    UsageError and BuildError.
    """
    course, folder, build_options = session.course, options.folder, options.build
    beginning = _begin(course, options)
    locations = beginning.locations
    # an export is refused among lessons, where the folder of a release may be
    with folders.staging(folder) as staging, folders.private() as elsewhere:
        built = staging / "built"
        destination = engine.Destination(built, password=options.password, lessons=tuple(locations))
        events = engine.build(session, locations, build_options, destination)
        if not (yield from _without_error(chain([beginning.found], _of_release(events, built, options)))):
            return
        reads = _reads(session, build_options, locations, built)
        exported = None
        if options.has_sources:
            for_sources = sources.options_for(course, build_options)
            delivered = sources.export(session, locations, for_sources, elsewhere / "sources", commits=False)
            if not (yield from _without_error([Diagnosed(delivered.diagnostics)])):
                return
            exported = delivered.exported
            reads |= {path for name in exported.files if (path := course.root / name).is_file()}
        origin = beginning.find_origin(reads)
        refuse_changed(beginning.origin._replace(is_clean=origin.is_clean), origin)
        contents = ReleaseContents(course, build_options, locations, origin)
        with folders.writing(folder):
            cut = elsewhere / "sources" if exported else None
            packed = pack(contents, built / contents.edition.name, cut, staging / "files")
            unpack(packed, staging / "unpacked")
        unpacked = Unpacked(packed, staging / "unpacked", options.password, exported)
        if not (yield from _without_error(verify(session, contents, unpacked))):
            return
        refuse_changed(origin, beginning.find_origin(reads))
        with locks.folder_lock(folder) as lock:
            lock.wait()
            written = _deliver(packed, options, beginning.former)
    yield Released(origin.version, len(locations), written)


class _Beginning(NamedTuple):
    """What is known of a release before anything is built.

    `find_origin` says where it is from now, with the files that it is made of; `origin` is what it said at
    first, of the files that each lesson depends on. `found` are diagnostics.
    """

    locations: Sequence[Location]
    origin: ReleaseOrigin
    find_origin: Callable[[Iterable[Path]], ReleaseOrigin]
    former: FormerRelease
    found: Diagnosed


def _begin(course: Course, options: ReleaseOptions) -> _Beginning:
    """Look at the folder, the key, the lessons and the commit. Raises: UsageError and BuildError."""
    former = released_folder.find_former(options.folder)
    if options.key:
        signing.program_of(options.key)
    built = config.output_folder(course, None)
    usual = (course.root / released_folder.usual(name) for name in course.editions)
    outputs = (built, options.folder, *usual)
    find = partial(find_origin, course.root, options.version, outputs, allow_dirty=options.allow_dirty)
    locations, skipped = config.locate(course, (), built)
    origin = find(_lessons_and_shared_files(course, locations))
    if not (options.force or former.is_of(origin.version, options.build.editions[0].name)):
        raise released_folder.other_release_error(options.folder, former)
    refuse_names(locations)
    return _Beginning(locations, origin, find, former, Diagnosed((*skipped, *config.warnings(course))))


def _without_error(events: Iterable[Event]) -> Generator[Event, None, bool]:
    """Yield events; return whether none of them has an error."""
    failed = False
    for event in events:
        failed = failed or (isinstance(event, Diagnosed) and has_errors(event.diagnostics))
        yield event
    return not failed


def _of_release(events: Iterable[Event], built: Path, options: ReleaseOptions) -> Iterator[Event]:
    """The events of a build into the folder `built`, as those of a release.

    What a build of an edition without corrections only doubts is an error, as `verify` would say next.
    """
    is_published = not options.build.editions[0].shows_corrections
    for event in events:
        match event:
            case Built() | Written():
                yield event._replace(files=())  # which are packed
            case Diagnosed(diagnostics):
                found = [each.as_published if is_published else each for each in diagnostics]
                yield Diagnosed(tuple(_of_released(each, built, options.folder) for each in found))
            case _:
                yield event


def _of_released(found: Diagnostic, built: Path, folder: Path) -> Diagnostic:
    """What was found in a file that was built, by the name of the file in the release, or of its folder."""
    public = folders.with_public_path(found, built, "")
    if public != found and found.code == folders.CANNOT_BE_WRITTEN:
        return found._replace(path=shown(folder))
    return public


def _lessons_and_shared_files(course: Course, locations: Iterable[Location]) -> set[Path]:
    """The lessons, and the files of a course on which each of them depends."""
    shared = {path for _, path in output.own_files(course) if path.is_file()}
    return shared | {location.path for location in locations}


def _reads(session: Session, options: BuildOptions, locations: Iterable[Location], built: Path) -> set[Path]:
    """The files of the course, as a build into the folder `built` has read them."""
    history = output.History(session.course, options, built)
    read = {Path(path) for location in locations for path in history.reads(location)}
    return _lessons_and_shared_files(session.course, locations) | read


def _deliver(packed: Packed, options: ReleaseOptions, former: FormerRelease) -> tuple[Path, ...]:
    """Sign a release, and move it to its folder; return the new files there. Raises: BuildError.

    If another process has written into the folder meanwhile, it stays as that has left it. If it has the
    release, it stays, and gets the signature if it has none of this kind.
    """
    folder, key = options.folder, options.key
    if released_folder.find_former(folder) != former:
        raise released_folder.concurrent_release_error(folder)
    if is_same(packed, folder, former, options.password):
        is_signed = not key or f"{manifest.SUMS}{signing.program_of(key).suffix}" in former.names
        return () if is_signed else _sign_former(folder, key, packed.folder.with_name("signed"))
    if former.names and not options.force:
        raise released_folder.changed_release_error(folder, former, is_encrypted=bool(options.password))
    if key:
        signing.sign(packed.folder / manifest.SUMS, key)
    return released_folder.deliver(packed.folder, folder, former.names)


def _sign_former(folder: Path, key: str, signed: Path) -> tuple[Path, ...]:
    with folders.writing(folder):
        signed.mkdir()
        copied = copyfile(folder / manifest.SUMS, signed / manifest.SUMS)
        signing.sign(copied, key)
        copied.unlink()
    return released_folder.deliver(signed, folder, ())
