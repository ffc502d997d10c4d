"""What a PDF says about its document, beyond what WeasyPrint writes."""

from coursebuild.pdf.metadata.about import add_about

__all__ = ["add_about"]
