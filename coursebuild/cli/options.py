"""Convert command-line options to what the engine takes. All functions raise click.UsageError."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from coursebuild import config
from coursebuild.config import trust
from coursebuild.engine import Session, shards
from coursebuild.engine.shards import Shard
from coursebuild.model import (
    PAGES,
    STUDENT,
    BuildOptions,
    Course,
    Diagnostic,
    Edition,
    Encryption,
    Format,
    UsageError,
    Values,
    is_reserved,
)
from coursebuild.runtime import store
from coursebuild.runtime.system import temporary

FORMATS: Mapping[str, tuple[Format, ...]] = {  # by the names of `--to`
    **{format_.value: (format_,) for format_ in PAGES},
    "docx": (Format.DOCX,),
    "moodle": (Format.MOODLE, Format.GIFT),
}


def load_session(flags: Mapping[str, Any]) -> Session:
    """The session of the course in the current folder, until the command ends. Say what it is made of."""
    untrusted, revision = flags["untrusted"], flags["trusted"]
    if untrusted and revision is not None:
        raise click.UsageError("--untrusted and --trusted are mutually exclusive.")
    root = current_folder()
    opened = Session.open(root, untrusted=untrusted, trusted=revision)
    session = click.get_current_context().with_resource(opened)
    unused = trust.unused(root) if untrusted else ""
    if unused and not flags["quiet"]:
        click.echo(f"untrusted: {unused}", err=True)
    if revision is not None and not flags["quiet"]:
        commit = session.course.trust.split()[-1]
        click.echo(f"trusted: coursebuild.toml, templates/ and filters/ of commit {commit[:12]}", err=True)
    return session


def current_folder() -> Path:
    """The current folder. Raises: UsageError if it no longer exists, or may not be read."""
    try:
        folder = Path.cwd()
        folder.stat()
    except OSError as error:
        raise UsageError(Diagnostic(".", 0, 0, "CB027", f"it cannot be read: {error.strerror}")) from error
    return folder


def provide_temporary_folder(*last: Path) -> None:
    """Tell the programs that are started where to write temporary files. Raises: UsageError."""
    if not temporary.provide(store.folder(), *last):
        raise UsageError(Diagnostic(temporary.VARIABLE, 0, 0, "CB025", "no temporary file can be written"))


def for_build(course: Course, flags: Mapping[str, Any]) -> BuildOptions:
    """The options of `build`."""
    editions = _editions(course, flags)
    return BuildOptions(
        editions=editions,
        formats=_formats(editions, flags["formats"]),
        metadata=_metadata(course, flags["metadata"]),
        fetch=flags["fetch"],
        jobs=flags["jobs"] or available_cores(),
        force=flags["force"] or flags["anew"],
        revealed=_revealed(course, flags.get("revealed", ())),
        since=flags.get("since"),
        encryption=_encryption(editions, flags),
        day=day_of(course, flags),
    )


def _encryption(editions: tuple[Edition, ...], flags: Mapping[str, Any]) -> Encryption:
    if not flags["encrypt"]:
        if flags["plain_too"]:
            raise click.UsageError("--plain-too needs --encrypt.")
        return Encryption.NONE
    if not any(edition.shows_corrections for edition in editions):
        raise click.UsageError("--encrypt needs an edition that shows corrections, such as instructor.")
    if flags["formats"] and "pdf" not in flags["formats"]:
        raise click.UsageError("--encrypt needs PDFs; add --to pdf.")
    return Encryption.PLAIN_TOO if flags["plain_too"] else Encryption.ONLY


def for_every_edition(course: Course, flags: Mapping[str, Any]) -> BuildOptions:
    """The options of `check` and `verify`: every edition and format that any build could make."""
    return BuildOptions(
        editions=tuple(course.editions.values()),
        formats=PAGES,
        metadata=_metadata(course, flags["metadata"]),
        fetch=False,
        jobs=flags["jobs"] or available_cores(),
        revealed=_revealed(course, flags.get("revealed", ())),
        since=flags.get("since"),
        day=day_of(course, flags),
    )


def for_compared(course: Course, flags: Mapping[str, Any]) -> BuildOptions:
    """The options of `diff`: the editions that are named, or all, those without corrections first."""
    named = {"correction": False, "all_editions": not flags["editions"], "editions": flags["editions"]}
    editions = sorted(_editions(course, named), key=lambda edition: edition.shows_corrections)
    return for_every_edition(course, flags)._replace(editions=tuple(editions))


def for_release(course: Course, edition: str, flags: Mapping[str, Any]) -> BuildOptions:
    """The options of `release`: one edition, with nothing that only this call would say of its lessons."""
    named = {"correction": False, "all_editions": False, "editions": (edition,)}
    editions = _editions(course, named)
    return BuildOptions(
        editions=editions,
        formats=_formats(editions, flags["formats"]),
        metadata=_metadata(course, ()),
        fetch=flags["fetch"],
        jobs=flags["jobs"] or available_cores(),
        revealed=_revealed(course, flags["revealed"]),
        since=flags["since"],
        encryption=_encryption(editions, flags),
        day=day_of(course, flags),
    )


def for_export(course: Course, flags: Mapping[str, Any]) -> BuildOptions:
    """The options of `export`: the students' edition, in the formats of its pages."""
    return BuildOptions(
        editions=(course.editions[STUDENT.name],),
        formats=PAGES,
        metadata=_metadata(course, ()),
        fetch=False,
        jobs=flags["jobs"] or available_cores(),
        revealed=_revealed(course, flags["revealed"]),
        since=flags["since"],
        day=day_of(course, flags),
    )


def for_starter(course: Course, flags: Mapping[str, Any]) -> BuildOptions:
    """The options of `starter` and `run-code`: the editions that are named, or all, in one format."""
    named = {"correction": False, "all_editions": not flags["editions"], "editions": flags["editions"]}
    return BuildOptions(
        editions=_editions(course, named),
        formats=(Format.HTML,),
        metadata=_metadata(course, flags["metadata"]),
        fetch=False,
        jobs=1,
        day=day_of(course, flags),
    )


def day_of(course: Course, flags: Mapping[str, Any]) -> str:
    """The day of `--as-of`, or else that of the environment or the course."""
    return flags.get("as_of") or config.days.day_of(course)


def parse_shard(text: str | None) -> Shard:
    """The shard that `--shard` names, or else the one of this GitLab job."""
    try:
        return shards.parse(text) if text else shards.from_gitlab(os.environ)
    except ValueError as error:
        raise click.UsageError(f"Invalid value for '--shard': {error}") from error


def available_cores() -> int:
    """The number of cores that this process may use; all cores, where the system does not say."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _editions(course: Course, flags: Mapping[str, Any]) -> tuple[Edition, ...]:
    if sum(map(bool, (flags["correction"], flags["all_editions"], flags["editions"]))) > 1:
        raise click.UsageError("--correction, --all and --edition are mutually exclusive.")
    if flags["all_editions"]:
        return tuple(course.editions.values())
    names = dict.fromkeys(flags["editions"]) or ("instructor" if flags["correction"] else STUDENT.name,)
    for name in names:
        if name not in course.editions:
            known = ", ".join(map(repr, course.editions))
            raise click.UsageError(f"Invalid value for '--edition': {name!r} is not one of {known}.")
    return tuple(course.editions[name] for name in names)


def _formats(editions: tuple[Edition, ...], names: tuple[str, ...]) -> tuple[Format, ...]:
    formats = tuple(each for name in dict.fromkeys(names) for each in FORMATS[name]) or PAGES
    if Format.MOODLE in formats and not any(edition.shows_corrections for edition in editions):
        needs = "an edition that shows corrections, as with --correction"
        raise click.UsageError(f"Invalid value for '--to': 'moodle' needs {needs}.")
    return formats


def _revealed(course: Course, names: tuple[str, ...]) -> frozenset[str]:
    """The real paths of lessons that are named by their paths, or by those below the sources."""
    folders = (Path(), course.root, *(course.root / name for name in course.sources))
    found: set[str] = set()
    for name in names:
        path = next((path for folder in folders if (path := folder / name).is_file()), None)
        if path is None or path.suffix != config.SUFFIX:
            raise click.UsageError(f"Invalid value for '--reveal': {name!r} is not a lesson.")
        found.add(os.path.realpath(path))
    return frozenset(found)


def _metadata(course: Course, pairs: tuple[str, ...]) -> Values:
    values: dict[str, str] = {}
    for pair in pairs:
        key, has_value, value = pair.partition("=")
        if not key:
            raise _invalid_metadata(pair, "it has no key; write KEY=VALUE.")
        if pair.encode(errors="ignore").decode() != pair:
            raise _invalid_metadata(pair, "it is not UTF-8.")
        if key in course.decided:
            raise _invalid_metadata(pair, f"editions set {key!r}; use --correction or --edition.")
        if is_reserved(key):
            raise _invalid_metadata(pair, f"{key!r} is a reserved attribute; choose another name.")
        values[key] = value if has_value else "true"
    return values


def _invalid_metadata(pair: str, reason: str) -> click.UsageError:
    return click.UsageError(f"Invalid value for '--metadata' {pair!r}: {reason}")
