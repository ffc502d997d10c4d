"""Commands that start courses and lessons."""
