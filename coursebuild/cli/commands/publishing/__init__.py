"""Commands that make what leaves a course."""
