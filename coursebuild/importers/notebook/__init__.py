"""Turn notebooks into Markdown, and what nbgrader and Otter keep from students into corrections."""

from coursebuild.importers.notebook.read import read

__all__ = ["read"]
