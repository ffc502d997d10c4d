"""What leaves a course: releases, and the students' sources."""

from coursebuild.publish import folders, sources
from coursebuild.publish.release import Released, ReleaseOptions, release
from coursebuild.publish.released import manifest
from coursebuild.publish.released.folder import usual as usual_folder
from coursebuild.publish.verify import FoundRelease, find_release, verify_release

__all__ = [
    "FoundRelease",
    "ReleaseOptions",
    "Released",
    "find_release",
    "folders",
    "manifest",
    "release",
    "sources",
    "usual_folder",
    "verify_release",
]
