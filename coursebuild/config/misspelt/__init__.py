"""Names that an author almost wrote right: of files, and in the files of `templates/`."""

from coursebuild.config.misspelt import files, names, paths

__all__ = ["files", "names", "paths"]
