"""Very long words are printed in pieces, so that the time is in proportion to their length."""

import pytest
from workshop import Workshop

from coursebuild.pages.breaks.long_words import LONGEST, with_long_words_broken

LONG = "x" * LONGEST


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(f"<p>{LONG} {LONG}</p>", f"<p>{LONG} {LONG}</p>", id="words that are not too long"),
        pytest.param(f"<p>{LONG}xy</p>", f"<p>{LONG}<wbr>xy</p>", id="a longer word"),
        pytest.param(f"<code>{LONG}{LONG}x</code>", f"<code>{LONG}<wbr>{LONG}<wbr>x</code>", id="code"),
        pytest.param(
            f"<p>{LONG[1:]}&amp;y</p>", f"<p>{LONG[1:]}&amp;<wbr>y</p>", id="a reference is kept whole"
        ),
        pytest.param(f"<p>{LONG}&y</p>", f"<p>{LONG}<wbr>&y</p>", id="what is no reference"),
        pytest.param(f'<img alt="" src="{LONG}x">', f'<img alt="" src="{LONG}x">', id="an attribute"),
        pytest.param(f"<style>a{LONG}x</style>", f"<style>a{LONG}x</style>", id="a style sheet"),
        pytest.param(f"<!--{LONG}x-->", f"<!--{LONG}x-->", id="a comment"),
    ],
)
def test_breaks(html: str, expected: str) -> None:
    assert with_long_words_broken(html) == expected


def test_a_long_line_of_code_and_a_long_word(workshop: Workshop) -> None:
    """All of it is printed, and nothing else."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n~~~\n{'x' * 50_000}\n~~~\n\n{'y' * 100_000}\n")
    assert workshop.run("--to", "pdf").code == 0
    text = "".join(page.get_textpage().get_text_range() for page in workshop.pdf())
    assert (text.count("x"), text.count("y"), "\u200b" in text) == (50_000, 100_000, False)
