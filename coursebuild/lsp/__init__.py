"""A language server: what is wrong with a lesson while it is typed, and what its notation means."""

from coursebuild.lsp.server import serve

__all__ = ["serve"]
