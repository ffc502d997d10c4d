"""What makes WeasyPrint start faster: tables and style sheets that are kept, imports that wait."""
