"""Copy what is drawn in an SVG of another program, and nothing else of it."""
