"""Draw diagrams: Mermaid's and Graphviz's by packages, others by programs of the author's."""

from coursebuild.drawings.diagrams.check import check
from coursebuild.drawings.diagrams.replace import as_pictures, replaced, withheld_texts
from coursebuild.drawings.diagrams.unseen import unseen

__all__ = ["as_pictures", "check", "replaced", "unseen", "withheld_texts"]
