"""The students' sources of a course: cut out of the author's texts, and built again to compare the pages."""

from coursebuild.publish.sources.export import Delivered, export

__all__ = ["Delivered", "export"]
