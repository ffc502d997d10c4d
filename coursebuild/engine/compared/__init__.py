"""What readers of each edition see now, compared with a revision in git, or with another edition."""

from coursebuild.engine.compared.base import Base
from coursebuild.engine.compared.changed import ChangedLessons, changed
from coursebuild.engine.compared.diff import ComparedCourse, between_editions, diff

__all__ = ["Base", "ChangedLessons", "ComparedCourse", "between_editions", "changed", "diff"]
