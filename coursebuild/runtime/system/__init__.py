"""What the system has for a process: streams, temporary and regular files, git, libraries, packages."""

__all__ = ["git", "libraries", "packages", "regular_file", "streams", "temporary"]
