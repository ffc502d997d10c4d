"""What stands beside the lessons of a course: the index, its search and feed, and links between lessons."""

from coursebuild.site.feed import feed
from coursebuild.site.lesson import Lesson, Section, emptied, filled, read, search_text
from coursebuild.site.listing import (
    Beside,
    Entry,
    Group,
    Link,
    address,
    common,
    entry,
    groups,
    index_address,
    neighbour,
    without,
)
from coursebuild.site.search import search_files

__all__ = [
    "Beside",
    "Entry",
    "Group",
    "Lesson",
    "Link",
    "Section",
    "address",
    "common",
    "emptied",
    "entry",
    "feed",
    "filled",
    "groups",
    "index_address",
    "neighbour",
    "read",
    "search_files",
    "search_text",
    "without",
]
