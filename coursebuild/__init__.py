"""One Markdown lab sheet, two editions: the student's and the instructor's."""

__version__ = "0.1.0"
