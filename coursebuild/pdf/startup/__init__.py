"""What makes WeasyPrint start faster: cached tables and style sheets."""
