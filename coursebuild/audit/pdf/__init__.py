"""Read a finished PDF: its texts, its titles, the names of its edition, and what its pages look like."""

from coursebuild.audit.pdf.read import editions, page_count, page_picture, page_sizes, read, titles

__all__ = ["editions", "page_count", "page_picture", "page_sizes", "read", "titles"]
