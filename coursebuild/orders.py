"""The command's options made into an order."""

import os
from collections.abc import Mapping
from typing import Any

import click

from coursebuild import shards
from coursebuild.request import Course, Edition, Format, Order, Values
from coursebuild.shards import Shard

# What the workers import first; the last two would be imported in each, with the first image in a page and
# with the first file that is read back.
PRINTING = ("coursebuild.preread", "coursebuild.finish", "email.policy", "pypdfium2.raw")
CHECKING = ("coursebuild.pipeline",)


def wanted(whole: Course, options: Mapping[str, Any]) -> Order:
    """What `build` was asked for. Raises click.UsageError, as the others do."""
    return Order(
        course=whole,
        editions=_editions(whole, options),
        formats=tuple(Format(f) for f in dict.fromkeys(options["formats"])) or tuple(Format),
        metadata=_metadata(whole, options["metadata"]),
        fetch=options["fetch"],
        jobs=options["jobs"] or cores(),
        anew=options["anew"],
    )


def processes(order: Order, documents: int, *, printed: bool) -> int:
    """How many workers; where nothing is printed and there is one document, starting them takes too long."""
    if printed and order.sheets:
        return min(order.jobs, documents * order.sheets)
    count = min(order.jobs, documents)
    return count if count > 1 else 0


def shard(text: str | None) -> Shard:
    """The share that was asked for, or that GitLab asks for."""
    try:
        return shards.parse(text) if text else shards.of_this_job(os.environ)
    except ValueError as error:
        raise click.UsageError(f"--shard {error}") from error


def everything(whole: Course, options: Mapping[str, Any]) -> Order:
    """Every edition and format: what is checked is what any build would make."""
    return Order(
        course=whole,
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
        given[key] = value if is_given else "true"
    return given
