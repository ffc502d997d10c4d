"""The ways to build the four files of a lesson: two editions, each as HTML and as PDF."""

import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PEERS = ROOT / "bench" / ".peers" / "bin"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
COURSEBUILD = [str(BIN / "coursebuild"), "--all", "--quiet"]

OWN = """

## Lesson {number}

Of its own: {number}.

::: {{.correction .if correction="true"}}
Of its own.
:::
"""

# Shell scripts that build the lesson $1 with other tools. One runs for each core.
BY_HAND = {
    "pandoc + panflute + weasyprint": r"""
name=$(basename "$1" .md)
for edition in student:false instructor:true; do
  to=out/${edition%%:*}; correction=${edition##*:}
  mkdir -p $to
  pandoc "$1" --standalone --embed-resources --resource-path course --toc --filter conditions.py \
    -M correction=$correction -o $to/$name.html
  weasyprint --quiet $to/$name.html $to/$name.pdf
done
""",
    "pandoc --pdf-engine weasyprint": r"""
name=$(basename "$1" .md)
for edition in student:false instructor:true; do
  to=out/${edition%%:*}; correction=${edition##*:}
  mkdir -p $to
  pandoc "$1" --standalone --embed-resources --resource-path course --toc --filter conditions.py \
    -M correction=$correction -o $to/$name.html
  pandoc "$1" --standalone --resource-path course --toc --filter conditions.py \
    -M correction=$correction --pdf-engine weasyprint -o $to/$name.pdf
done
""",
    "pandoc + Lua + Typst": r"""
name=$(basename "$1" .md)
for edition in student:false instructor:true; do
  to=out/${edition%%:*}; correction=${edition##*:}
  mkdir -p $to
  pandoc "$1" --standalone --embed-resources --resource-path course --toc --lua-filter conditions.lua \
    -M correction=$correction -o $to/$name.html
  typ=course/$name.$correction.typ
  pandoc "$1" --standalone --lua-filter conditions.lua -M correction=$correction -o $typ
  python -c 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])' $typ $to/$name.pdf
done
""",
}


class Work:
    """A folder with a course of different lessons, and the filters that the tools need."""

    def __init__(self, folder: Path, lesson: Path, count: int) -> None:
        self.folder = folder
        text = lesson.read_text(encoding="utf-8").rstrip()
        figures = shutil.ignore_patterns("*.md")
        shutil.copytree(lesson.parent, folder / "course", ignore=figures)
        for number in range(1, count + 1):
            own = OWN.format(number=number)
            (folder / "course" / f"{number:04}.md").write_text(text + own, encoding="utf-8")
        copied = ("filters/conditions.py", "filters/identifiers.py", "bench/conditions.lua")
        for name in map(ROOT.joinpath, copied):
            shutil.copy(name, folder)
        pandoc = next(PEERS.parent.glob("lib/python*/site-packages/pypandoc/files/pandoc"), PEERS)
        self.environment = {
            **os.environ,
            "PATH": f"{pandoc.parent}:{PEERS}:{os.environ['PATH']}",
            "COURSEBUILD_CACHE": str(folder / "cache"),
        }

    def clear(self) -> None:
        """Remove the output and the caches."""
        for name in ("build", "out", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def coursebuild(self, *options: str) -> float:
        return self.seconds([*COURSEBUILD, *options])

    def by_hand(self, route: str) -> float:
        lessons = sorted(f"course/{path.name}" for path in (self.folder / "course").glob("*.md"))
        many = ["xargs", "-P", str(CORES), "-n", "1", "sh", "-ec", BY_HAND[route], "sh"]
        return self.seconds(many, "\n".join(lessons))

    def seconds(self, command: list[str], given: str = "") -> float:
        begun = time.perf_counter()
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            input=given.encode(),
            capture_output=True,
            check=False,
        )
        taken = time.perf_counter() - begun
        if done.returncode:
            raise SystemExit(f"{command[:2]} failed:\n{done.stderr.decode()[-2000:]}")
        return taken
