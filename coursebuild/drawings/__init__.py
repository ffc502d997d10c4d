"""Draw what a lesson describes in a notation of its own: formulas and diagrams."""

from coursebuild.drawings.draw import (
    Drawn,
    as_seen,
    check,
    draw,
    macros_in,
    spoken,
    unseen_in_diagrams,
    unseen_in_formulas,
    used_macros,
    with_plain_metadata,
)

__all__ = [
    "Drawn",
    "as_seen",
    "check",
    "draw",
    "macros_in",
    "spoken",
    "unseen_in_diagrams",
    "unseen_in_formulas",
    "used_macros",
    "with_plain_metadata",
]
