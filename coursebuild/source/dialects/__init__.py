"""Translate the boxes of other tools to pandoc's fenced divs; lines keep their numbers."""

from coursebuild.source.dialects.blocks import translate_blocks
from coursebuild.source.dialects.components import translate_components
from coursebuild.source.dialects.fences import translate_fences
from coursebuild.source.dialects.tabs import translate_tabs

__all__ = ["translate_blocks", "translate_components", "translate_fences", "translate_tabs"]
