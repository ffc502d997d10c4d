"""The table of formats."""

import pytest

from coursebuild.engine.formats import FORMATS
from coursebuild.model import INSTRUCTOR, STUDENT, Format, Medium


def test_every_format_has_a_row() -> None:
    """And files of two formats have two names."""
    assert set(FORMATS) == set(Format)
    assert len({row.suffix for row in FORMATS.values()}) == len(FORMATS)
    assert all(row.suffix.startswith(".") for row in FORMATS.values())


def test_what_is_for_paper_is_read_back_page_by_page() -> None:
    """Lines' ends break words there, and pages have numbers."""
    for row in FORMATS.values():
        assert row.reader().is_paged == (row.medium is Medium.PRINT)


@pytest.mark.parametrize(("for_students", "editions"), [(True, [STUDENT, INSTRUCTOR]), (False, [INSTRUCTOR])])
def test_who_may_have_a_format(for_students: bool, editions: list[object]) -> None:  # noqa: FBT001 (a table's column)
    """A format that is not for students goes with editions that show corrections."""
    row = FORMATS[Format.PDF]._replace(for_students=for_students)
    assert [edition for edition in (STUDENT, INSTRUCTOR) if row.is_for(edition)] == editions
