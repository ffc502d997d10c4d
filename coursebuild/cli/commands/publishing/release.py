"""`coursebuild release`."""

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click

from coursebuild import config, engine
from coursebuild.cli import option_groups, options, progress, terminal
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.engine import Built, Event, Written
from coursebuild.model import STUDENT, printable, shown

FOLDER = "dist"  # as other tools name it that make files to be published


@click.command("release")
@click.option(
    "--edition",
    "edition_name",
    metavar="NAME",
    default="student",
    show_default=True,
    shell_complete=option_groups.completed_by("editions"),
    help="Release this edition.",
)
@click.option("--version", metavar="V", help="The version; by default, the commit's tag, or `git describe`.")
@click.option(
    "--to",
    "formats",
    type=click.Choice(list(options.FORMATS)),
    multiple=True,
    help="Release only this format; without it, HTML and PDF. May be repeated.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    shell_complete=option_groups.completed_by("folders"),
    help="Write the files to this folder; dist/ by default, and dist-NAME/ for another edition.",
)
@click.option("--sign", metavar="KEY", help="Sign with this key of minisign or OpenSSH.")
@click.option("--allow-dirty", is_flag=True, help="Release also files that the commit does not have.")
@click.option("--force", is_flag=True, help="Replace an earlier release in DIR.")
@option_groups.with_history
@option_groups.as_of
@option_groups.jobs
@click.option("--fetch", is_flag=True, help="Fetch images from the web, and embed them.")
@option_groups.quiet
def command(edition_name: str, version: str | None, output: Path | None, **flags: Any) -> None:
    """Pack an edition to be published: a ZIP archive, the PDFs, a manifest, and their sums.

    The course is built anew, the archive unpacked again, and what is in it verified, as `verify` does,
    before anything is written.
    """
    from coursebuild import publish  # noqa: PLC0415 (it imports the stages)
    from coursebuild.publish.released import folder as place  # noqa: PLC0415 (the same)
    from coursebuild.publish.released import manifest, signing  # noqa: PLC0415 (the same)

    session = options.load_session({**flags, "untrusted": False, "trusted": None})
    course = session.course
    build_options = options.for_release(course, edition_name, flags)
    edition, built = build_options.editions[0], config.output_folder(course, None)
    folders = {name: Path(FOLDER if name == STUDENT.name else f"{FOLDER}-{name}") for name in course.editions}
    folder = output or folders[edition.name]
    options.provide_temporary_folder(built)
    report = Report(quiet=flags["quiet"])
    with terminal.failing():
        former = place.find_former(folder)
        key = flags["sign"] or course.release_key
        if key:
            signing.program_of(key)
        ignored = (built, folder, *(course.root / each for each in folders.values()))
        locations, skipped = config.locate(course, (), built)
        find_origin = partial(
            publish.find_origin, course.root, version or "", ignored, allow_dirty=flags["allow_dirty"]
        )
        origin = find_origin([location.path for location in locations])
        if not (flags["force"] or former.is_of(origin.version, edition.name)):
            raise place.refusal_of_other(folder, former)
        report.add([*skipped, *config.warnings(course)])
        with publish.folders.staging(folder) as staging:
            destination = engine.Destination(staging / "built", lessons=tuple(locations))
            events = engine.build(session, locations, build_options, destination)
            progress.show(_unnamed(events), report, jobs=build_options.jobs)
            _stop_if_failed(report)
            made_of = publish.made_of(session, build_options, locations, staging / "built")
            origin = find_origin(made_of)
            wanted = publish.Wanted(course, edition, origin._replace(day=build_options.day), locations)
            packed = publish.pack(wanted, staging / "built" / edition.name, staging / "files")
            for diagnosed in publish.read_back(session, packed, locations, build_options, staging / "read"):
                report.add(diagnosed.diagnostics)
            _stop_if_failed(report)
            publish.refuse_changed(origin, find_origin(made_of))
            is_new = not place.is_same(folder, packed.folder, former)
            if is_new and former.names and not flags["force"]:
                raise place.refusal_of_other(folder, former)
            if key and (is_new or former.names.isdisjoint(place.SIGNATURES)):
                signing.sign(packed.folder / manifest.SUMS, key)
                is_new = True
            written = place.deliver(packed.folder, folder, former.names) if is_new else ()
    for path in () if report.quiet else written:
        click.echo(printable(shown(path)))
    what = f"{origin.version} of the {edition.name} edition"
    counts = [pluralize(len(locations), "document"), pluralize(len(written), "file")]
    report.note(", ".join([what, *counts, *report.summary()] if written else [what, "nothing has changed"]))


def _unnamed(events: Iterable[Event]) -> Iterator[Event]:
    """The events of a build, without the names of files that are packed."""
    for event in events:
        yield event._replace(files=()) if isinstance(event, Built | Written) else event


def _stop_if_failed(report: Report) -> None:
    if report.failed:
        report.note(", ".join(["nothing was released", *report.summary()]))
        sys.exit(FAILED)
