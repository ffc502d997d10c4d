"""The students' sources of a course: cut out of the author's texts, and built again to compare the pages."""

from coursebuild.publish.sources.collect import Exported
from coursebuild.publish.sources.compare import compare
from coursebuild.publish.sources.export import Delivered, collect_again, export, options_for

__all__ = ["Delivered", "Exported", "collect_again", "compare", "export", "options_for"]
