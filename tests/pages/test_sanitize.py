"""Errors in the filter that nh3 calls are not lost."""

from pathlib import Path, PurePosixPath

import pytest

from coursebuild import editions, pages, pandoc
from coursebuild.engine import Session
from coursebuild.model import Course, Format, Limits, Location
from coursebuild.pages import images
from coursebuild.source import read_text

SESSION = Session(Course(Path("/nonexistent")))


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RuntimeError])
def test_an_error_in_the_attribute_filter_is_raised(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: type[BaseException]
) -> None:
    """nh3 itself would print such an error and remove the attribute."""

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(images, "embed", fail)
    location = Location(tmp_path / "lab.md", "lab.md", PurePosixPath("lab"), (tmp_path,))
    document = pandoc.parse(read_text("---\ntitle: Lab\n---\n\n![A square](a.svg)\n", location))
    student, setup = SESSION.course.editions["student"], SESSION.for_selecting({})
    selection = editions.select(document, student, Format.HTML, setup)
    with pytest.raises(error):
        pages.sanitize(pandoc.write(selection), Limits(), fetch=False)
