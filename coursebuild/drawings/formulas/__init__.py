"""Set the formulas of a lesson."""

from coursebuild.drawings.formulas.lesson import (
    as_legible,
    check,
    replaced,
    spoken,
    unseen_in,
    with_plain_metadata,
)
from coursebuild.drawings.formulas.macros import macros_in, used_macros

__all__ = [
    "as_legible",
    "check",
    "macros_in",
    "replaced",
    "spoken",
    "unseen_in",
    "used_macros",
    "with_plain_metadata",
]
