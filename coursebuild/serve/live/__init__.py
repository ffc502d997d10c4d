"""The course that is previewed, as it is now: its lessons, what changes touch, and what is made next."""
