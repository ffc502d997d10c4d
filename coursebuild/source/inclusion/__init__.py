"""Put the files that a lesson includes into its text."""

from coursebuild.source.inclusion.expand import expand
from coursebuild.source.inclusion.files import on_disk
from coursebuild.source.inclusion.parts import regions

__all__ = ["expand", "on_disk", "regions"]
