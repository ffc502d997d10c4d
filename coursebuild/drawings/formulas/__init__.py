"""Set the formulas of a lesson."""

from coursebuild.drawings.formulas.lesson import (
    as_legible,
    check,
    replaced,
    spoken,
    unseen_in,
    with_plain_metadata,
)

__all__ = ["as_legible", "check", "replaced", "spoken", "unseen_in", "with_plain_metadata"]
