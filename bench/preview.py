"""Measure how long a change takes from the editor to the page, and what the preview's memory does.

    make bench-preview [LESSON=course/en/first-container.md] [RUNS=20]
    .venv/bin/python bench/preview.py LESSON --edits 2000

Opens the preview of a copy of the lesson in Chromium, both editions side by side, and writes a paragraph anew
each time. Prints the medians from the end of the write until the paragraph is in the students' page, in both
pages, and in the picture of the students' printed page. With `--edits`, writes that often, and prints the
memory of all processes of the preview on the way, in MiB (PSS, which counts shared memory once).
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))

from browsing import started  # noqa: E402 (see above)
from playwright.sync_api import Page  # noqa: E402
from previewing import Preview, preview  # noqa: E402

STEPS = 20  # at which memory is read
PAUSE = 2500  # milliseconds, until all editions were examined, and a change is not highlighted any more
READY = """edition =>
    document.querySelector(`[data-edition="${edition}"] iframe`)?.contentDocument?.querySelector("main")
"""
# Told of changes by the page: to look at each frame would take the time of what is measured.
EXPECT = """text => { window.shown = Object.fromEntries(["student", "instructor"].map(edition =>
    [edition, new Promise(resolve => {
        const { body } = document.querySelector(`[data-edition="${edition}"] iframe`).contentDocument;
        const look = () => body.textContent.includes(text) && resolve(Date.now());
        new MutationObserver(look).observe(body, { childList: true, characterData: true, subtree: true });
    })]
)); }"""
DRAWN = """version => {
    const picture = document.querySelector('[data-edition="student"] img.sheet');
    return picture?.complete && picture.src.includes(`version=${version}`) && Date.now();
}"""


def main(lesson: Path, runs: int, edits: int) -> None:
    with _course(lesson) as (text, path), preview(path.parent.parent) as running:
        if edits:
            _edit(running, path, text, edits)
            return
        with tempfile.TemporaryDirectory() as scratch, started(Path(scratch)) as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{running.addresses[0]}view/{path.stem}")
            students, both = _screen(page, path, text, runs)
            page.keyboard.press("p")
            printed = _print(running, page, path, text, runs)
    print("| from the end of a write | median, s | slowest, s |")
    print("|---|---|---|")
    for name, seconds in {"students' page": students, "both pages": both, "students' PDF": printed}.items():
        print(f"| {name} | {statistics.median(seconds):.2f} | {max(seconds):.2f} |")


@contextmanager
def _course(lesson: Path) -> Iterator[tuple[str, Path]]:
    """The text of a lesson, and the path of its copy in a course of its own, with what it needs."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "bench", "course")
        shutil.copytree(
            lesson.parent, course, ignore=lambda _, names: {n for n in names if n.endswith(".md")}
        )
        for references in lesson.parent.parent.glob("*.bib"):  # the example course has them there
            shutil.copy(references, course.parent)
        path = course / "lesson.md"
        shutil.copy(lesson, path)
        yield lesson.read_text(encoding="utf-8-sig"), path


def _paragraph(number: int) -> str:
    return f"The paragraph that was changed for the {number}th time."


def _write(path: Path, text: str, number: int) -> float:
    """Write the lesson with another first paragraph; return when it was written."""
    head, end, rest = text.partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    path.write_text(f"{head}{end}\n{_paragraph(number)}\n\n{rest}", encoding="utf-8")
    return time.time()


def _screen(page: Page, path: Path, text: str, runs: int) -> tuple[list[float], list[float]]:
    students, both = [], []
    for edition in ("student", "instructor"):
        page.wait_for_function(READY, arg=edition)
    for number in range(runs + 2):  # the first two find nothing prepared
        page.evaluate(EXPECT, _paragraph(number))
        written = _write(path, text, number)
        page.wait_for_timeout(PAUSE)
        shown = page.evaluate("async () => [await shown.student, await shown.instructor]")
        students.append(shown[0] / 1000 - written)
        both.append(max(shown) / 1000 - written)
    return students[2:], both[2:]


def _print(running: Preview, page: Page, path: Path, text: str, runs: int) -> list[float]:
    seconds = []
    page.wait_for_selector('[data-edition="student"] img.sheet[src]')
    with running.events("bench") as events:
        for number in range(100, 100 + runs + 2):
            written = _write(path, text, number)
            version = events.next("changed", edition="student", format="pdf")["version"]
            shown = page.wait_for_function(DRAWN, arg=version).json_value() / 1000
            seconds.append(shown - written)
            page.wait_for_timeout(PAUSE)
    return seconds[2:]


def _edit(running: Preview, path: Path, text: str, edits: int) -> None:
    print("| edits | memory, MiB |")
    print("|---|---|")
    running.watch(path.stem, student="html", instructor="html")
    for edition in ("student", "instructor"):  # so that no event of theirs is taken for that of an edit
        running.ask(f"/{edition}/{path.stem}.html")
    with running.events() as events:
        for number in range(1, edits + 1):
            _write(path, text, number)
            events.both()
            if number % max(edits // STEPS, 1) == 0:
                running.ask(f"/student/{path.stem}.pdf")
                print(f"| {number} | {_memory(running.process.pid):.0f} |", flush=True)


def _memory(process: int) -> float:
    """The memory of a process and of all that it has started, in MiB."""
    total, waiting = 0, [process]
    while waiting:
        here = Path("/proc", str(waiting.pop()))
        with suppress(OSError):  # it has ended
            rollup = (here / "smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            for thread in (here / "task").iterdir():
                with suppress(OSError):  # the same
                    waiting += map(int, (thread / "children").read_text().split())
    return total / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("lesson", type=Path, nargs="?", default=ROOT / "course/en/first-container.md")
    parser.add_argument("runs", type=int, nargs="?", default=20)
    parser.add_argument("--edits", type=int, default=0)
    arguments = parser.parse_args()
    main(arguments.lesson, arguments.runs, arguments.edits)
