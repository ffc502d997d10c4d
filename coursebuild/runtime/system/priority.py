"""The priority of this process among those of the machine."""

import os


def lower() -> None:
    """Let every other process go first, where the system can."""
    if hasattr(os, "nice"):
        os.nice(19)  # the lowest; lower ones count as that
