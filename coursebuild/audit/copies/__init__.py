"""Files that lessons link to: which kinds can be read, and what is searched for in them."""
