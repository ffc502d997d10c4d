"""Cut an author's text to what students see of it."""

__all__ = ["cut"]
