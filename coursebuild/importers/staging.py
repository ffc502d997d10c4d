"""Write lessons to a folder: a temporary one, where they are checked, or the author's."""

import json
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from coursebuild.importers.draft import Draft
from coursebuild.importers.find import Found
from coursebuild.importers.settings import Settings
from coursebuild.runtime import atomic

LESSONS = "course"  # the folder of the lessons of a course
CONFIGURATION = "coursebuild.toml"


class Lesson(NamedTuple):
    """A file to import, and the draft that it has become."""

    found: Found
    draft: Draft


def write(lesson: Lesson, folder: Path) -> Path:
    """Write a lesson and what it needs below a folder of lessons, and return its path.

    A file that it needs is not written over another one. Raises: OSError.
    """
    path = folder / lesson.found.target
    for name, content in lesson.draft.files.items():
        target = path.parent / name
        if os.path.lexists(target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, target)
        else:
            atomic.write(target, content)
    atomic.write(path, lesson.draft.text.encode())
    return path


def configuration(course: Settings) -> str:
    """The text of coursebuild.toml for a course."""
    fields = {"title": course.title, "author": course.author, "lang": course.lang}
    # a string of JSON is one of TOML
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    return "\n".join((*lines, ""))
