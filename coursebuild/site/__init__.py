"""What stands beside the lessons of a course: the index, its search and feed, and links between lessons."""

from coursebuild.site.described import course_resource
from coursebuild.site.feed import feed
from coursebuild.site.finished_page import FinishedPage, License, Section, emptied, filled, read, search_text
from coursebuild.site.listing import (
    Beside,
    Entry,
    Group,
    Link,
    Name,
    address,
    common_license,
    entry,
    groups,
    in_words,
    index_address,
    neighbour,
)
from coursebuild.site.search import search_files, search_line, search_name

__all__ = [
    "Beside",
    "Entry",
    "FinishedPage",
    "Group",
    "License",
    "Link",
    "Name",
    "Section",
    "address",
    "common_license",
    "course_resource",
    "emptied",
    "entry",
    "feed",
    "filled",
    "groups",
    "in_words",
    "index_address",
    "neighbour",
    "read",
    "search_files",
    "search_line",
    "search_name",
    "search_text",
]
