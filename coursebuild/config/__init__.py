"""The configuration of a course: coursebuild.toml, templates and the locations of sources."""

from coursebuild.config.load import diagnostic, load, warnings
from coursebuild.config.locate import INTRODUCTION, SUFFIX, in_order, is_part, locate, no_course
from coursebuild.config.output import output_folder
from coursebuild.config.own_file import CONFIGURATION, configuration

__all__ = [
    "CONFIGURATION",
    "INTRODUCTION",
    "SUFFIX",
    "configuration",
    "days",
    "diagnostic",
    "fonts",
    "in_order",
    "is_part",
    "keys",
    "labels",
    "load",
    "locate",
    "misspelt",
    "no_course",
    "output_folder",
    "palette",
    "templates",
    "theme",
    "toml",
    "trust",
    "warnings",
]
