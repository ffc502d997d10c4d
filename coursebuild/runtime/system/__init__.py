"""What the operating system has for a process: streams, temporary and regular files, libraries, packages."""

__all__ = ["libraries", "packages", "regular_file", "streams", "temporary"]
