"""Links: to parts of a page, to other lessons, and to files."""
