"""Turn the lessons of other tools into coursebuild's notation. Nothing is run, and nothing is fetched."""

from coursebuild.importers.draft import REFUSED, Draft
from coursebuild.importers.find import Found, find
from coursebuild.importers.lesson import turn
from coursebuild.importers.settings import Settings
from coursebuild.importers.staging import CONFIGURATION, LESSONS, Lesson, configuration, write
from coursebuild.importers.withhold import withhold, withhold_rest

__all__ = [
    "CONFIGURATION",
    "LESSONS",
    "REFUSED",
    "Draft",
    "Found",
    "Lesson",
    "Settings",
    "configuration",
    "find",
    "turn",
    "withhold",
    "withhold_rest",
    "write",
]
