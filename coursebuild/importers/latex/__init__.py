"""Turn LaTeX, above all exams of the class `exam`, into Markdown by pandoc."""

from coursebuild.importers.latex.read import read

__all__ = ["read"]
