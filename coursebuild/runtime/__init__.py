"""What knows nothing of lessons: files, processes, caches, and where the project's own files are."""

__all__ = [
    "atomic",
    "compiled",
    "fingerprint",
    "lazy_import",
    "log_capture",
    "optimizations",
    "pool",
    "process_exit",
    "resources",
    "store",
]
