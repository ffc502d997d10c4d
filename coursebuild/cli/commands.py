"""The command-line interface: commands, options and exit statuses."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from click_default_group import DefaultGroup

from coursebuild import __version__, config, engine
from coursebuild.cli import options, reports, terminal
from coursebuild.cli.terminal import Report, pluralize
from coursebuild.engine import shards
from coursebuild.model import Diagnostic, Format, UsageError, has_errors, rules
from coursebuild.runtime import process_exit, store
from coursebuild.runtime.system import streams, temporary

EXAMPLES = """\b
Examples:
  coursebuild                          build the student edition of course/ into build/
  coursebuild --correction             build the instructor edition
  coursebuild --all                    build every edition
  coursebuild lab.md --to pdf          build one lesson, as PDF only
  coursebuild -M lang=fr -o public     set a metadata value and the output folder
"""
METADATA_HELP = "Override a front-matter value, as in pandoc. May be repeated."
JOBS_HELP = "Number of worker processes; one per core by default."
FAILED, MISUSED, SIGNALLED = 1, 2, 128  # exit statuses; as shells do, the number of a signal is added to 128
INTERRUPTED = SIGNALLED + 2  # SIGINT


report_format = click.option(
    "--format",
    "format_",
    type=click.Choice(list(reports.FORMATS)),
    default="text",
    show_default=True,
    help="Format of the report.",
)


def with_history(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about what students did not see before."""
    reveal = click.option(
        "--reveal",
        "revealed",
        metavar="LESSON",
        multiple=True,
        help="Let students see texts that this lesson withheld until now, or shows now. May be repeated.",
    )
    since = click.option(
        "--since",
        metavar="REV",
        help="Compare with the sources at this revision in git, not with the last builds.",
    )
    return reveal(since(command))


def with_trust(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for a checkout that is a stranger's."""
    untrusted = click.option(
        "--untrusted",
        is_flag=True,
        help="Use no templates, filters or settings of the checkout but its title, author and language.",
    )
    trusted = click.option(
        "--trusted",
        metavar="REV",
        help="Use the templates, filters and settings of this revision in git, not the checkout's.",
    )
    return untrusted(trusted(command))


class Commands(DefaultGroup):  # type: ignore[misc]
    """The group of all commands; its help lists the options of `build`, the default command."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        build = self.get_command(ctx, "build")
        if build:
            build.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


@click.group(
    cls=Commands,
    default="build",
    default_if_no_args=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    options_metavar="[OPTIONS] [SOURCES]...",
    subcommand_metavar="",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Build lab sheets for students and for instructors, as PDF and self-contained HTML.

    SOURCES are Markdown files, or folders of Markdown files; course/ by default.
    """


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option(
    "--correction", is_flag=True, help="Build the instructor edition instead of the student edition."
)
@click.option("--all", "all_editions", is_flag=True, help="Build every edition that the course declares.")
@click.option(
    "--edition", "editions", metavar="NAME", multiple=True, help="Build this edition. May be repeated."
)
@click.option(
    "--to",
    "formats",
    type=click.Choice([f.value for f in Format]),
    multiple=True,
    help="Build only this format. May be repeated.",
)
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help=METADATA_HELP)
@with_history
@with_trust
@click.option("-o", "--output", metavar="DIR", help="Write the files to this folder; build/ by default.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help=JOBS_HELP)
@click.option("--fetch", is_flag=True, help="Fetch images from the web, and embed them.")
@click.option("--force", is_flag=True, help="Rebuild everything, and use no cache.")
@click.option("--anew", is_flag=True, hidden=True)  # the former name of --force
@click.option("--shard", metavar="K/N", help="Build shard K of N, for building on N machines.")
@click.option(
    "--durations",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="JSON file with past build times, used to balance shards; a complete build updates it.",
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print only diagnostics.")
@click.option("-v", "--verbose", is_flag=True, help="Print debugging information, for a bug report.")
def build(names: tuple[str, ...], **flags: Any) -> None:
    """Build the student edition of SOURCES, or another edition, as HTML and PDF."""
    if flags["verbose"]:
        terminal.enable_debug_log()
    session = options.load_session(flags)
    course = session.course
    build_options = options.for_build(course, flags)
    output = config.output_folder(course, flags["output"])
    _provide_temporary_folder(output)
    locations, skipped = config.locate(course, names, output, cli.commands)
    report = Report(quiet=flags["quiet"], strict=flags["strict"])
    report.add([*skipped, *config.warnings(course)])
    durations = shards.read_durations(flags["durations"]) if flags["durations"] else {}
    shard = options.parse_shard(flags["shard"])
    if shard != shards.COMPLETE:
        selected = shards.select(locations, shard, course, durations)
        report.note(f"shard {shard}: {len(selected)} of {pluralize(len(locations), 'document')}")
        locations = selected
    # Only a build of the complete course, with all editions, can tell which files have no source any more.
    tidy = not names and not has_errors(skipped) and not flags["untrusted"]
    finished = terminal.show_progress(
        engine.build(session, locations, build_options, output, tidy=tidy), report
    )
    # A shard leaves the file alone: all machines must plan with the same one.
    if flags["durations"] and finished.durations and shard == shards.COMPLETE:
        report.add(shards.write_durations(flags["durations"], {**durations, **finished.durations}))
    counts = [pluralize(finished.documents, "document"), pluralize(finished.files, "file")]
    counts += [f"{finished.unchanged} unchanged"] if finished.unchanged else []
    report.note(f"{', '.join([*counts, *report.summary()])} in {finished.seconds:.1f} s")
    if report.failed:
        sys.exit(FAILED)


@click.command()
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option("--fix", is_flag=True, help="Fix problems that have only one sensible fix.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, without changing any file.")
@report_format
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help=METADATA_HELP)
@with_history
@with_trust
@click.option("-j", "--jobs", type=click.IntRange(min=1), help=JOBS_HELP)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print only diagnostics.")
def check(names: tuple[str, ...], **flags: Any) -> None:
    """Check SOURCES for mistakes, in every edition, without building anything."""
    session = options.load_session(flags)
    course = session.course
    build_options = options.for_every_edition(course, flags)
    _provide_temporary_folder()
    locations, skipped = config.locate(course, names, course.root / course.output)
    if flags["fix"] or flags["diff"]:
        changed = terminal.fix_sources(
            locations, course, write=flags["fix"] and not flags["diff"], diff=flags["diff"]
        )
        if flags["diff"]:
            sys.exit(FAILED if changed else 0)
    report = Report(quiet=flags["quiet"], strict=flags["strict"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    for diagnosed in engine.check(session, locations, build_options):
        report.add(diagnosed.diagnostics)
    _report_and_exit(report, flags["format_"], pluralize(len(locations), "document"))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@report_format
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help=METADATA_HELP)
@with_history
@with_trust
@click.option("-j", "--jobs", type=click.IntRange(min=1), help=JOBS_HELP)
@click.option("-q", "--quiet", is_flag=True, help="Print only diagnostics.")
def verify(folder: Path, names: tuple[str, ...], **flags: Any) -> None:
    """Compare the files in DIR with SOURCES, before you publish them.

    DIR is the output folder, or the student edition's folder in it.
    """
    session = options.load_session(flags)
    course = session.course
    build_options = options.for_every_edition(course, flags)
    _provide_temporary_folder()
    locations, skipped = config.locate(course, names, folder)
    report = Report(quiet=flags["quiet"], keep=True)
    report.add([*skipped, *config.warnings(course)])
    complete = all(Path(name).is_dir() for name in names)
    for diagnosed in engine.verify(session, folder, locations, build_options, complete=complete):
        report.add(diagnosed.diagnostics)
    _report_and_exit(report, flags["format_"], pluralize(len(locations), "document"))


@click.command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def explain(codes: tuple[str, ...]) -> None:
    """Explain diagnostics, and how to fix them; without CODE, list all diagnostics."""
    for code in codes:
        if code.upper() not in rules():
            raise click.UsageError(f"Unknown diagnostic {code!r}; `coursebuild explain` lists them all.")
    if not codes:
        click.echo("\n".join(f"{code}  {rule.severity:7}  {rule.title}" for code, rule in rules().items()))
    click.echo("\n".join(reports.explain(code.upper()) for code in codes), nl=False)


@click.command()
@click.argument("action", type=click.Choice(["info", "clear"]))
def cache(action: str) -> None:
    """Show where cached pages are and how much space they take, or delete them."""
    if action == "clear":
        store.clear()
    pages, size = store.size()
    if store.folder() == store.NOWHERE:
        click.echo("no cache: you have no home folder; COURSEBUILD_CACHE may name a folder")
        return
    click.echo(
        f"{store.folder()}: {pluralize(pages, 'page')}, {size / 1e6:.1f} of {store.LARGEST / 1e6:.0f} MB"
    )


for command in (build, check, verify, explain, cache):
    cli.add_command(command)


def main() -> NoReturn:
    """Run the command line, and exit. The console script."""
    status = _status()
    process_exit.flush()
    for stream, error in tuple(streams.failures.items()):
        status = status or FAILED
        click.echo(f"coursebuild: {stream} cannot be written: {error.strerror}", err=True)
    process_exit.exit_now(status)


def _status() -> int:
    """Run the command line, and return its exit status; errors that users can cause print no traceback."""
    process_exit.raise_on_termination()
    try:
        return int(cli.main(prog_name="coursebuild", standalone_mode=False) or 0)
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except UsageError as error:
        for diagnostic in error.diagnostics:
            click.echo(terminal.colourize(diagnostic), err=True)
        return MISUSED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except process_exit.Terminated as terminated:
        click.echo(_with_notes(f"ended by {terminated.name}", terminated), err=True)
        status = SIGNALLED + terminated.number
    except (KeyboardInterrupt, click.Abort) as interruption:
        click.echo(_with_notes("interrupted", interruption.__cause__ or interruption), err=True)
        status = INTERRUPTED
    except OSError as error:  # the current folder is gone
        click.echo(f"coursebuild: {error}", err=True)
        status = FAILED
    return status


def _with_notes(message: str, error: BaseException) -> str:
    return ": ".join([message, *getattr(error, "__notes__", ())])


def _provide_temporary_folder(*last: Path) -> None:
    """Tell the programs that are started where to write temporary files. Raises: UsageError."""
    if not temporary.provide(store.folder(), *last):
        raise UsageError(Diagnostic(temporary.VARIABLE, 0, 0, "CB025", "no temporary file can be written"))


def _report_and_exit(report: Report, format_: str, checked: str) -> NoReturn:
    """Print the report to standard output and its summary to standard error, and exit."""
    diagnostics = sorted(report.diagnostics)
    if format_ == "text":
        for diagnostic in diagnostics:
            click.echo(terminal.colourize(diagnostic, sys.stdout))
    elif text := reports.FORMATS[format_](diagnostics):
        click.echo(text)
    report.note(", ".join([checked, *(report.summary() or ["no problems"])]))
    sys.exit(FAILED if report.failed else 0)
