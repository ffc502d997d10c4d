"""Embed images as data URIs, cleaned and within the limits of the course."""

from coursebuild.pages.images.embed import as_embedded, embed, embed_file, name
from coursebuild.pages.images.icons import embed_icon

__all__ = ["as_embedded", "embed", "embed_file", "embed_icon", "name"]
