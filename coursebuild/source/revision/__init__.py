"""Read the files of a course as they are at a revision in git, with what its symbolic links lead to."""

from coursebuild.source.revision.revision import (
    LARGEST_READ,
    Revision,
    compared,
    is_shallow,
    newest_tag,
    read_sources,
    since,
)

__all__ = ["LARGEST_READ", "Revision", "compared", "is_shallow", "newest_tag", "read_sources", "since"]
