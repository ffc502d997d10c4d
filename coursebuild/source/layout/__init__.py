"""Find what a source lays out by its lines: blocks right under a text, and the cells of grid tables."""
