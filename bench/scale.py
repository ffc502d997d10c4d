"""Measure time and memory as a course, or a document, grows.

    make bench-scale [DOCUMENTS=2000] [FORMATS=html]

Builds courses of 20, DOCUMENTS / 10 and DOCUMENTS short lessons with their index and search, and lessons of
40 and 400 paragraphs. Prints the time, the CPU time of all processes, which other work on the machine changes
less, the CPU time per document, the memory of the largest worker and of all processes, in MiB (PSS, which
counts shared memory once), and the size of the students' index and search in kB.
"""

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from routes import COURSEBUILD

COMMAND = [*COURSEBUILD]
PARAGRAPH = (
    "A server is a program that waits for requests and answers them, number {0}, one after another. " * 4
)
LESSON = """---
title: Lesson {number}
---

## What it is

{text}

```sh
docker run --rm -p 8080:80 nginx   # {number}
```

::: {{.correction .if correction="true"}}
The answer of lesson {number}.
:::
"""


def main(documents: int, *formats: str) -> None:
    COMMAND.extend(option for format_ in formats for option in ("--to", format_))
    print("| course | seconds | CPU, s | a document | largest worker, MiB | all, MiB | index, kB |")
    print("|---|---|---|---|---|---|---|")
    for count in (20, documents // 10, documents):
        with tempfile.TemporaryDirectory() as folder:
            _course(Path(folder), count, 3)
            _row(f"{count} documents", count, Path(folder))
            _row(f"{count} documents, nothing changed", count, Path(folder))
            path = next(Path(folder, "course").iterdir())
            path.write_text(path.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")
            _row(f"{count} documents, one changed", count, Path(folder))
    for paragraphs in (40, 400):
        with tempfile.TemporaryDirectory() as folder:
            _course(Path(folder), 1, paragraphs)
            _row(f"a lesson of {paragraphs} paragraphs", 1, Path(folder))


def _row(what: str, count: int, folder: Path) -> None:
    seconds, cpu, worker, total = _measured(folder)
    found = (path for name in ("index.html", "search*.js") for path in (folder / "build/student").glob(name))
    index = sum(path.stat().st_size for path in found) / 1000
    row = f"{seconds:.2f} | {cpu:.2f} | {cpu / count:.4f} | {worker:.0f} | {total:.0f} | {index:.0f}"
    print(f"| {what} | {row} |", flush=True)


def _course(folder: Path, count: int, paragraphs: int) -> None:
    (folder / "course").mkdir()
    for number in range(count):
        text = "\n\n".join(PARAGRAPH.format(f"{number}.{n}") for n in range(paragraphs))
        path = folder / "course" / f"{number:05}.md"
        path.write_text(LESSON.format(number=number, text=text), encoding="utf-8")


def _measured(folder: Path) -> tuple[float, float, float, float]:
    """Seconds, those of CPU, and the peak memory in MiB of the largest worker and of all processes."""
    environment = {**os.environ, "COURSEBUILD_CACHE": str(folder / "cache")}
    begun, used = time.perf_counter(), _cpu()
    process = subprocess.Popen(COMMAND, cwd=folder, env=environment)
    worker, total = [0.0], [0.0]

    def watch() -> None:
        while process.poll() is None:
            sizes = _memory(process.pid)
            worker[0] = max([worker[0], *sizes[1:]])
            total[0] = max(total[0], sum(sizes))
            time.sleep(0.2)

    watching = threading.Thread(target=watch)
    watching.start()
    if process.wait():
        raise SystemExit("coursebuild failed")
    taken = time.perf_counter() - begun
    watching.join()
    return taken, _cpu() - used, worker[0], total[0]


def _cpu() -> float:
    """The CPU time of all processes that this one started and that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime


def _memory(root: int) -> list[float]:
    """The memory in MiB of a process and of all its descendants."""
    waiting, sizes = [root], []
    while waiting:
        pid = waiting.pop()
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            for started in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += map(int, started.read_text().split())
        except OSError:
            continue
        pss = next((line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")), "0")
        sizes.append(int(pss) / 1024)
    return sizes


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
