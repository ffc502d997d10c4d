"""Records are captured in the thread that logs them, by the innermost block."""

import logging
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import NoReturn

import nh3
import pytest

from coursebuild.runtime.log_capture import callbacks, captured, swallows

NAME = "coursebuild.tests.log_capture"


@pytest.fixture(autouse=True)
def _level() -> Iterator[None]:
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.INFO)
    yield
    logger.setLevel(logging.NOTSET)


def _messages(records: list[logging.LogRecord]) -> list[str]:
    return [record.getMessage() for record in records]


def test_a_block_captures_what_is_logged_while_it_runs() -> None:
    """Not what is logged before or after, or below the logger's level."""
    logger = logging.getLogger(NAME)
    logger.warning("before")
    with captured(NAME) as records:
        logger.warning("%s runs", "it")
        logger.debug("detail")
    logger.warning("after")
    assert _messages(records) == ["it runs"]


def test_loggers_below_are_captured() -> None:
    """Descendants of the logger, and no other logger."""
    with captured(NAME) as records:
        logging.getLogger(f"{NAME}.child.grandchild").warning("below")
        logging.getLogger(f"{NAME}2").warning("beside")
    assert _messages(records) == ["below"]


def test_nested_blocks() -> None:
    """The inner block has what is logged in it; the outer one has the rest."""
    logger = logging.getLogger(NAME)
    with captured(NAME) as outer:
        logger.warning("1")
        with captured(NAME) as inner:
            logger.warning("2")
        logger.warning("3")
    assert (_messages(outer), _messages(inner)) == (["1", "3"], ["2"])


def test_an_exception_ends_a_block() -> None:
    """The exception is raised, the records stay, and later records are not captured."""
    logger = logging.getLogger(NAME)
    with captured(NAME) as outer:
        with suppress(KeyError), captured(NAME) as inner:
            logger.warning("in the block")
            raise KeyError
        logger.warning("after the block")
    assert (_messages(outer), _messages(inner)) == (["after the block"], ["in the block"])


def test_two_threads() -> None:
    """Each thread captures its own records; a thread without a block captures nothing."""
    found: dict[str, list[str]] = {}
    both_capture = threading.Barrier(2, timeout=10)

    def work(name: str) -> None:
        with captured(NAME) as records:
            both_capture.wait()
            logging.getLogger(NAME).warning(name)
            both_capture.wait()
        found[name] = _messages(records)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with captured(NAME) as records:
        other = threading.Thread(target=logging.getLogger(NAME).warning, args=("no block",))
        other.start()
        other.join()
    assert found == {"first": ["first"], "second": ["second"]}
    assert records == []


class _StoppedError(BaseException):
    """No library must handle it."""


def _fail(error: type[BaseException], cause: BaseException | None = None) -> NoReturn:
    raise error from cause


def _log_and_continue(error: type[BaseException], cause: BaseException | None = None) -> None:
    """What some libraries do with any exception."""
    try:
        _fail(error, cause)
    except BaseException:  # noqa: BLE001 (see above)
        logging.getLogger(NAME).warning("it fails")


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError, _StoppedError])
def test_what_no_library_may_handle_is_raised_again(error: type[BaseException]) -> None:
    """Also if the library has made another exception of it."""
    with pytest.raises(error), captured(NAME):
        _log_and_continue(error)
    with pytest.raises(error), captured(NAME):
        _log_and_continue(KeyError, error())


def test_what_a_library_may_handle() -> None:
    """The record shows that there was an exception; not one that is handled around the block."""
    try:
        _fail(MemoryError)
    except MemoryError:
        with captured(NAME) as records:
            logging.getLogger(NAME).warning("before")
            _log_and_continue(KeyError)
    assert [swallows(record) for record in records] == [False, True]


def test_an_interrupt_in_a_callback() -> None:
    """Python handles a signal at the start of the next function, whose exceptions nh3 drops."""
    called: list[str] = []

    def interrupted_at_its_start(_tag: str, _name: str, value: str) -> str:
        called.append(value)
        if value == "2":
            raise KeyboardInterrupt
        return value

    cleaner = nh3.Cleaner(attributes={"p": {"title"}}, attribute_filter=interrupted_at_its_start)
    with pytest.raises(KeyboardInterrupt), callbacks():
        cleaner.clean("<p title=1><p title=2><p title=3>")
    assert called == ["1", "2", "3"]
