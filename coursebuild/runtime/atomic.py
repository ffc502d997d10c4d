"""Write a file atomically: to a temporary file in the same folder, which is then renamed."""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file; a former one stays until the new one is complete. Raises OSError."""
    temporary = path.with_name(
        f".coursebuild.{os.getpid()}"
    )  # short, because the file's name may have the greatest length
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
