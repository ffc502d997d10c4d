"""Write a file completely or not at all: to a temporary file beside it, which is then renamed."""

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Replace a file, whose former content stays until the new one is complete. Raises OSError."""
    beside = path.with_name(f".coursebuild.{os.getpid()}")  # short: the name itself may be as long as can be
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
