"""Find out which of the files that a lesson includes are seen by those who see some of its texts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from coursebuild.model import Place, Source, shown, squeezed, words

_PIECE = 12  # letters, about two words


class IncludedFiles:
    """The files that a source includes, by their paths, with the letters of their lines in it."""

    def __init__(self, source: Source) -> None:
        names = {shown(Path(each.path)): each.path for each in source.inclusion.files}
        origins = source.inclusion.origins if names else ()
        lines = list(zip(origins, map(squeezed, source.reading.lines), strict=False))
        self._letters = {
            path: tuple(
                "".join(letters for origin, letters in lines if (origin.name == name) is is_own)
                for is_own in (True, False)
            )
            for name, path in names.items()
        }
        self._first = {
            names[origin.name]: n for n, (origin, _) in reversed([*enumerate(lines)]) if origin.name in names
        }

    def seen_in(self, texts: Iterable[str]) -> frozenset[str]:
        """The paths of the files from which a piece of the texts is, and of no other line of the lesson."""
        pieces = {piece for text in texts for piece in _pieces(text)} if self._letters else set()
        return frozenset(
            path
            for path, (own, others) in self._letters.items()
            if any(piece in own and piece not in others for piece in pieces)
        )

    def place(self, path: str) -> Place:
        """Where a file is included: the line before its first one."""
        return max(self._first.get(path, 0), 1), 1


def _pieces(text: str) -> Iterator[str]:
    """Yield the letters from the start of each word, at most _PIECE."""
    letters, at = squeezed(text), 0
    for word in words(text):
        if not at or at + _PIECE <= len(letters):
            yield letters[at : at + _PIECE]
        at += len(word)
