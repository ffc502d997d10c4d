"""What the operating system gives to a process, taken with care: streams, temporary files, regular files."""

__all__ = ["regular_file", "streams", "temporary"]
