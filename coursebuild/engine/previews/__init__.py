"""What a build would write of one document, for the preview."""

from coursebuild.engine.previews.make import Preview
from coursebuild.engine.previews.previewer import Previewer, previewer

__all__ = ["Preview", "Previewer", "previewer"]
