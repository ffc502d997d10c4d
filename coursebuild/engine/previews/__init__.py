"""What a build would write of one document, for the preview."""

from coursebuild.engine.previews.make import Listed, Preview
from coursebuild.engine.previews.previewer import Previewer, previewer

__all__ = ["Listed", "Preview", "Previewer", "previewer"]
