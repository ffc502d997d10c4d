"""Dates from which students see a correction."""

from coursebuild.lint.dates.find import DatedElement, find_dated, listed_dates
from coursebuild.lint.dates.rules import dated_slips, field_slips, name_slips

__all__ = ["DatedElement", "dated_slips", "field_slips", "find_dated", "listed_dates", "name_slips"]
