"""Texts that are compared: what of them is kept."""

import tracemalloc

from coursebuild.model import squeezed, words

SENTENCE = "Number {} of the pages has words of its own, which only it has: {}. "


def test_few_long_texts_are_kept() -> None:
    """A worker compares the source of each of a hundred pages; together they would fill its memory."""
    tracemalloc.start()
    try:
        for number in range(120):
            text = "".join(SENTENCE.format(number, place) for place in range(100))
            assert len(words(text)) == len(words(text)) > 1000
            assert squeezed(text).startswith(f"number{number}of")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 6_000_000
