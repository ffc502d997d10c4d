"""Decide where a line may end: in inline code, and in very long words."""

from coursebuild.pages.breaks.inline_code import with_code_kept
from coursebuild.pages.breaks.long_words import with_long_words_broken

__all__ = ["with_code_kept", "with_long_words_broken"]
