"""What a course starts from: a small working course, a new lesson, copies of built-in templates."""

from coursebuild.starter.files import refuse_existing, write

__all__ = ["course", "lesson", "refuse_existing", "templates", "write"]
