"""The command: what is asked for, and the exit status."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from click_default_group import DefaultGroup

from coursebuild import __version__, config, engine
from coursebuild.cli import options, reports, terminal
from coursebuild.cli.terminal import Report, counted
from coursebuild.engine import Session, shards
from coursebuild.model import Format, UsageError, has_errors, rules
from coursebuild.runtime import atomic, process_exit, store

EXAMPLES = """\b
Examples:
  coursebuild                          student edition of course/, HTML and PDF, into build/
  coursebuild --correction             the instructor edition
  coursebuild --all                    every edition the course declares
  coursebuild lab.md --to pdf          one lesson, one format
  coursebuild -M lang=fr -o public     a metadata value, another folder
"""
FAILED, MISUSED, INTERRUPTED = 1, 2, 130


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
@click.option("--force", is_flag=True, help="Rebuild everything, and use no cached page.")
@click.option("--anew", is_flag=True, hidden=True)  # the former name of --force
@click.option("--shard", metavar="K/N", help="The Kth of N shares, for as many machines.")
@click.option(
    "--durations",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What documents took: it balances the shares; a whole build renews it.",
)
@click.option("--strict", is_flag=True, help="Warnings are failures.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but diagnostics.")
@click.option("-v", "--verbose", is_flag=True, help="Say more, also of defects of coursebuild itself.")
def build(names: tuple[str, ...], **given: Any) -> None:
    """Build the student edition of SOURCES (or another), HTML and PDF."""
    if given["verbose"]:
        terminal.verbose()
    session = Session.load(Path.cwd())
    course = session.course
    call = options.of_build(course, given)
    output = Path(given["output"] or course.root / course.output)
    locations, passed = config.locate(course, names, output)
    report = Report(quiet=given["quiet"], strict=given["strict"])
    report.add([*passed, *config.doubts(course)])
    past = shards.read(given["durations"]) if given["durations"] else {}
    shard = options.shard(given["shard"])
    if shard != shards.WHOLE:
        mine = shards.share(locations, shard, course, past)
        report.note(f"share {shard}: {len(mine)} of {counted(len(locations), 'document')}")
        locations = mine
    # where the complete course is built, files of other sources are of sources that are gone
    tidy = not names and not has_errors(passed)
    done = terminal.show(engine.build(session, locations, call, output, tidy=tidy), report)
    counts = [counted(done.documents, "document"), counted(done.files, "file")]
    counts += [f"{done.unchanged} unchanged"] if done.unchanged else []
    report.note(f"{', '.join([*counts, *report.counted()])} in {done.seconds:.1f} s")
    if given["durations"] and done.durations and shard == shards.WHOLE:  # the others plan by it as well
        atomic.write(given["durations"], shards.dump({**past, **done.durations}))
    if report.failed:
        sys.exit(FAILED)


@click.command()
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option("--fix", is_flag=True, help="Repair in the sources what has one sensible reading.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--format", "format_", type=click.Choice(list(reports.FORMATS)), default="text", help="Of the report."
)
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help="As for build.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="As for build.")
@click.option("--strict", is_flag=True, help="Warnings are failures.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but diagnostics.")
def check(names: tuple[str, ...], **given: Any) -> None:
    """Look for slips in SOURCES, in every edition, and build nothing."""
    session = Session.load(Path.cwd())
    course = session.course
    call = options.of_everything(course, given)
    locations, passed = config.locate(course, names, course.root / course.output)
    if given["fix"] or given["diff"]:
        changed = terminal.fix(locations, write=given["fix"] and not given["diff"], diff=given["diff"])
        if given["diff"]:
            sys.exit(FAILED if changed else 0)
    report = Report(quiet=given["quiet"], strict=given["strict"], keep=True)
    report.add([*passed, *config.doubts(course)])
    for diagnosed in engine.check(session, locations, call):
        report.add(diagnosed.diagnostics)
    _end(report, given["format_"], counted(len(locations), "document"))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option(
    "--format", "format_", type=click.Choice(list(reports.FORMATS)), default="text", help="Of the report."
)
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help="As for build.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="As for build.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but diagnostics.")
def verify(folder: Path, names: tuple[str, ...], **given: Any) -> None:
    """Compare the files in DIR with what SOURCES make: the gate before publishing.

    DIR is the output folder, or the folder of the student edition in it.
    """
    session = Session.load(Path.cwd())
    course = session.course
    call = options.of_everything(course, given)
    locations, passed = config.locate(course, names, folder)
    report = Report(quiet=given["quiet"], keep=True)
    report.add([*passed, *config.doubts(course)])
    complete = all(Path(name).is_dir() for name in names)
    for diagnosed in engine.verify(session, folder, locations, call, complete=complete):
        report.add(diagnosed.diagnostics)
    _end(report, given["format_"], counted(len(locations), "document"))


@click.command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def explain(codes: tuple[str, ...]) -> None:
    """Say what a diagnostic means, and what to do; without CODE, list them all."""
    for code in codes:
        if code.upper() not in rules():
            raise click.UsageError(f"{code!r} is no diagnostic: `coursebuild explain` lists them.")
    if not codes:
        click.echo("\n".join(f"{code}  {rule.severity:7}  {rule.title}" for code, rule in rules().items()))
    click.echo("\n".join(reports.explain(code.upper()) for code in codes), nl=False)


@click.command()
@click.argument("action", type=click.Choice(["info", "clear"]))
def cache(action: str) -> None:
    """Say where printed pages are kept, and how much they take; or take them away."""
    if action == "clear":
        store.clear()
    pages, size = store.size()
    click.echo(
        f"{store.folder()}: {counted(pages, 'page')}, {size / 1e6:.1f} of {store.LARGEST / 1e6:.0f} MB"
    )


for command in (build, check, verify, explain, cache):
    cli.add_command(command)


def main() -> NoReturn:
    """The console script."""
    process_exit.exit_now(_status())


def _status() -> int:
    """The exit status: no traceback for what an author or a machine can cause."""
    try:
        return int(cli.main(prog_name="coursebuild", standalone_mode=False) or 0)
    except SystemExit as ended:
        return int(ended.code or 0)
    except UsageError as error:
        for diagnostic in error.diagnostics:
            click.echo(terminal.coloured(diagnostic), err=True)
        return MISUSED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except OSError as error:  # standard output is full, or the current folder is gone
        click.echo(f"coursebuild: {error}", err=True)
        return FAILED


def _end(report: Report, format_: str, checked: str) -> NoReturn:
    """The report on standard output, its summary on standard error, and the exit status."""
    said = sorted(report.diagnostics)
    if format_ == "text":
        for diagnostic in said:
            click.echo(terminal.coloured(diagnostic, sys.stdout))
    elif text := reports.FORMATS[format_](said):
        click.echo(text)
    report.note(", ".join([checked, *(report.counted() or ["nothing to say"])]))
    sys.exit(FAILED if report.failed else 0)
