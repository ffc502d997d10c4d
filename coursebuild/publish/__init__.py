"""What leaves a course: releases, and the students' sources."""

from coursebuild.publish import folders, released, sources
from coursebuild.publish.release import Packed, Wanted, made_of, pack, read_back
from coursebuild.publish.released.origin import Origin, find_origin, refuse_changed

__all__ = [
    "Origin",
    "Packed",
    "Wanted",
    "find_origin",
    "folders",
    "made_of",
    "pack",
    "read_back",
    "refuse_changed",
    "released",
    "sources",
]
