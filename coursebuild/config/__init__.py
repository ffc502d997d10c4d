"""The configuration of a course: coursebuild.toml, templates and the locations of sources."""

from coursebuild.config.load import CONFIGURATION, diagnostic, load, warnings
from coursebuild.config.locate import SUFFIX, locate
from coursebuild.config.output import output_folder

__all__ = [
    "CONFIGURATION",
    "SUFFIX",
    "diagnostic",
    "fonts",
    "labels",
    "load",
    "locate",
    "output_folder",
    "palette",
    "templates",
    "theme",
    "toml",
    "trust",
    "warnings",
]
