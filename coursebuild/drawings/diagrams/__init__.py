"""Draw diagrams: Mermaid's and Graphviz's by packages, others by programs of the author's."""

from coursebuild.drawings.diagrams.check import check
from coursebuild.drawings.diagrams.replace import replaced, withheld_texts

__all__ = ["check", "replaced", "withheld_texts"]
