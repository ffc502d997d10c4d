"""What of an SVG print would draw otherwise than the screen."""

from coursebuild.pages.images.printing.rewrite import made_printable

__all__ = ["made_printable"]
