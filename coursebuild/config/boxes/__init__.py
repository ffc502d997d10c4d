"""The author's own kinds of boxes: the tables `boxes` of coursebuild.toml."""

from coursebuild.config.boxes.load import parse

__all__ = ["parse"]
