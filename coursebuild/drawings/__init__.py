"""Draw what a lesson describes in a notation of its own: formulas."""

from coursebuild.drawings.draw import Drawn, check, draw

__all__ = ["Drawn", "check", "draw"]
