"""The index of a course: made from its finished pages, written by builds, and compared by `verify`."""
