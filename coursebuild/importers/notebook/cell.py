"""The cells of a notebook."""

from typing import Any, NamedTuple


class Cell(NamedTuple):
    """A cell: its number from 1, the line of the file at which it stands, and what it holds."""

    number: int
    line: int
    kind: str
    text: str
    metadata: dict[str, Any]
    outputs: list[Any]
    attachments: dict[str, Any]


def joined(value: Any) -> str:
    """Return a text that may be a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
