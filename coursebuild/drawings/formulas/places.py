"""Find where the author wrote a formula."""

import re
from collections import Counter
from functools import cached_property

from coursebuild.model import Diagnostic, Source

_BEGINS = r"(?:\$|(?=\\begin\{))[\s>]*"  # what stands before a formula
_MOST = 200  # formulas that are looked for, each in the whole text
_CODE = re.compile(r"(?<![`\\])(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)")


class FormulaPlaces:
    """The places of a source's formulas, which are asked for in pandoc's order.

    Of formulas with the same text, the n-th that pandoc has is taken for the n-th that the author wrote.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seen: Counter[str] = Counter()
        self._searches = 0

    def skip(self, tex: str) -> None:
        """Go on to the next formula with the same text."""
        self._seen[tex] += 1

    def diagnostic(self, tex: str, offset: int, code: str, message: str) -> Diagnostic:
        """A diagnostic at a character of a formula, or at no line if it is not written in the source."""
        source, number = self._source, self._seen[tex]
        self.skip(tex)
        self._searches += 1
        if self._searches > _MOST:
            return Diagnostic(source.location.name, 0, 0, code, message)
        lines = tex.strip().split("\n")
        written = r"[ \t]*\n[ \t>]*".join(f"({re.escape(line.strip())})" for line in lines)
        found = list(re.finditer(_BEGINS + written, self._text))
        if not found:
            return Diagnostic(source.location.name, 0, 0, code, message)
        ahead = tex.lstrip()[: max(0, offset - len(tex) + len(tex.lstrip()))]
        inside = len(ahead.rpartition("\n")[2].lstrip())
        at = found[min(number, len(found) - 1)].start(1 + ahead.count("\n")) + inside
        line = self._text.count("\n", 0, at) + 1
        column = at - self._text.rfind("\n", 0, at)
        return Diagnostic(source.location.name, *source.reading.typed((line, column)), code, message)

    @cached_property
    def _text(self) -> str:
        """The source's text, in which code is blank."""
        reading = self._source.reading
        lines = [_CODE.sub(lambda code: " " * len(code[0]), line) for line in reading.lines]
        for block in reading.codes:
            if block.last:
                lines[block.line - 1 : block.last] = [""] * (block.last - block.line + 1)
        return "\n".join(lines)
