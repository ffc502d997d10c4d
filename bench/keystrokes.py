"""Measure how soon an editor has the diagnostics of a lesson after a pause of typing.

    make bench-keystrokes [LESSON=course/en/first-container.md] [RUNS=20]

Changes the lesson RUNS times, each time after the former check has ended. Prints the medians of the time
until the first diagnostics are there, and until all are, and the CPU time of all processes for a change.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests" / "support"))

from editor import Editor  # noqa: E402 (it is among the tests)

WARMING = 5  # changes before the first that counts
_TICKS = os.sysconf("SC_CLK_TCK")


def _cpu(pid: int) -> float:
    """The CPU time of a process and of all that it started (proc(5))."""
    processes = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        processes[int(path.parent.name)] = int(fields[1]), (int(fields[11]) + int(fields[12])) / _TICKS
    return sum(seconds for each, (_, seconds) in processes.items() if _is_below(each, pid, processes))


def _is_below(each: int, pid: int, processes: dict[int, tuple[int, float]]) -> bool:
    while each in processes and each != pid:
        each = processes[each][0]
    return each == pid


def main(lesson: Path, runs: int) -> None:
    """Type into an editor with this lesson alone."""
    text = lesson.read_text(encoding="utf-8")
    name, first, last = lesson.name, [], []
    with tempfile.TemporaryDirectory() as folder, Editor(Path(folder)) as editor:
        editor.open(name, text)
        for _ in range(2):
            editor.diagnostics(name)
        for run in range(WARMING + runs):
            if run == WARMING:
                before = _cpu(editor.process.pid)
            started = time.perf_counter()
            editor.change(name, f"{text}\nWords number {run}.\n")
            editor.diagnostics(name)
            first.append(time.perf_counter() - started)
            editor.diagnostics(name)
            last.append(time.perf_counter() - started)
        cpu = (_cpu(editor.process.pid) - before) / runs
    lines = text.count("\n")
    medians = (statistics.median(times[WARMING:]) for times in (first, last))
    print(f"{name}, {lines} lines: first {{:.3f}} s, all {{:.3f}} s, CPU {cpu:.3f} s".format(*medians))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
