"""What the students' pages of a lesson are made of, for what exports it."""

from coursebuild.engine.students.lesson import Lesson, options_for, read
from coursebuild.engine.students.processes import Processes, processes

__all__ = ["Lesson", "Processes", "options_for", "processes", "read"]
