"""Embed images as data URIs, cleaned and within the limits of the course."""

from coursebuild.pages.images.embed import embed, embed_file, name
from coursebuild.pages.images.icons import embed_icon

__all__ = ["embed", "embed_file", "embed_icon", "name"]
