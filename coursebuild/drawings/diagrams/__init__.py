"""Draw diagrams: Mermaid's and Graphviz's by packages, others by programs of the author's."""

from coursebuild.drawings.diagrams.check import check
from coursebuild.drawings.diagrams.replace import as_pictures, replaced, withheld_texts

__all__ = ["as_pictures", "check", "replaced", "withheld_texts"]
