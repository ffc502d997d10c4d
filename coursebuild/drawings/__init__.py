"""Draw what a lesson describes in a notation of its own: formulas and diagrams."""

from coursebuild.drawings.draw import Drawn, check, draw, spoken, with_plain_metadata

__all__ = ["Drawn", "check", "draw", "spoken", "with_plain_metadata"]
