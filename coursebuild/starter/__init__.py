"""What a course starts from: a small working course, a new lesson, copies of built-in templates."""

from coursebuild.starter.files import write

__all__ = ["course", "lesson", "templates", "write"]
