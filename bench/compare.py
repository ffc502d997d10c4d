"""Measure how long coursebuild and other tools take to build one lesson, and many.

    make bench [LESSON=lesson.md] [LESSONS=20] [RUNS=5]

The tools take turns, so that the ratios hold if the speed of the machine drifts. Unless the row says
otherwise, each run starts without output and with an empty cache. Medians are written to bench/results.md,
their ratios to bench/results.svg.
"""

import datetime as dt
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from jinja2 import Template
from routes import BIN, BY_HAND, CORES, Work

HERE = Path(__file__).resolve().parent
AGAIN = "again"
WIDEST = 420  # the longest bar

Row = tuple[str, str, float]  # the work, the tool, the median in seconds


def main(lesson: Path, lessons: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        one, many = Work(Path(temporary, "one"), lesson, 1), Work(Path(temporary, "many"), lesson, lessons)
        rows = [
            *_timed("one lesson", _routes(one), runs),
            *_timed(f"{lessons} lessons", _routes(many), runs),
            *_timed(AGAIN, _again(one, many), runs),
        ]
    about = (
        f"{dt.datetime.now(tz=dt.UTC).date()}, {CORES} cores ({_processor()}), "
        f"Python {platform.python_version()}, {lesson.name} of {len(lesson.read_text().splitlines())} lines, "
        f"medians of {runs}"
    )
    (HERE / "results.md").write_text(_table(rows, about), encoding="utf-8")
    (HERE / "results.svg").write_text(_plot(rows, about), encoding="utf-8")
    print(_table(rows, about))


def _routes(work: Work) -> dict[str, Callable[[], float]]:
    def from_scratch(route: Callable[[], float]) -> Callable[[], float]:
        def run() -> float:
            work.clear()
            return route()

        return run

    def edited() -> float:
        with (work.folder / "course" / "0001.md").open("a", encoding="utf-8") as lesson:
            lesson.write("\nOne line more.\n")
        return work.coursebuild()

    others = {name: from_scratch(lambda name=name: work.by_hand(name)) for name in BY_HAND}
    return {"coursebuild": from_scratch(work.coursebuild), "coursebuild, one edited": edited, **others}


def _again(one: Work, many: Work) -> dict[str, Callable[[], float]]:
    def without_output() -> float:
        shutil.rmtree(many.folder / "build")
        return many.coursebuild()

    for work in (one, many):
        work.clear()
        work.coursebuild()
    return {
        "python -c 'import click'": lambda: one.seconds([str(BIN / "python"), "-c", "import click"]),
        "one lesson, nothing changed": one.coursebuild,
        "many lessons, nothing changed": many.coursebuild,
        "many lessons, the output folder is gone": without_output,
    }


def _timed(work: str, routes: dict[str, Callable[[], float]], runs: int) -> list[Row]:
    taken: dict[str, list[float]] = {name: [] for name in routes}
    for _ in range(runs):
        for name, route in routes.items():
            taken[name].append(route())
    return [(work, name, statistics.median(seconds)) for name, seconds in taken.items()]


def _table(rows: list[Row], about: str) -> str:
    first = {work: seconds for work, _, seconds in reversed(rows)}
    lines = [
        f"| {work} | {name} | {seconds:.2f} | {seconds / first[work]:.2f} |" for work, name, seconds in rows
    ]
    return "\n".join(
        [f"{about}.", "", "| work | route | seconds | to the first |", "|---|---|---|---|", *lines, ""]
    )


def _plot(rows: list[Row], about: str) -> str:
    """A bar chart of the ratio of each time to the first."""
    works = groupby((row for row in rows if row[0] != AGAIN), key=lambda row: row[0])
    groups = []
    for work, members in works:
        timed = [(name, seconds) for _, name, seconds in members]
        groups.append((work, [(name, seconds, seconds / timed[0][1]) for name, seconds in timed]))
    widest = max(ratio for _, timed in groups for _, _, ratio in timed)
    height = 70 + sum(28 + 24 * len(timed) for _, timed in groups)
    template = Template((HERE / "results.svg.jinja").read_text(encoding="utf-8"), autoescape=True)
    return template.render(groups=groups, unit=WIDEST / widest, height=height, about=about) + "\n"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
