"""What each optimization gains of a cold build: each is switched off alone, in turn with the complete build.

    make bench-parts [LESSON=lesson.md] [RUNS=9] [PARTS=lines,styles]

Builds LESSON to its four files, from an empty cache folder and without output, with Python's own bytecode in
place. Each run with a part switched off comes right before or after one with all parts, and is compared with
that one: the machine's speed drifts. Prints a Markdown table: the median and the quartiles of what the part
gains, in percent of the complete build's CPU time (user and system, of all processes), and the gain in
instructions where `perf stat` counts them.
"""

import ctypes
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from routes import COURSEBUILD, Work

from coursebuild.runtime.optimizations import OPTIONAL, PLAIN, WITHOUT

# What is timed as one: these depend on one another, or are too small to be told from noise alone.
TOGETHER = {"all of pdf/fastpath": "parsing,lines,shaped,glyphs,styles,boxes,objects"}
SET_SUBREAPER = 36  # prctl(2): processes whose parent has ended are this one's
PERF = ["perf", "stat", "--field-separator", ",", "--event", "instructions:u", "--output"]


class Cost(NamedTuple):
    seconds: float
    instructions: float


def main(lesson: Path, runs: int, parts: list[str]) -> None:
    ctypes.CDLL(None).prctl(SET_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as temporary:
        work = Work(Path(temporary, "work"), lesson, 1)
        counts = _counts_instructions()
        for warm_up in ({}, {PLAIN: "1"}):
            _cost(work, warm_up, counts=counts)
        print("| without | gain of CPU time | quartiles | gain of instructions |")
        print("|---|---|---|---|", flush=True)
        for name, settings in _settings(parts).items():
            pairs = [_pair(work, settings, counts=counts, first=run % 2 == 0) for run in range(runs)]
            print(_row(name, pairs), flush=True)


def _settings(parts: list[str]) -> dict[str, dict[str, str]]:
    single = {name: {WITHOUT: name} for name in OPTIONAL}
    together = {name: {WITHOUT: names} for name, names in TOGETHER.items()}
    settings = {"nothing (noise)": {}, **single, **together, "all": {PLAIN: "1"}}
    return {name: settings.get(name, {WITHOUT: name.replace("+", ",")}) for name in parts or settings}


def _pair(work: Work, settings: dict[str, str], *, counts: bool, first: bool) -> tuple[Cost, Cost]:
    """The complete build and the one without a part, in an order that changes from pair to pair."""
    if first:
        complete = _cost(work, {}, counts=counts)
        return complete, _cost(work, settings, counts=counts)
    without = _cost(work, settings, counts=counts)
    return _cost(work, {}, counts=counts), without


def _row(name: str, pairs: list[tuple[Cost, Cost]]) -> str:
    gains = [100 * (without.seconds / complete.seconds - 1) for complete, without in pairs]
    low, _, high = statistics.quantiles(gains, n=4) if len(gains) > 1 else gains * 3
    counted = [
        without.instructions / complete.instructions for complete, without in pairs if complete.instructions
    ]
    instructions = f"{100 * (statistics.median(counted) - 1):.1f} %" if counted else ""
    return f"| {name} | {statistics.median(gains):.1f} % | {low:.1f} to {high:.1f} | {instructions} |"


def _cost(work: Work, settings: dict[str, str], *, counts: bool) -> Cost:
    """Of one cold build: CPU seconds of all its processes, and their instructions or nothing."""
    work.clear()
    report = work.folder / "perf"
    command = [*PERF, str(report), *COURSEBUILD] if counts else COURSEBUILD
    process = subprocess.Popen(
        command,
        cwd=work.folder,
        env={**work.environment, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds = 0.0
    while True:  # a process's time includes that of those it waited for
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        seconds += usage.ru_utime + usage.ru_stime
        if pid == process.pid:
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"coursebuild failed with {process.returncode} and {settings}")
    return Cost(seconds, _instructions(report) if counts else 0)


def _counts_instructions() -> bool:
    if not shutil.which("perf"):
        return False
    with tempfile.NamedTemporaryFile() as report:
        subprocess.run([*PERF, report.name, "true"], capture_output=True, check=False)
        return _instructions(Path(report.name)) > 0


def _instructions(report: Path) -> float:
    """What perf counted; 0 where it may not, or cannot."""
    lines = [line.split(",") for line in report.read_text(encoding="utf-8").splitlines()]
    return next((float(count) for count, *_ in lines if count.isdigit()), 0.0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), list(filter(None, " ".join(sys.argv[3:]).split(","))))
