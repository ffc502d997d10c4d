"""What a PDF says about its document, beyond what WeasyPrint writes."""

from coursebuild.pdf.metadata.rights import add_rights

__all__ = ["add_rights"]
