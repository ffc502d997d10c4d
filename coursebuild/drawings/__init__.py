"""Draw what a lesson describes in a notation of its own: formulas and diagrams."""

from coursebuild.drawings.draw import Drawn, check, draw

__all__ = ["Drawn", "check", "draw"]
