"""Turn MyST's directives."""

from coursebuild.importers.markdown.myst.directives import turn_directives

__all__ = ["turn_directives"]
