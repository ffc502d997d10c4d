"""The feed has the lessons of a day, and readers of feeds can read all of it."""

from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from coursebuild import site

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_day_that_does_not_exist_is_in_no_feed() -> None:
    """One time that is none (RFC 3339, 5.7) would cost readers the whole feed."""
    dates = ("2026-02-30", "2024-02-29", "2026-02", "next week")
    pages = [(PurePosixPath(date), site.FinishedPage(title=date, lang="en", date=date)) for date in dates]
    feed = ET.fromstring(site.feed("T", "en", "https://example.org/", pages))  # noqa: S314 (our own)
    assert [each.text for each in feed.iter(f"{ATOM}updated")] == ["2024-02-29T00:00:00Z"] * 2
