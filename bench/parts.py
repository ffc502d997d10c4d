"""Measure what each optimization gains: builds without it alternate with builds with all of them.

    make bench-parts [LESSON=lesson.md] [RUNS=9] [PARTS=lines,shaped+glyphs,all]

Builds the four files of LESSON (two editions, HTML and PDF) without output and with an empty cache folder,
but with Python's bytecode cached. Prints a Markdown table with the additional cost of a build without each
optimization, in percent of a build with all of them.

CPU time is the user and system time of all processes: the median and the quartiles of RUNS pairs of builds,
because the speed of the machine drifts. Instructions are counted in one more build, by `perf stat` if it
works, or else by valgrind, in one process.
"""

import ctypes
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from routes import BIN, COURSEBUILD, Work

from coursebuild.runtime.optimizations import OPTIONAL, PLAIN, WITHOUT

FASTPATH = "parsing+lines+shaped+glyphs+styles+boxes"
SET_SUBREAPER = 36  # prctl(2): this process waits for the processes whose parents have ended
PERF = ["perf", "stat", "-x", ",", "-e", "instructions:u", "--", *COURSEBUILD]
VALGRIND = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
COUNTED = re.compile(r"^(\d+),|I +refs: +([\d,]+)", re.MULTILINE)

Settings = dict[str, str]  # of the environment


def main(lesson: Path, runs: int, names: list[str]) -> None:
    ctypes.CDLL(None).prctl(SET_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as temporary:
        work = Work(Path(temporary, "work"), lesson, 1)
        for settings in ({}, {PLAIN: "1"}):  # to fill the caches of compiled objects
            _seconds(work, settings)
        count, tool = _counter(work)
        complete = count({})
        print(f"| without | CPU time | quartiles | instructions{tool} |")
        print("|---|---|---|---|", flush=True)
        for name in names or ["nothing", *OPTIONAL, FASTPATH, "all"]:
            settings = {PLAIN: "1"} if name == "all" else {WITHOUT: name.replace("+", ",")}
            gains = [_percent(*_pair(work, settings, in_order=run % 2 == 0)) for run in range(runs)]
            low, _, high = statistics.quantiles(gains, n=4)
            instructions = f"{_percent(complete, count(settings)):.1f} %" if complete else ""
            print(
                f"| {name} | {statistics.median(gains):.1f} % | {low:.1f} to {high:.1f} | {instructions} |",
                flush=True,
            )


def _percent(complete: float, without: float) -> float:
    return 100 * (without / complete - 1)


def _pair(work: Work, settings: Settings, *, in_order: bool) -> tuple[float, float]:
    """Seconds of a build with all optimizations, and of one without some."""
    if in_order:
        return _seconds(work, {}), _seconds(work, settings)
    without = _seconds(work, settings)
    return _seconds(work, {}), without


def _seconds(work: Work, settings: Settings) -> float:
    """CPU time of a build, with all of its processes."""
    process = _start(work, COURSEBUILD, settings, subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"coursebuild failed with {process.returncode} and {settings}")
    return usage.ru_utime + usage.ru_stime + _orphans()


def _orphans() -> float:
    """CPU time of the processes that ended after their parents."""
    seconds = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return seconds
        seconds += usage.ru_utime + usage.ru_stime


def _counter(work: Work) -> tuple[Callable[[Settings], float], str]:
    """A function that counts the instructions of a build, and its tool; it returns 0 if there is no tool."""

    def counted(command: list[str], settings: Settings) -> float:
        process = _start(work, command, {"PYTHONHASHSEED": "0", **settings}, subprocess.PIPE)
        found = COUNTED.search(process.communicate()[1].decode("utf-8", "replace"))
        _orphans()
        return float((found[1] or found[2]).replace(",", "")) if found else 0.0

    by_valgrind = [*VALGRIND, str(BIN / "python"), *COURSEBUILD, "--jobs", "1"]
    if shutil.which("perf") and counted(PERF, {}):
        return lambda settings: counted(PERF, settings), " (perf)"
    if shutil.which("valgrind"):
        return lambda settings: counted(by_valgrind, settings), " (valgrind)"
    return lambda _: 0.0, ""


def _start(work: Work, command: list[str], settings: Settings, errors: int) -> subprocess.Popen[bytes]:
    work.clear()
    environment = {**work.environment, "PYTHONDONTWRITEBYTECODE": "", **settings}
    return subprocess.Popen(
        command, cwd=work.folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",") if sys.argv[3:] else [])
