"""Pictures of pixels: their size, read without decoding them, and their metadata, which is removed."""
