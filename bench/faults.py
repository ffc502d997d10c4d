"""End builds in their midst, fill their disks and run them side by side: what is left must be right.

    make bench-faults [TIMES=50] [KINDS=kill,term,int,part,full,together]

Each time, a build of four lessons in two editions, over the files of a former version of the lessons, is
disturbed at a random moment. Then these are counted as wrong:

* a file of the output that is neither the former one nor the new one;
* a process that is still at work two seconds later;
* a status or a message that says something else than what happened, or a traceback;
* a next build that does not give the bytes of an undisturbed one, leaves temporary files, or fails `verify`.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = [sys.executable, "-m", "coursebuild"]
SEED = 18
FULL = [0, 20, 60, 120, 200, 300, 500]  # kB of a file system

Files = dict[str, bytes]


class Course:
    """A course of four lessons in a temporary folder, and the files of its former and its present version."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="faults-"))
        shutil.copytree(ROOT / "course", self.folder / "course")
        shutil.copy(ROOT / "course" / "en" / "first-container.md", self.folder / "course" / "en" / "again.md")
        self.former = self._reference("former")
        for path in self.lessons():
            path.write_text(path.read_text(encoding="utf-8") + "\n\nOne more line.\n", encoding="utf-8")
        begun = time.monotonic()
        self.present = self._reference("present")
        self.seconds = time.monotonic() - begun

    def lessons(self) -> list[Path]:
        return sorted((self.folder / "course").rglob("*.md"))

    def _reference(self, name: str) -> Files:
        self.start("--output", name, cache=f"cache-{name}").communicate()
        return read(self.folder / name)

    def start(self, *arguments: str, cache: str = "cache") -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*COMMAND, "--all", "--jobs", "2", *arguments],
            cwd=self.folder,
            env={**os.environ, "COURSEBUILD_CACHE": str(self.folder / cache)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def reset(self, chosen: random.Random) -> None:
        """Put the former files into the output folder; have an empty cache or that of the former build."""
        for name in ("build", "cache"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name, content in self.former.items():
            path = self.folder / "build" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if chosen.random() < 0.5:  # noqa: PLR2004 (half of the times)
            shutil.copytree(self.folder / "cache-former", self.folder / "cache")

    def wrong_files(self) -> Iterator[str]:
        for name, content in read(self.folder / "build").items():
            if ".coursebuild" not in name and content not in (self.former.get(name), self.present.get(name)):
                yield f"{name} is neither the former file nor the new one"

    def wrong_afterwards(self) -> Iterator[str]:
        """What is wrong after one more build."""
        again = self.start()
        _, errors = again.communicate()
        if again.returncode or "Traceback" in errors:
            yield f"the next build: {again.returncode} {errors}"
        files = read(self.folder / "build")
        changed = (name for name, content in self.present.items() if files.get(name) != content)
        yield from (f"{name} is not that of an undisturbed build" for name in changed)
        yield from (f"{name} is left" for name in files if name not in self.present)
        checked = subprocess.run(
            [*COMMAND, "verify", "build"], cwd=self.folder, capture_output=True, text=True, check=False,
            env={**os.environ, "COURSEBUILD_CACHE": str(self.folder / "cache")},
        )  # fmt: skip
        if checked.returncode:
            yield f"verify: {checked.stdout}"


def read(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def processes(session: int) -> list[int]:
    """The processes of a session that still run (proc(5))."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, of, *_ = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(of) == session and state != "Z":
            found.append(int(folder.name))
    return found


def still_at_work(session: int) -> list[int]:
    """The processes of a session that have not ended two seconds later."""
    deadline = time.monotonic() + 2
    while (found := processes(session)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def signalled(number: signal.Signals, status: int) -> Callable[[Course, random.Random], Iterator[str]]:
    def disturb(course: Course, chosen: random.Random) -> Iterator[str]:
        building = course.start()
        time.sleep(chosen.uniform(0.1, course.seconds * 1.2))
        building.send_signal(number)
        _, errors = building.communicate(timeout=60)
        if building.returncode not in (status, 0) or "Traceback" in errors:
            yield f"{number.name}: {building.returncode} {errors}"
        if left := still_at_work(building.pid):
            yield f"{number.name}: processes {left} are left"

    return disturb


def a_part(course: Course, chosen: random.Random) -> Iterator[str]:
    """Kill one of the other processes: a worker, the fork server or pandoc."""
    building = course.start()
    time.sleep(chosen.uniform(0.1, course.seconds))
    others = [pid for pid in processes(building.pid) if pid != building.pid]
    if others:
        with suppress(ProcessLookupError):
            os.kill(chosen.choice(others), signal.SIGKILL)
    _, errors = building.communicate(timeout=120)
    if building.returncode not in (0, 1) or "Traceback" in errors or "CB900" in errors:
        yield f"a part: {building.returncode} {errors}"
    if building.returncode and "error[CB030]" not in errors:
        yield f"a part: it does not say what happened: {errors}"
    if left := still_at_work(building.pid):
        yield f"a part: processes {left} are left"


def full_disk(course: Course, chosen: random.Random) -> Iterator[str]:
    """Fill the file system of the output or of the cache."""
    which, size = chosen.choice(["build", "cache"]), chosen.choice(FULL)
    folder = course.folder / which
    kept = read(folder) if folder.exists() else {}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    room = size + sum(-(-len(content) // 4096) * 4 + 4 for content in kept.values()) + 40
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", f"size={room}k", "tmpfs", folder], check=True)
    try:
        for name, content in kept.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        building = course.start()
        _, errors = building.communicate(timeout=120)
        if building.returncode not in (0, 1) or "Traceback" in errors or "CB900" in errors:
            yield f"full {which}: {building.returncode} {errors}"
        if which == "cache" and (building.returncode or len(errors.splitlines()) > 1):
            yield f"full cache: {building.returncode} {errors}"
        if which == "build" and building.returncode and "error[CB007]" not in errors:
            yield f"full output: it does not say what happened: {errors}"
        left = read(folder)
        yield from course.wrong_files()
    finally:
        subprocess.run(["/bin/umount", folder], check=True)
    for name, content in left.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def together(course: Course, _: random.Random) -> Iterator[str]:
    """Four builds at once, with the same output and the same cache."""
    for building in [course.start() for _ in range(4)]:
        _, errors = building.communicate(timeout=240)
        if building.returncode or "Traceback" in errors:
            yield f"together: {building.returncode} {errors}"


KINDS: dict[str, Callable[[Course, random.Random], Iterator[str]]] = {
    "kill": signalled(signal.SIGKILL, -signal.SIGKILL),
    "term": signalled(signal.SIGTERM, 143),
    "int": signalled(signal.SIGINT, 130),
    "part": a_part,
    "full": full_disk,
    "together": together,
}


def main(times: int, kinds: list[str]) -> None:
    chosen, course = random.Random(SEED), Course()  # noqa: S311 (to choose moments)
    print(f"an undisturbed build takes {course.seconds:.1f} s", end="\n\n")
    print("| disturbed by | times | wrong |\n|---|---|---|")
    for kind in kinds:
        wrong = 0
        for _ in range(times):
            course.reset(chosen)
            found = [*KINDS[kind](course, chosen), *course.wrong_files(), *course.wrong_afterwards()]
            wrong += bool(found)
            for each in found:
                print(each, file=sys.stderr)
        print(f"| {kind} | {times} | {wrong} |", flush=True)
    shutil.rmtree(course.folder)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2].split(",") if len(sys.argv) > 2 else list(KINDS))  # noqa: PLR2004
