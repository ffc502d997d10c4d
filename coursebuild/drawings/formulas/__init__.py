"""Set the formulas of a lesson."""

from coursebuild.drawings.formulas.lesson import check, replaced, spoken, with_plain_metadata

__all__ = ["check", "replaced", "spoken", "with_plain_metadata"]
