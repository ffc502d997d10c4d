"""Embed images as data URIs, cleaned and within the limits of the course."""

from coursebuild.pages.images.embed import embed, embed_file, name

__all__ = ["embed", "embed_file", "name"]
