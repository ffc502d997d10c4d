"""The command: what is asked for, and the exit status."""

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
from click_default_group import DefaultGroup

from coursebuild import __version__, console, course, delivery, leaving, orders, shards, store
from coursebuild.console import Report, counted
from coursebuild.errors import UsageError, has_errors, rules
from coursebuild.locations import locate
from coursebuild.request import Format

EXAMPLES = """\b
Examples:
  coursebuild                          student edition of course/, HTML and PDF, into build/
  coursebuild --correction             the instructor edition
  coursebuild --all                    every edition the course declares
  coursebuild lab.md --to pdf          one lesson, one format
  coursebuild -M lang=fr -o public     a metadata value, another folder
"""
FAILED, MISUSED, INTERRUPTED = 1, 2, 130
REPORTS = ("text", "json", "github", "gitlab", "sarif")


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
@click.option("--anew", is_flag=True, help="Build also what has not changed.")
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
def build(names: tuple[str, ...], **options: Any) -> None:
    """Build the student edition of SOURCES (or another), HTML and PDF."""
    if options["verbose"]:
        console.verbose()
    whole = course.load(Path.cwd())
    order = orders.wanted(whole, options)
    output = Path(options["output"] or whole.root / whole.output)
    located, passed = locate(whole, names, output)
    report = Report(quiet=options["quiet"], strict=options["strict"])
    report.say([*passed, *course.doubts(whole)])
    past = shards.read(options["durations"]) if options["durations"] else {}
    shard = orders.shard(options["shard"])
    if shard != shards.WHOLE:
        mine = shards.share(located, shard, whole, past)
        report.note(f"share {shard}: {len(mine)} of {counted(len(located), 'document')}")
        located = mine
    # the whole course: what it does not hold is no more
    taken = delivery.deliver(located, order, output, report, tidy=not names and not has_errors(passed))
    if options["durations"] and taken and shard == shards.WHOLE:  # the others plan by it as well
        console.replace(options["durations"], shards.dump(past | taken))
    if report.failed:
        sys.exit(FAILED)


@click.command()
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option("--fix", is_flag=True, help="Repair in the sources what has one sensible reading.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--format", "format_", type=click.Choice(REPORTS), default="text", help="Of the report.")
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help="As for build.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="As for build.")
@click.option("--strict", is_flag=True, help="Warnings are failures.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but diagnostics.")
def check(names: tuple[str, ...], **options: Any) -> None:
    """Look for slips in SOURCES, in every edition, and build nothing."""
    whole = course.load(Path.cwd())
    order = orders.everything(whole, options)
    located, passed = locate(whole, names, whole.root / whole.output)
    if options["fix"] or options["diff"]:
        changed = console.fix(located, write=options["fix"] and not options["diff"], diff=options["diff"])
        if options["diff"]:
            sys.exit(FAILED if changed else 0)
    report = Report(quiet=options["quiet"], strict=options["strict"], keep=True)
    report.say([*passed, *course.doubts(whole)])
    from coursebuild.workers import Workers  # noqa: PLC0415 (a build may need none)

    with Workers(orders.processes(order, len(located), printed=False), *orders.CHECKING) as workers:
        from coursebuild import pipeline  # noqa: PLC0415 (while the workers import it)

        for task in [workers.submit(pipeline.examine, location, order) for location in located]:
            report.say(task.result())
    _end(report, options["format_"], counted(len(located), "document"))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("names", metavar="[SOURCES]...", nargs=-1)
@click.option("--format", "format_", type=click.Choice(REPORTS), default="text", help="Of the report.")
@click.option("-M", "--metadata", metavar="KEY=VALUE", multiple=True, help="As for build.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="As for build.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but diagnostics.")
def verify(folder: Path, names: tuple[str, ...], **options: Any) -> None:
    """Read what lies in DIR and hold it against SOURCES: the gate before publishing.

    DIR is the output folder, or the folder of the student edition in it.
    """
    whole = course.load(Path.cwd())
    order = orders.everything(whole, options)
    located, passed = locate(whole, names, folder)
    report = Report(quiet=options["quiet"], keep=True)
    complete = all(Path(name).is_dir() for name in names)
    report.say([*passed, *course.doubts(whole)])
    from coursebuild.workers import Workers  # noqa: PLC0415 (a build may need none)

    with Workers(orders.processes(order, len(located), printed=False), *orders.CHECKING) as workers:
        from coursebuild import published  # noqa: PLC0415 (while the workers import it)

        for edition, place in published.folders(folder, whole):
            files = published.files(place)
            tasks = [
                workers.submit(published.compare, location, order, edition, place, published.formats(files))
                for location in located
            ]
            for task in tasks:
                report.say(task.result())
            if complete:
                report.say(published.strangers(place, files, located))
        if complete:
            report.say(published.beside(folder, whole))
    _end(report, options["format_"], counted(len(located), "document"))


@click.command()
@click.argument("codes", metavar="[CODE]...", nargs=-1)
def explain(codes: tuple[str, ...]) -> None:
    """Say what a diagnostic means, and what to do; without CODE, list them all."""
    from coursebuild import reports  # noqa: PLC0415 (the other commands need none)

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
    leaving.at_once(_status())


def _status() -> int:
    """The exit status: no traceback for what an author or a machine can cause."""
    try:
        return int(cli.main(prog_name="coursebuild", standalone_mode=False) or 0)
    except SystemExit as ended:
        return int(ended.code or 0)
    except UsageError as error:
        for diagnostic in error.diagnostics:
            click.echo(console.coloured(diagnostic), err=True)
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
    from coursebuild import reports  # noqa: PLC0415 (a build that goes well needs none)

    said = sorted(report.said)
    if format_ == "text":
        for diagnostic in said:
            click.echo(console.coloured(diagnostic, sys.stdout))
    elif text := reports.FORMATS[format_](said):
        click.echo(text)
    report.note(", ".join([checked, *(report.counted() or ["nothing to say"])]))
    sys.exit(FAILED if report.failed else 0)
