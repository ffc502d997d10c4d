"""Why a diagram cannot be drawn."""


class DiagramError(Exception):
    """What is wrong with a diagram; `line` and `column` are in its text, from 1, or 0 if not known."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class NoToolError(DiagramError):
    """What draws this kind of diagrams is not here, or must not be run."""
