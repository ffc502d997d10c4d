"""What has to be made for the index, and what may wait."""

from pathlib import Path, PurePosixPath

from coursebuild.engine import Preview
from coursebuild.model import Format, Location
from coursebuild.serve.live.lessons import Key, Lesson
from coursebuild.serve.live.listing import INDEX, Listing
from coursebuild.site import FinishedPage

PAGE, PRINTED = Key("student", Format.HTML), Key("student", Format.PDF)
SHOWN = Preview(page=FinishedPage("Lab", "en"))


def _lesson(stem: str = "lab") -> Lesson:
    path = Path("course", f"{stem}.md")
    return Lesson(Location(path, str(path), PurePosixPath(stem), (path.parent,)), generation=1)


def test_pages_are_counted_once_the_index_shows_the_lesson() -> None:
    listing, lessons = Listing(), [_lesson()]
    listing.want_counts("student")
    assert list(listing.uncounted(lessons)) == []
    assert list(listing.keys(lessons)) == [("lab", PAGE)]
    listing.learn("lab", PAGE, 1, SHOWN)
    assert list(listing.keys(lessons)) == []
    assert list(listing.uncounted(lessons)) == [("lab", PRINTED)]
    assert listing.learn("lab", PRINTED, 1, Preview(printed=3)).is_other
    assert list(listing.uncounted(lessons)) == []
    assert [each.printed for each in listing.of("student", {"lab": lessons[0]}, is_full=False)] == [3]


def test_pages_are_counted_for_an_index_alone() -> None:
    """Who reads a lesson wants the pages of others for its links, and does not have the course printed."""
    listing, lessons = Listing(), [_lesson()]
    listing.want("student")
    listing.learn("lab", PAGE, 1, SHOWN)
    assert list(listing.uncounted(lessons)) == []


def test_what_the_index_does_not_count_is_not_printed() -> None:
    """A lesson that is refused, and the introduction, which the index is."""
    listing, lessons = Listing(), [_lesson("refused"), _lesson(INDEX)]
    listing.want_counts("student")
    listing.learn("refused", PAGE, 1, Preview())
    listing.learn(INDEX, PAGE, 1, SHOWN)
    assert list(listing.uncounted(lessons)) == []


def test_a_changed_lesson_is_counted_again() -> None:
    """Until then, its author sees the former number, and nobody else one."""
    listing, lesson = Listing(), _lesson()
    listing.learn("lab", PAGE, 1, SHOWN)
    listing.learn("lab", PRINTED, 1, Preview(printed=3))
    lesson.generation = 2
    listing.want_counts("student")
    assert list(listing.uncounted([lesson])) == []  # its page comes first
    listing.learn("lab", PAGE, 2, SHOWN)
    assert list(listing.uncounted([lesson])) == [("lab", PRINTED)]
    for is_full, pages in ((True, 3), (False, None)):
        assert [each.printed for each in listing.of("student", {"lab": lesson}, is_full=is_full)] == [pages]
    assert not listing.learn("lab", PRINTED, 2, Preview(printed=3)).is_other
