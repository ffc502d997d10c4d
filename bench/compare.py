"""Time one lesson to four files, by coursebuild and by pandoc, a panflute filter and weasyprint in a shell.

    .venv/bin/python bench/compare.py LESSON.md [RUNS]

Both run in turn, in one go, on an empty output folder; the medians and their ratio are printed.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PANDOC = next(ROOT.glob(".venv/lib/python*/site-packages/pypandoc/files/pandoc"))
BY_HAND = r"""
for edition in student:false instructor:true; do
  name=${edition%%:*}; correction=${edition##*:}
  mkdir -p out/$name
  pandoc lesson.md --standalone --embed-resources --toc --filter conditions.py \
    -M correction=$correction -o out/$name/lesson.html
  weasyprint --quiet out/$name/lesson.html out/$name/lesson.pdf
done
"""


def main(lesson: Path, runs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        (work / "course").mkdir()
        shutil.copy(lesson, work / "course" / "lesson.md")
        shutil.copy(lesson, work / "lesson.md")
        shutil.copy(ROOT / "filters" / "conditions.py", work)
        routes = {
            "coursebuild": [str(BIN / "coursebuild"), "--all", "--quiet"],
            "by hand": ["sh", "-ec", BY_HAND],
        }
        taken: dict[str, list[float]] = {name: [] for name in routes}
        for _ in range(runs):
            for name, command in routes.items():
                taken[name].append(_seconds(command, work))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in taken.items():
        print(f"{name:12} median {medians[name]:.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})")
    print(f"by hand / coursebuild: {medians['by hand'] / medians['coursebuild']:.1f}")


def _seconds(command: list[str], work: Path) -> float:
    for output in ("build", "out"):
        shutil.rmtree(work / output, ignore_errors=True)
    path = f"{PANDOC.parent}:{BIN}:{os.environ['PATH']}"
    begun = time.perf_counter()
    subprocess.run(command, cwd=work, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    lesson, runs = (*sys.argv[1:], "5")[:2]
    main(Path(lesson), int(runs))
