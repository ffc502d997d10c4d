"""Make WeasyPrint start faster, with cached cffi tables and style sheets."""
