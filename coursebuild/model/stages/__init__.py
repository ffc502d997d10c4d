"""The types that stages pass to the next stage. All are immutable and complete."""
