"""The configuration of a course: coursebuild.toml, templates and the locations of sources."""

from coursebuild.config.load import CONFIGURATION, diagnostic, load, warnings
from coursebuild.config.locate import SUFFIX, locate

__all__ = [
    "CONFIGURATION",
    "SUFFIX",
    "diagnostic",
    "fonts",
    "labels",
    "load",
    "locate",
    "palette",
    "templates",
    "toml",
    "trust",
    "warnings",
]
