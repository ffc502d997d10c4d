"""Turn the Markdown of other tools into coursebuild's notation."""

from coursebuild.importers.markdown.turn import turn

__all__ = ["turn"]
