"""Draw diagrams: Mermaid's and Graphviz's by packages, others by programs of the author's."""

from coursebuild.drawings.diagrams.blocks import may_be_in
from coursebuild.drawings.diagrams.check import check
from coursebuild.drawings.diagrams.replace import replaced, withheld_texts

__all__ = ["check", "may_be_in", "replaced", "withheld_texts"]
