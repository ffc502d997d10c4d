"""Leave one blank line where something was cut out between blank lines; those that were typed stay."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from coursebuild.model import Reading

Line = tuple[int, str]  # with the number, from 1, of the line of the source that it was made of


def numbered(edited: Sequence[Sequence[str]]) -> list[Line]:
    """The lines that were made of each line of a source, with its number."""
    return [(number, line) for number, lines in enumerate(edited, 1) for line in lines]


def closed(reading: Reading, lines: Sequence[Line], prose: Sequence[bool]) -> list[str]:
    """The text of lines, of which `prose` says what is not code."""
    is_blank = [is_prose and not text.strip() for is_prose, (_, text) in zip(prose, lines, strict=True)]
    kept: list[str] = []
    for are_blank, group in groupby(range(len(lines)), is_blank.__getitem__):
        here = [*group]
        around = lines[max(here[0] - 1, 0) : here[-1] + 2]
        is_gap = are_blank and _is_cut(reading, [number for number, _ in around], [lines[n][0] for n in here])
        kept += [""] if is_gap else [lines[n][1] for n in here]
    return kept


def _is_cut(reading: Reading, around: Sequence[int], blank: Sequence[int]) -> bool:
    """Whether something is missing among blank lines, by their numbers and those right before and after."""
    is_removed = any(later - number > 1 for number, later in pairwise(around))
    # several lines of one are a text that was put there, as the copy of a quiz
    return is_removed or any(blank.count(n) == 1 and not reading.is_blank(n) for n in {*blank})
