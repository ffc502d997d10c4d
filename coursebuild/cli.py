"""The command. The only module that prints, exits or writes."""

import logging
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

import click
from click_default_group import DefaultGroup

from coursebuild import __version__, course, sources
from coursebuild.errors import Diagnostic, Severity, UsageError
from coursebuild.model import Artifact, Course, Edition, Format, Order, Values
from coursebuild.workers import Workers

EXAMPLES = """\b
Examples:
  coursebuild                          student edition of course/, HTML and PDF, into build/
  coursebuild --correction             the instructor edition
  coursebuild --all                    every edition the course declares
  coursebuild lab.md --to pdf          one lesson, one format
  coursebuild -M lang=fr -o public     a metadata value, another folder
"""
FAILED, MISUSED, INTERRUPTED = 1, 2, 130
PRINTER = "coursebuild.printing"  # what the workers import first


class Commands(DefaultGroup):  # type: ignore[misc]
    """The verbs; `build` is meant where none is given, so its options stand in the first help."""

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
    """Build lab sheets for students and for instructors, as PDF and one-file HTML.

    SOURCES are Markdown files or folders of them; course/ if there are none.
    """


@click.command(epilog=EXAMPLES)
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option("--correction", is_flag=True, help="The instructor edition instead of the student's.")
@click.option("--all", "every", is_flag=True, help="Every edition the course declares.")
@click.option("--edition", "named", metavar="NAME", multiple=True, help="This edition (repeatable).")
@click.option(
    "--to",
    "formats",
    type=click.Choice([f.value for f in Format]),
    multiple=True,
    help="This format (repeatable); both if left out.",
)
@click.option(
    "-M", "--metadata", metavar="KEY=VALUE", multiple=True, help="As pandoc's: goes before the front matter."
)
@click.option("-o", "--output", metavar="DIR", help="Where the files go; build/ if left out.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="Worker processes; as many as cores if left out."
)
@click.option("--fetch", is_flag=True, help="Fetch the images that stand on the web.")
@click.option("--strict", is_flag=True, help="Warnings are failures.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but diagnostics.")
@click.option("-v", "--verbose", is_flag=True, help="Say more, also of defects of coursebuild itself.")
def build(names: tuple[str, ...], **options: Any) -> None:
    """Build the student edition of SOURCES (or another), HTML and PDF."""
    if options["verbose"]:
        logging.basicConfig(level=logging.DEBUG, format="%(name)s: %(message)s")
        logging.getLogger("fontTools").setLevel(logging.WARNING)
    whole = course.load(Path.cwd())
    order = Order(
        course=whole,
        editions=_editions(whole, options),
        formats=tuple(Format(f) for f in dict.fromkeys(options["formats"])) or tuple(Format),
        metadata=_metadata(whole, options["metadata"]),
        fetch=options["fetch"],
        jobs=options["jobs"] or _cores(),
    )
    output = Path(options["output"] or whole.root / whole.output)
    locations, passed = sources.locate(whole, names, output)
    report = Report(quiet=options["quiet"], strict=options["strict"])
    report.say([*passed, *course.unused_filters(whole)])
    started, written = time.monotonic(), 0
    with (
        Workers(min(order.jobs, order.sheets * len(locations)), PRINTER) as workers,
        _progress(len(locations), quiet=options["quiet"]) as advance,
    ):
        from coursebuild import pipeline  # noqa: PLC0415 (while the workers import theirs)

        for outcome in pipeline.build(locations, order, workers):
            report.say(outcome.diagnostics)
            written += len([a for a in outcome.artifacts if _write(a, output, report)])
            advance()
    if not options["quiet"]:
        click.echo(_summary(len(locations), written, report, time.monotonic() - started), err=True)
    if report.failed:
        sys.exit(FAILED)


cli.add_command(build)


class Report:
    """The diagnostics on standard error, each once; whether one of them is a failure."""

    def __init__(self, *, quiet: bool, strict: bool) -> None:
        self.quiet = quiet
        self.strict = strict
        self.counts = dict.fromkeys(Severity, 0)
        self._said: set[Diagnostic] = set()

    def say(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            if diagnostic not in self._said:
                self._said.add(diagnostic)
                self.counts[diagnostic.severity] += 1
                click.echo(_coloured(diagnostic), err=True)

    @property
    def failed(self) -> bool:
        return bool(self.counts[Severity.ERROR] or (self.strict and self.counts[Severity.WARNING]))


def main() -> NoReturn:
    """The console script: no traceback for what an author or a machine can cause."""
    try:
        sys.exit(cli.main(prog_name="coursebuild", standalone_mode=False) or 0)
    except UsageError as error:
        for diagnostic in error.diagnostics:
            click.echo(_coloured(diagnostic), err=True)
        sys.exit(MISUSED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:  # standard output is full, or the current folder is gone
        with suppress(OSError):  # Python writes what is left at its end: let it go nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        click.echo(f"coursebuild: {error}", err=True)
        sys.exit(FAILED)


def _cores() -> int:
    """Those this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _editions(whole: Course, options: dict[str, Any]) -> tuple[Edition, ...]:
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


def _write(artifact: Artifact, output: Path, report: Report) -> bool:
    """Beside its place, then renamed: the former file stays until the new one is whole."""
    path = output / artifact.path
    beside = path.with_name(f".coursebuild.{os.getpid()}")  # short: the name itself may be as long as can be
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(artifact.content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        report.say([Diagnostic(_shown(path), 0, 0, "CB007", f"it cannot be written: {error.strerror}")])
        return False
    if not report.quiet:
        click.echo(_shown(path))
    return True


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.resolve().is_relative_to(Path.cwd()) else str(path)


def _coloured(diagnostic: Diagnostic) -> str:
    colour = {Severity.ERROR: "red", Severity.WARNING: "yellow"}[diagnostic.severity]
    severity = f"{diagnostic.severity}[{diagnostic.code}]"
    plain = str(diagnostic)
    if "NO_COLOR" in os.environ:
        return plain
    return plain.replace(severity, click.style(severity, fg=colour, bold=True), 1)


def _summary(documents: int, files: int, report: Report, seconds: float) -> str:
    counts = [
        _counted(documents, "document"),
        _counted(files, "file"),
        *(_counted(n, severity.value) for severity, n in report.counts.items() if n),
    ]
    return f"{', '.join(counts)} in {seconds:.1f} s"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415 (only a terminal needs it)
    from rich.progress import Progress  # noqa: PLC0415 (the same)

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Building", total=total)
        yield lambda: progress.advance(task)
