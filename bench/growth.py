"""Measure which stage takes longer than in proportion to a source's size.

    make bench-growth [SHAPES=words,links] [LIMIT=60]

For each shape of a large or hostile source, prints the seconds of each stage at the size n of the table
SHAPES and at 2n; and the ratio, where it is above 2.6 and the stage took a second. A stage that is
proportional to the size has the ratio 2. A shape that takes longer than LIMIT seconds is stopped, and its
last stage is marked `…`. Stages that a build does not reach are empty; `refused` says by which rule the
check refuses the source. `of pandoc` is the part of `parse` and `write` that waits for pandoc.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from growth_shapes import SHAPES

STAGES = "read parse select check record write sanitize links evidence screen print-page html pdf".split()
PANDOC = "of pandoc"
STEEP, LONG = 2.6, 1.0  # a ratio, and seconds


def main(limit: float, names: list[str]) -> None:
    print(f"| shape | n | {' | '.join((*STAGES, PANDOC, 'refused'))} |")
    print("|---" * (len(STAGES) + 4) + "|", flush=True)
    for name in names or SHAPES:
        size, _ = SHAPES[name]
        small, large = (_run(name, n, limit) for n in (size, 2 * size))
        for n, found in ((size, small), (2 * size, large)):
            cells = [found.get(stage, "") for stage in (*STAGES, PANDOC, "refused")]
            print(f"| {name} | {n} | {' | '.join(map(_cell, cells))} |", flush=True)
        steep = [_cell(_ratio(small.get(stage), large.get(stage))) for stage in STAGES]
        if any(steep):
            print(f"| {name} | ratio | {' | '.join(steep)} | | |", flush=True)


def _cell(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _ratio(small: object, large: object) -> float | str:
    if not (isinstance(small, float) and isinstance(large, float)) or large < LONG:
        return ""
    ratio = large / max(small, 0.01)
    return ratio if ratio > STEEP else ""


def _run(name: str, size: int, limit: float) -> dict[str, object]:
    """The seconds of each stage, measured in a process of its own."""
    command = [sys.executable, __file__, "--stages", name, str(size)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as output:
        environment = {**os.environ, "COURSEBUILD_CACHE": folder}
        process = subprocess.Popen(
            command, env=environment, stdout=output, cwd=folder, start_new_session=True
        )
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # with its pandoc
            process.wait()
        output.seek(0)
        found = [json.loads(line) for line in output.read().splitlines()]
    return {key: value for each in found for key, value in each.items()}


def measure(name: str, size: int) -> None:
    """Print a line of JSON for each stage, at its begin and at its end."""
    from coursebuild import audit, editions, lint, pages, pandoc, pdf  # noqa: PLC0415 (only the measured process)
    from coursebuild.audit import withheld  # noqa: PLC0415 (the same)
    from coursebuild.engine import Session, print_job  # noqa: PLC0415 (the same)
    from coursebuild.model import BuildError, Format, Location, Medium, has_errors  # noqa: PLC0415 (the same)
    from coursebuild.source import read_text  # noqa: PLC0415 (the same)

    session, here = Session.load(Path.cwd()), Path.cwd()
    location = Location(here / "lesson.md", "lesson.md", PurePosixPath("lesson"), (here,))
    text = SHAPES[name][1](size)
    _measure_pandoc()
    pandoc.parse(read_text("A text, for pandoc to start.", location))
    try:
        with _stage("read"):
            source = read_text(text, location)
        with _stage("parse"):
            document = pandoc.parse(source)
        with _stage("select"):
            selection = editions.select(
                document, session.course.editions["student"], Format.HTML, session.for_selecting({})
            )
        with _stage("check"):
            found = lint.check(document, session.for_checking({})).diagnostics
        if has_errors(found):
            _say(refused=" ".join(sorted({d.code for d in found if d.severity.value == "error"})))
            return
        with _stage("record"):
            withheld.phrases(withheld.read(document, session.course, {}), b"")
        with _stage("write"):
            markup = pandoc.write(selection)
        _say(**{PANDOC: _waited[0]})
        with _stage("sanitize"):
            body = pages.sanitize(markup, session.course.limits, fetch=False)
        with _stage("links"):
            list(lint.broken_links(document, selection))
            list(lint.withheld_names(document, selection))
        with _stage("evidence"):
            evidence = audit.evidence(body, session.frame)
        with _stage("screen"):
            screen = pages.render(body, Format.HTML, Medium.SCREEN, ".html", session.look)
        with _stage("print-page"):
            printed = pages.render(body, Format.PDF, Medium.PRINT, ".pdf", session.look)
            html, _ = pdf.replace_missing(printed.html)
        with _stage("html"):
            print_job.finish(screen, evidence, fresh=True)
        with _stage("pdf"):
            print_job.finish(printed._replace(html=html), evidence, fresh=True)
    except RecursionError:
        _say(refused="RecursionError")
    except (BuildError, audit.LeakError, audit.UnreadableError) as error:
        _say(refused=str(error).partition("\n")[0][:60])


_waited = [0.0]


def _measure_pandoc() -> None:
    from coursebuild.pandoc.process import Converter  # noqa: PLC0415 (only the measured process)

    convert = Converter.convert

    def measured(self: Converter, text: str, to: str) -> object:
        started = time.perf_counter()
        try:
            return convert(self, text, to)
        finally:
            _waited[0] += time.perf_counter() - started

    Converter.convert = measured  # type: ignore[assignment,method-assign]


@contextmanager
def _stage(name: str) -> Iterator[None]:
    _say(**{name: "…"})
    started = time.perf_counter()
    yield
    _say(**{name: time.perf_counter() - started})


def _say(**found: object) -> None:
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stages"]:
        measure(sys.argv[2], int(sys.argv[3]))
    else:
        main(float(sys.argv[1]), sys.argv[2].split(",") if sys.argv[2:] else [])
