"""Measure time and memory as a course, or a document, grows.

    make bench-scale [DOCUMENTS=2000]

Builds courses of 20, DOCUMENTS / 10 and DOCUMENTS short lessons, and lessons of 40 and 400 paragraphs. Prints
the time per document, and the memory of the largest worker and of all processes, in MiB (PSS, which counts
shared memory once).
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from routes import COURSEBUILD

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


def main(documents: int) -> None:
    print("| course | seconds | a document | largest worker, MiB | all, MiB |")
    print("|---|---|---|---|---|")
    for count in (20, documents // 10, documents):
        with tempfile.TemporaryDirectory() as folder:
            _course(Path(folder), count, 3)
            _row(f"{count} documents", count, *_measured(Path(folder)))
            _row(f"{count} documents, nothing changed", count, *_measured(Path(folder)))
    for paragraphs in (40, 400):
        with tempfile.TemporaryDirectory() as folder:
            _course(Path(folder), 1, paragraphs)
            _row(f"a lesson of {paragraphs} paragraphs", 1, *_measured(Path(folder)))


def _row(what: str, count: int, seconds: float, worker: float, total: float) -> None:
    print(f"| {what} | {seconds:.2f} | {seconds / count:.4f} | {worker:.0f} | {total:.0f} |", flush=True)


def _course(folder: Path, count: int, paragraphs: int) -> None:
    (folder / "course").mkdir()
    for number in range(count):
        text = "\n\n".join(PARAGRAPH.format(f"{number}.{n}") for n in range(paragraphs))
        path = folder / "course" / f"{number:05}.md"
        path.write_text(LESSON.format(number=number, text=text), encoding="utf-8")


def _measured(folder: Path) -> tuple[float, float, float]:
    """Seconds, and the peak memory in MiB of the largest worker and of all processes."""
    environment = {**os.environ, "COURSEBUILD_CACHE": str(folder / "cache")}
    begun = time.perf_counter()
    process = subprocess.Popen(COURSEBUILD, cwd=folder, env=environment)
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
    return taken, worker[0], total[0]


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
    main(int(sys.argv[1]))
