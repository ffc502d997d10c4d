"""Find where the author wrote a formula."""

import re
from collections import Counter

from coursebuild.model import Diagnostic, Source

_BEGINS = r"(?:\$|\\\\?[(\[]|(?=\\begin))[\s>]*"  # what stands before a formula


class FormulaPlaces:
    """The places of a source's formulas, which are asked for in pandoc's order.

    Of formulas with the same text, the n-th that pandoc has is taken for the n-th that the author wrote.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: Counter[str] = Counter()

    def skip(self, tex: str) -> None:
        """Go on to the next formula with the same text."""
        self._seen[tex] += 1

    def diagnostic(self, tex: str, offset: int, code: str, message: str) -> Diagnostic:
        """A diagnostic at a character of a formula, or at no line if it is not written in the source."""
        source = self._source
        written = r"\n[ \t>]*".join(re.escape(line.strip()) for line in tex.strip().split("\n"))
        found = list(re.finditer(f"{_BEGINS}(?P<tex>{written})", source.text))
        number = self._seen[tex]
        self.skip(tex)
        if not found:
            return Diagnostic(source.location.name, 0, 0, code, message)
        at = found[min(number, len(found) - 1)].start("tex")
        ahead = tex[: min(offset, len(tex))]
        line = source.text.count("\n", 0, at) + 1 + ahead.count("\n")
        start = at - source.text.rfind("\n", 0, at)
        column = start + len(ahead)
        if "\n" in ahead:
            lines = source.reading.lines
            inside = ahead.rpartition("\n")[2]
            column = (
                lines[line - 1].find(tex.split("\n")[ahead.count("\n")].strip()) + 1 + len(inside.lstrip())
            )
        return Diagnostic(source.location.name, *source.reading.typed((line, column)), code, message)
