"""What is served besides pages: files to which lessons link, and pictures of printed pages."""

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath

from coursebuild.model import Format
from coursebuild.runtime import fingerprint, store
from coursebuild.runtime.system import regular_file
from coursebuild.serve.live.course import Live
from coursebuild.serve.live.lessons import Key


def copied(live: Live, edition: str, path: str) -> bytes | None:
    """The content of a file to which a lesson of an edition links; None if none does.

    Makes the pages of lessons in which its name stands.
    """
    name, key = PurePosixPath(edition, path), Key(edition, Format.HTML)
    with live.lock:
        lessons = sorted(live.lessons.values(), key=lambda each: each.needs(key))  # those that are made first
        waiting = {lesson.stem for lesson in lessons if lesson.needs(key)}
    for lesson in lessons:
        if lesson.stem in waiting and not lesson.mentions(name.name):
            continue
        page = live.page(lesson.stem, key)
        for each in page.copies if page and not page.is_stale else ():
            if each.name == name:
                with suppress(OSError):
                    content = regular_file.read(each.path, fingerprint.LARGEST, regular_file.NO_LINK)
                    if store.digest(content) == each.digest:
                        return content
    return None


def own_file(live: Live, path: str) -> Path | None:
    """The file of the course with this path in messages; None if it is none that the author writes."""
    wanted = Path(os.path.abspath(path))
    with live.lock:
        is_lesson = any(lesson.path == str(wanted) for lesson in live.lessons.values())
        is_read = any(lesson.uses({str(wanted)}) for lesson in live.lessons.values())
        session = live.session
    if not is_lesson:
        root = os.path.realpath(session.course.root)
        is_own = is_read or any(wanted.is_relative_to(each) for each in session.own_paths.values())
        if not (is_own and Path(os.path.realpath(wanted)).is_relative_to(root)):
            return None
    return wanted if wanted.is_file() else None
