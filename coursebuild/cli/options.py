"""The command's options, as the engine takes them."""

import os
from collections.abc import Mapping
from typing import Any

import click

from coursebuild.engine import shards
from coursebuild.engine.shards import Shard
from coursebuild.model import BuildOptions, Course, Edition, Format, Values, is_reserved


def of_build(whole: Course, options: Mapping[str, Any]) -> BuildOptions:
    """What `build` was asked for. Raises click.UsageError, as the others do."""
    return BuildOptions(
        editions=_editions(whole, options),
        formats=tuple(Format(f) for f in dict.fromkeys(options["formats"])) or tuple(Format),
        metadata=_metadata(whole, options["metadata"]),
        fetch=options["fetch"],
        jobs=options["jobs"] or cores(),
        force=options["force"] or options["anew"],
    )


def shard(text: str | None) -> Shard:
    """The share that was asked for, or that GitLab asks for."""
    try:
        return shards.parse(text) if text else shards.of_this_job(os.environ)
    except ValueError as error:
        raise click.UsageError(f"--shard {error}") from error


def of_everything(whole: Course, options: Mapping[str, Any]) -> BuildOptions:
    """Every edition and format: what is checked is what any build would make."""
    return BuildOptions(
        editions=tuple(whole.editions.values()),
        formats=tuple(Format),
        metadata=_metadata(whole, options["metadata"]),
        fetch=False,
        jobs=options["jobs"] or cores(),
    )


def cores() -> int:
    """Those this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _editions(whole: Course, options: Mapping[str, Any]) -> tuple[Edition, ...]:
    if sum(map(bool, (options["correction"], options["every"], options["named"]))) > 1:
        raise click.UsageError("--correction, --all and --edition exclude one another.")
    if options["every"]:
        return tuple(whole.editions.values())
    names = dict.fromkeys(options["named"]) or ("instructor" if options["correction"] else "student",)
    for name in names:
        if name not in whole.editions:
            raise click.UsageError(f"{name!r} is no edition of this course ({', '.join(whole.editions)}).")
    return tuple(whole.editions[name] for name in names)


def _metadata(whole: Course, pairs: tuple[str, ...]) -> Values:
    given: dict[str, str] = {}
    for pair in pairs:
        key, is_given, value = pair.partition("=")
        if not key:
            raise click.UsageError(f"-M {pair!r} has no key: write KEY=VALUE.")
        if key in whole.decided:
            raise click.UsageError(
                f"-M {pair!r}: the edition decides {key!r}; use --correction or --edition."
            )
        if is_reserved(key):
            raise click.UsageError(
                f"-M {pair!r}: {key!r} is an attribute with a meaning of its own; choose another name."
            )
        given[key] = value if is_given else "true"
    return given
