"""Utilities that do not depend on lessons: files, processes, caches, and the project's own resources."""

__all__ = [
    "atomic",
    "compiled",
    "fingerprint",
    "lazy_import",
    "limits",
    "log_capture",
    "optimizations",
    "pool",
    "process_exit",
    "resources",
    "store",
    "system",
]
