"""The feed has the lessons of a day, and readers of feeds can read all of it."""

from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from coursebuild import site

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_day_that_does_not_exist_is_in_no_feed() -> None:
    """One time that is none (RFC 3339, 5.7) would cost readers the whole feed."""
    dates = ("2026-02-30", "2024-02-29", "2026-02", "next week")
    pages = [(PurePosixPath(date), site.FinishedPage(title=date, lang="en", date=date)) for date in dates]
    feed = ET.fromstring(site.feed("T", (), "en", "https://example.org/", pages))  # noqa: S314 (our own)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "T"
    assert [each.text for each in feed.iter(f"{ATOM}updated")] == ["2024-02-29T00:00:00Z"] * 2


def test_authors_and_no_lesson_with_a_date() -> None:
    """A feed has the course's authors; one of nothing is none."""
    pages = [(PurePosixPath("lab"), site.FinishedPage(title="Lab", lang="en", date="2026-02-01"))]
    feed = ET.fromstring(site.feed("T", ("Ada", "Bob & Co"), "en", "https://example.org/", pages))  # noqa: S314
    assert [each.text for each in feed.iter(f"{ATOM}name")] == ["Ada", "Bob & Co"]
    undated = [(PurePosixPath("lab"), site.FinishedPage(title="Lab", lang="en"))]
    assert site.feed("T", (), "en", "https://example.org/", undated) == b""
