"""What the students' pages of a lesson are made of, for what exports it."""

from coursebuild.engine.students.lesson import Lesson, options_for, read

__all__ = ["Lesson", "options_for", "read"]
