"""Runs of texts that are too short to be remembered: lines of code, items of a list, cells of a table.

A single one, such as `import os`, is in many lessons; several in a row are not.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from coursebuild.model import squeezed
from coursebuild.source import is_mark

MIN_RUN = 64  # letters of a run; from 40 on, there were false alarms in four lessons, and none from 64 on
MIN_WHOLE = 40  # letters of all that is withheld of an element, or between two texts that students see


class Text(NamedTuple):
    """A text of those that correctors see, in their order; students see it in the same part, or not.

    `element` is that of its part.
    """

    text: str
    is_withheld: bool
    element: int


class Run(NamedTuple):
    """Consecutive texts, by the indexes of the first and the last one, and their letters."""

    first: int
    last: int
    letters: str


def shown(texts: Sequence[str]) -> Iterator[Run]:
    """Yield each run of texts that students see, of all lengths that one that is withheld may have."""
    placed = [(at, letters) for at, text in enumerate(texts) if (letters := squeezed(text))]
    for run in _runs([letters for _, letters in placed]):
        yield run._replace(first=placed[run.first][0], last=placed[run.last][0])


def withheld(texts: Iterable[Text], known: Collection[str]) -> Iterator[str]:
    """Yield the letters of each run that is withheld.

    `known` are the letters of the texts that students see in the document: a run with as many of these as of
    others is what is corrected, more than a correction. Marks of gaps are left out.
    """
    kept = [
        each._replace(text=letters)
        for each in texts
        if (letters := squeezed(each.text)) and not is_mark(each.text)
    ]
    new = {n for n, each in enumerate(kept) if each.is_withheld and each.text not in known}
    for run in _runs([each.text for each in kept]):
        if run.first in new and (len(run.letters) >= MIN_RUN or _is_whole(kept, run)):
            count = sum(len(kept[n].text) for n in range(run.first, run.last + 1) if n in new)
            if count * 2 > len(run.letters):
                yield run.letters


def _is_whole(texts: Sequence[Text], run: Run) -> bool:
    """Whether a run is all that is withheld of an element, or between two texts that students see."""
    inside = texts[run.first : run.last + 1]
    beside = [texts[n] for n in (run.first - 1, run.last + 1) if 0 <= n < len(texts)]
    elements = {each.element for each in inside}
    return all(each.is_withheld for each in inside) and (
        not any(each.is_withheld for each in beside)
        or (len(elements) == 1 and elements.isdisjoint(e.element for e in beside if e.is_withheld))
    )


def _runs(letters: Sequence[str]) -> Iterator[Run]:
    """Yield the runs from each text, of two texts and MIN_WHOLE letters or more, up to one of MIN_RUN."""
    for first, run in enumerate(letters):
        joined = run
        for last in range(first + 1, len(letters)):
            if len(joined) >= MIN_RUN:
                break
            joined += letters[last]
            if len(joined) >= MIN_WHOLE:
                yield Run(first, last, joined)
