"""Time one lesson to four files, by coursebuild and by two other routes to the same.

    make bench [LESSON=lesson.md] [RUNS=5]

All run in turn, in one go, without output and, for coursebuild, with an empty cache; the medians and
their ratios are printed. bench/.peers holds Typst, from its Python package.
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
BY_TYPST = r"""
for edition in student:false instructor:true; do
  name=${edition%%:*}; correction=${edition##*:}
  mkdir -p out/$name
  pandoc lesson.md --standalone --embed-resources --toc --lua-filter conditions.lua \
    -M correction=$correction -o out/$name/lesson.html
  pandoc lesson.md --standalone --lua-filter conditions.lua -M correction=$correction -o lesson.typ
  "$TYPST" -c 'import sys, typst; typst.compile("lesson.typ", output=sys.argv[1])' out/$name/lesson.pdf
done
"""


def main(lesson: Path, runs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        (work / "course").mkdir()
        shutil.copy(lesson, work / "course" / "lesson.md")
        shutil.copy(lesson, work / "lesson.md")
        shutil.copy(ROOT / "filters" / "conditions.py", work)
        shutil.copy(ROOT / "bench" / "conditions.lua", work)
        routes = {
            "coursebuild": [str(BIN / "coursebuild"), "--all", "--quiet"],
            "weasyprint": ["sh", "-ec", BY_HAND],
            "typst": ["sh", "-ec", BY_TYPST],
        }
        taken: dict[str, list[float]] = {name: [] for name in routes}
        for _ in range(runs):
            for name, command in routes.items():
                taken[name].append(_seconds(command, work))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    for name, seconds in taken.items():
        ratio = medians[name] / medians["coursebuild"]
        print(
            f"{name:12} median {medians[name]:.2f} s  ({min(seconds):.2f} to {max(seconds):.2f})  {ratio:.2f}"
        )


def _seconds(command: list[str], work: Path) -> float:
    for output in ("build", "out", "cache"):
        shutil.rmtree(work / output, ignore_errors=True)
    path = f"{PANDOC.parent}:{BIN}:{os.environ['PATH']}"
    environment = {
        **os.environ,
        "PATH": path,
        "COURSEBUILD_CACHE": str(work / "cache"),
        "TYPST": str(ROOT / "bench" / ".peers" / "bin" / "python"),
    }
    begun = time.perf_counter()
    subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    lesson, runs = (*sys.argv[1:], "5")[:2]
    main(Path(lesson), int(runs))
