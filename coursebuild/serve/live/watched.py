"""What the preview watches: files that a course is made of, and folders in which some may appear."""

import os
from pathlib import Path

from coursebuild.serve.live.course import Live


def files(live: Live) -> dict[str, str]:
    """The files that the lessons were made of, and the course's own; each with the state it was read in.

    That is a `fingerprint.state`, or empty if it is not known.
    """
    with live.lock:
        lessons = tuple(live.lessons.values())
        read = {
            path: state for each in lessons for reads in each.reads.values() for path, state in reads.items()
        }
    own = list(live.session.own_paths.values())
    inside = (Path(here, name) for each in own for here, _, names in os.walk(each) for name in names)
    others = (*(each.path for each in lessons), *map(str, (*own, *inside, live.previewer.record)))
    return {**dict.fromkeys(others, ""), **read}


def folders(live: Live) -> list[str]:
    """The folders in which lessons or files of the course's own may appear."""
    course = live.session.course
    sources = (os.path.abspath(course.root / name) for name in course.sources)
    of_lessons = (str(root) for each in tuple(live.lessons.values()) for root in each.location.roots[:1])
    return [*dict.fromkeys((*sources, *of_lessons)), *map(str, live.session.own_paths.values())]


def skipped(live: Live) -> list[str]:
    """The output folder, where there may be much."""
    course = live.session.course
    return [os.path.abspath(course.root / course.output)]
