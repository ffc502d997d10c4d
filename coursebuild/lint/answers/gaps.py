"""Check the gaps in code: their marks, and that each is in code that pandoc read as such."""

from collections import Counter
from collections.abc import Iterator

from coursebuild.lint.slip import Parsed, Slip
from coursebuild.model import Reading, unspaced
from coursebuild.source import faults_of, gaps_of


def gap_slips(reading: Reading, parsed: Parsed) -> Iterator[Slip]:
    """Yield a slip for each mark that has no partner, or is nearly one, and each gap that cannot be."""
    left = Counter(parsed.gapped)
    for code in reading.codes:
        faults = list(faults_of(code))
        for fault in faults:
            line = reading.lines[code.line + fault.line]
            column = max(line.rfind(code.text.split("\n")[fault.line]), 0) + fault.column
            yield Slip(fault.code, fault.message, (code.line + 1 + fault.line, column))
        gaps = gaps_of(code)
        if gaps and not faults:
            text = unspaced(code.text)
            left[text] -= 1
            if left[text] < 0:
                message = "the marks of this gap are in no code block that pandoc reads"
                yield Slip("CB194", message, (code.line + 1 + gaps[0].first, code.column))
