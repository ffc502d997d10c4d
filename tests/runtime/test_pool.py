"""Workers do one task after another, and are replaced if they are lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from workshop import ROOT

from coursebuild.runtime.limits import ExceededError, Limit, ProcessLostError
from coursebuild.runtime.pool import Pool, Task

LIMIT = Limit("page-seconds", 60, "the test")
MEMORY = 1_000_000_000


@pytest.fixture(params=["forked", "spawned"])
def workers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """A pool of two workers: forked, as on Linux, and spawned, as on all systems."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT / "tests" / "runtime")])
    if request.param == "spawned":
        monkeypatch.setattr(sys, "platform", "another")
    # a test's own process may have threads: what is forked uses none of them
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with Pool(2, memory=MEMORY) as two:
        yield two


def _fail(error: BaseException) -> NoReturn:
    raise error


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it is still there")


def _die_once(path: str) -> str:
    """End the process that makes a file; return the file's name if it is there."""
    try:
        Path(path).touch(exist_ok=False)
    except FileExistsError:
        return Path(path).name
    _die()


def _unpicklable() -> Callable[[], None]:
    return lambda: None


def _say(text: str) -> str:
    os.write(1, text.encode())
    return text


def _sleep(seconds: float, path: str) -> None:
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(seconds)


def _results(tasks: list[Task[int]]) -> list[int]:
    return [task.result() for task in tasks]


def test_work_is_done_in_other_processes(workers: Pool) -> None:
    """There are two processes, not one per task."""
    pids = _results([workers.submit(LIMIT, os.getpid) for _ in range(20)])
    assert os.getpid() not in pids
    assert 1 <= len(set(pids)) <= 2


def test_an_error_of_a_task_is_raised_with_its_result(workers: Pool) -> None:
    """Also SystemExit and KeyboardInterrupt; the worker does the next task."""
    for error in (ValueError("x"), SystemExit(3), KeyboardInterrupt()):
        with pytest.raises(type(error)):
            workers.submit(LIMIT, _fail, error).result()
    assert workers.submit(LIMIT, abs, -1).result() == 1


def test_a_result_that_cannot_be_sent_is_an_error(workers: Pool) -> None:
    with pytest.raises(Exception, match="pickle"):
        workers.submit(LIMIT, _unpicklable).result()
    assert workers.submit(LIMIT, abs, -1).result() == 1


def test_a_killed_worker_affects_only_its_task(workers: Pool, tmp_path: Path) -> None:
    """Another worker does its task once more; a task that ends every worker is an error."""
    lost = [workers.submit(LIMIT, _die_once, str(tmp_path / name)) for name in "abc"]
    assert [task.result() for task in lost] == ["a", "b", "c"]
    with pytest.raises(ProcessLostError, match=r"^the test has ended its process twice$"):
        workers.submit(LIMIT, _die).result()
    assert os.getpid() not in _results([workers.submit(LIMIT, os.getpid) for _ in range(4)])


def test_a_cancelled_task_ends_at_once(workers: Pool, tmp_path: Path) -> None:
    """Whether it has begun or not; the worker does the next tasks."""
    begun = [tmp_path / "first", tmp_path / "second"]
    running = [workers.submit(LIMIT, _sleep, 60, str(path)) for path in begun]
    waiting = workers.submit(LIMIT, _sleep, 60, str(tmp_path / "third"))
    while not all(path.exists() and path.read_text(encoding="ascii") for path in begun):
        threading.Event().wait(0.01)
    for task in (waiting, *running):
        task.cancel()
    for task in (*running, waiting):
        with pytest.raises(ProcessLostError, match="was cancelled"):
            task.result()
    assert workers.submit(LIMIT, os.getpid).result() != os.getpid()
    assert not (tmp_path / "third").exists()


def test_a_worker_is_replaced_after_many_tasks(workers: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries leak a little memory in each task."""
    monkeypatch.setattr("coursebuild.runtime.pool.MAX_TASKS", 3)
    pids = [workers.submit(LIMIT, os.getpid).result() for _ in range(30)]
    assert max(map(pids.count, pids)) <= 3


def test_large_requests_and_results(workers: Pool) -> None:
    """Requests and results may be larger than a pipe's buffer."""
    content = os.urandom(1_000_000)
    assert workers.submit(LIMIT, bytes.__add__, content, b"!").result() == content + b"!"


def test_standard_output_of_a_task_is_not_a_result(workers: Pool) -> None:
    assert workers.submit(LIMIT, _say, "printed").result() == "printed"


def test_no_worker_is_left_at_the_end(workers: Pool, tmp_path: Path) -> None:
    """Neither an idle worker nor a busy one is left; both were waited for."""
    at_rest = workers.submit(LIMIT, os.getpid).result()
    workers.submit(LIMIT, _sleep, 60, str(tmp_path / "pid"))
    while not (tmp_path / "pid").exists() or not (pid := (tmp_path / "pid").read_text()):
        time.sleep(0.01)
    workers.__exit__(None, None, None)
    for number in (at_rest, int(pid)):
        with pytest.raises(ProcessLookupError):  # a process that nobody waited for is still there
            os.kill(number, 0)


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    """They end when their requests end."""
    program = (
        "import os, signal\nfrom coursebuild.runtime.limits import Limit\n"
        "from coursebuild.runtime.pool import Pool\n"
        "with Pool(2, memory=10**9) as workers:\n"
        "    print(workers.submit(Limit('page-seconds', 60, 'the test'), os.getpid).result(), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = int(done.stdout)  # all of it: who still had standard output open has closed it
    deadline = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{worker}").exists()


def test_this_process_works_if_the_count_is_zero() -> None:
    with Pool(0, "json.tool", memory=MEMORY) as workers:
        assert workers.submit(LIMIT, os.getpid).result() == os.getpid()


def test_no_worker_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command does not take its place: what must end in time could end the command too."""
    monkeypatch.setattr(sys, "platform", "another")
    monkeypatch.setattr(sys, "executable", os.devnull)
    with Pool(2, memory=MEMORY) as workers:
        task = workers.submit(LIMIT, os.getpid)
        with pytest.raises(ProcessLostError, match=r"^no process can be started: Permission denied$"):
            task.result()


def test_what_must_not_be_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pool without workers starts one for what needs a limit of memory, and goes on with it."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT / "tests" / "runtime")])
    with Pool(0, memory=MEMORY) as pool:
        assert pool.submit(LIMIT, os.getpid).result() == os.getpid()
        process = pool.submit_apart(LIMIT, os.getpid).result()
        assert process != os.getpid()
        with pytest.raises(ExceededError, match="more memory"):
            pool.submit_apart(LIMIT, bytes, 2 * MEMORY).result()
        assert pool.submit_apart(LIMIT, os.getpid).result() == process
