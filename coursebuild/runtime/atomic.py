"""Write a file atomically: to a temporary file in the same folder, which is then renamed."""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file; a former one stays until the new one is complete. Raises OSError."""
    # a short name, because the file's own may have the greatest length
    temporary = path.with_name(f".coursebuild.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
