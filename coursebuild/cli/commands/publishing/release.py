"""`coursebuild release`."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from coursebuild import config
from coursebuild.cli import option_groups, options, password, progress, terminal
from coursebuild.cli.terminal import FAILED, Report, pluralize
from coursebuild.engine import Diagnosed
from coursebuild.model import STUDENT, Encryption, printable, shown


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
@click.option("--sources", is_flag=True, help="Pack also the students' sources, as `export` writes them.")
@option_groups.with_encryption
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

    session = options.load_session({**flags, "untrusted": False, "trusted": None})
    course = session.course
    build_options = options.for_release(course, edition_name, flags)
    edition = build_options.editions[0]
    if flags["sources"] and edition.name != STUDENT.name:
        raise click.UsageError("--sources needs the student edition: the sources are the students'.")
    options.provide_temporary_folder(config.output_folder(course, None))
    key = password.ask(is_new=True) if build_options.encryption else ""
    release_options = publish.ReleaseOptions(
        build_options,
        output or publish.usual_folder(edition.name),
        version=version or "",
        key=flags["sign"] or course.release_key,
        password=key,
        has_sources=flags["sources"],
        allow_dirty=flags["allow_dirty"],
        force=flags["force"],
    )
    report = Report(quiet=flags["quiet"])
    with terminal.failing(), closing(publish.release(session, release_options)) as events:
        progress.show(events, report, jobs=build_options.jobs)
        released = None
        for event in events:
            match event:
                case Diagnosed(diagnostics):
                    report.add(diagnostics)
                case publish.Released():
                    released = event
    if released is None:
        report.note(", ".join(["nothing was released", *report.summary()]))
        sys.exit(FAILED)
    for path in () if report.quiet else released.files:
        click.echo(printable(shown(path)))
    if build_options.encryption is Encryption.ONLY:
        report.note(password.ONLY_PDFS)
    what = f"{released.version} of the {edition.name} edition"
    counts = [pluralize(released.documents, "document"), pluralize(len(released.files), "file")]
    report.note(
        ", ".join([what, *counts, *report.summary()] if released.files else [what, "nothing has changed"])
    )
