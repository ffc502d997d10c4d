"""The lesson of `tampering.py`, built by the command, and what `verify` says of a file in its place."""

from collections.abc import Callable

import pytest
from tampering import DRAWING, LESSON
from workshop import Done, Workshop

Verify = Callable[[str, bytes], Done]


@pytest.fixture(scope="session")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Verify:
    """Put a file in the place of a built one, and run `coursebuild verify`."""
    workshop = Workshop(tmp_path_factory.mktemp("course"))
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/plan.svg", DRAWING)
    assert workshop.run("--quiet").code == 0
    assert workshop.run("verify", "build").code == 0
    built = {name: (workshop.folder / "build" / name).read_bytes() for name in workshop.files()}

    def verify_instead(name: str, content: bytes) -> Done:
        workshop.write(f"build/student/{name}", content)
        done = workshop.run("verify", "build", "--quiet")
        workshop.write(f"build/student/{name}", built[f"student/{name}"])
        return done

    return verify_instead
