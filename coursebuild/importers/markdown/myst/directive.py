"""A directive of MyST."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from coursebuild.importers import notation
from coursebuild.importers.draft import Line


class Directive(NamedTuple):
    """A directive: its lines, by their numbers, and what it says. `fence` are its backticks or colons."""

    first: int
    last: int
    prefix: str
    fence: str
    name: str
    argument: str
    options: Mapping[str, str]
    body: Sequence[Line]

    @property
    def label(self) -> str:
        return self.options.get("label") or self.options.get("name") or ""

    def name_as(self, prefix: str) -> str:
        """Return the identifier in braces of what is numbered as `prefix` says; "" without a label."""
        name = notation.numbered(prefix, self.label)
        return f" {{#{name}}}" if name else ""

    def texts(self) -> list[str]:
        """Return the lines of the body without what stands before them in a quotation or list."""
        return [
            line.text[len(self.prefix) :] if line.text.startswith(self.prefix) else line.text.lstrip(" >")
            for line in self.body
        ]

    def around(self, attributes: str, body: Sequence[Line | str] | None = None) -> list[Line | str]:
        """Return a fenced div with the body in it."""
        inside = [*(self.body if body is None else body)]
        while inside and not text_of(inside[0]).strip():
            inside.pop(0)
        colons = ":" * max(3, len(self.fence) if self.fence[0] == ":" else 3)
        return [f"{self.prefix}{colons} {attributes}", *inside, f"{self.prefix}{colons}"]


def text_of(line: Line | str) -> str:
    return line.text if isinstance(line, Line) else line
