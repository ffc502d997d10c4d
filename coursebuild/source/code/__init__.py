"""Read what stands in code: the marks of a part of it that students get to write."""
