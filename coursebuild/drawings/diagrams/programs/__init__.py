"""What draws diagrams as SVG: a module for each notation that coursebuild knows, and one for the others."""

from coursebuild.drawings.diagrams.programs import graphviz, mermaid, messages, process

__all__ = ["graphviz", "mermaid", "messages", "process"]
