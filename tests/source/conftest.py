"""What tests of inclusion may ask for."""

from pathlib import Path

import pytest
from including import APP, SETUP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The lessons of a course, with files to include."""
    course = tmp_path / "course"
    for name, text in {"src/app.py": APP, "_parts/setup.md": SETUP, "next.md": "# Next\n"}.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text)
    return course
