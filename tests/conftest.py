"""What every test may ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture
def build(workshop: Workshop) -> Callable[..., Workshop]:
    """Build one lesson and expect that it goes without a word."""

    def build_one(text: str, *arguments: str, says: int = 0) -> Workshop:
        workshop.write("course/lab.md", text)
        done = workshop.run(*arguments, "--quiet")
        assert (done.code, done.err.count("\n    ")) == (0, says), done.err
        return workshop

    return build_one
