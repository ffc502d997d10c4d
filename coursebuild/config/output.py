"""Find the output folder of a build."""

import os
from pathlib import Path

from coursebuild.model import Course, Diagnostic, UsageError, shown


def output_folder(course: Course, named: str | None) -> Path:
    """The folder that the command names with `--output`, or else that of the course.

    Raises: UsageError if it is a file, or if the course alone names it and it leads out of the course.
    """
    path = Path(named) if named else course.root / course.output
    if not (named or Path(os.path.realpath(path)).is_relative_to(os.path.realpath(course.root))):
        raise _refusal(path, "it leads out of the course")
    if os.path.lexists(path) and not os.path.isdir(path):  # noqa: PTH112 (it never raises)
        raise _refusal(path, "it is not a folder")
    return path


def _refusal(path: Path, message: str) -> UsageError:
    return UsageError(Diagnostic(shown(path), 0, 0, "CB026", message))
