"""Fix problems that have only one sensible fix."""
