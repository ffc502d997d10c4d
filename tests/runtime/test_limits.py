"""A block is interrupted when its time is up, whatever it catches."""

import contextlib
import re
import threading
import time
from collections.abc import Callable

import pytest

from coursebuild.runtime.limits import ExceededError, Limit, within

SHORT = Limit("short-seconds", 0.05, "the test")
LONG = Limit("long-seconds", 60, "the outer test")


def _turn() -> None:
    while True:
        time.monotonic()


def _sleep() -> None:
    time.sleep(60)


def _match() -> None:
    re.match("(a+)+b", "a" * 60)


def _wait() -> None:
    threading.Event().wait(60)


@pytest.mark.parametrize("work", [_turn, _sleep, _match, _wait])
def test_the_time_is_up(work: Callable[[], None]) -> None:
    with (
        pytest.raises(
            ExceededError, match=r"^the test takes longer than the 0\.05 s of `limits\.short-seconds`$"
        ),
        within(SHORT),
    ):
        work()


def _go_on(times: int) -> None:
    """Catch what interrupts it, so many times."""
    for _ in range(times):
        with contextlib.suppress(BaseException):
            _sleep()


@pytest.mark.parametrize("times", [1, 2])
def test_the_interruption_is_caught(times: int) -> None:
    """A block that goes on is interrupted again, and is an error if it ends all the same."""
    with pytest.raises(ExceededError), within(SHORT):
        _go_on(times)


def test_nested_blocks() -> None:
    """Each is told by its own name; the outer one goes on after the inner one's error."""
    with within(LONG):
        with pytest.raises(ExceededError, match=r"^the test"), within(SHORT):
            _sleep()
        reached = True
    assert reached
    with pytest.raises(ExceededError, match=r"^the test"), within(SHORT), within(LONG):
        _sleep()


def test_no_interruption_comes_after_a_block() -> None:
    for _ in range(3):
        with within(SHORT):
            pass
    time.sleep(0.1)


def test_there_is_no_more_memory() -> None:
    with (
        pytest.raises(ExceededError, match=r"^the test needs more memory than `limits\.memory` allows$"),
        within(SHORT),
    ):
        raise MemoryError
