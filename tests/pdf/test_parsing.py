"""Lexbor parses a page into the same tree as WeasyPrint's parser."""

import io
import re
from pathlib import Path
from typing import Any

import nh3
import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from workshop import ROOT, Workshop

from coursebuild.model import tags
from coursebuild.pdf import weasy
from coursebuild.pdf.fastpath import parsing

PAGE = '<!doctype html>\n<html lang="fr">\n<head><title>Lab</title></head>\n<body>\n{}\n</body>\n</html>\n'
# An item in one of these, which is in an item, does not end that one: tinyhtml5 does not know it.
TAGS = sorted(tags.ON_PAGES - {"figcaption", "summary"})
WORDS = (
    "text",
    " ",
    "\n",
    "&amp;",
    "&nbsp;",
    "&lt;b&gt;",
    "é",
    "漢",
    "&copy",
    "a & b",
    "<!-- to be -->",
    "]]>",
)
ATTRIBUTES = (
    "",
    ' class="a b"',
    " hidden",
    ' alt=""',
    ' title="a &quot;b&quot; &amp; c"',
    " id=x",
    ' id="é"',
)
PARTS = st.one_of(
    st.sampled_from(WORDS),
    st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
)


def _told(tree: Any) -> list[tuple[str, dict[str, str], str, str, int]]:
    """The content of a tree, without the texts of comments."""
    return [
        (str(each.tag), dict(each.attrib), each.text or "", each.tail or "", len(each))
        if isinstance(each.tag, str)
        else ("", {}, "", each.tail or "", 0)
        for each in tree.iter()
    ]


def _is_read_alike(html: str) -> bool:
    theirs = tinyhtml5.parse(html, namespace_html_elements=False)
    return _told(parsing.tree(html)) == _told(theirs)


@given(st.lists(PARTS, max_size=30))
def test_what_may_stand_in_a_lesson_is_read_alike(parts: list[str]) -> None:
    """Any markup after it is sanitized."""
    safe = nh3.clean("".join(parts), tags=set(TAGS), strip_comments=False)
    assert _is_read_alike(PAGE.format(safe))


@pytest.mark.parametrize(
    "html",
    [
        "Text",
        "<p>One<p>Two<ul><li>a<li>b<table><td>c</table>",
        "<!-- before --><!doctype html><!-- after --><title>a &amp; b</title><style>p > b {}</style>",
        "<body class=a>Text</body><!-- after --> and more",
        "<pre>\n\nText\r\nand\rmore</pre><textarea>\n<b></textarea>",
        "<a href='?a=1&copy=2&amp;b' a=1 A=2 hidden>&nbsp;&notit;&#128;&#x0;&#xD800;</a>",
        "<p><b>one<p>two</b>three<a>four<a>five",
        "<table>stray<tr><td>a<caption>b</table>",
    ],
)
def test_a_page_is_read_alike(html: str) -> None:
    """Tags may be omitted, misplaced, or written in other ways."""
    assert _is_read_alike(html)


def test_the_pages_of_a_lesson_are_read_alike(workshop: Workshop) -> None:
    """The pages are compared without the tools' icons, which are SVG."""
    for name in ("support/riche.md", "support/riche.bib", "pages/screen.md"):
        workshop.write(f"course/{Path(name).name}", (ROOT / "tests" / name).read_text(encoding="utf-8"))
    workshop.run("--all", "--to", "html")
    pages = [path.read_text(encoding="utf-8") for path in (workshop.folder / "build").rglob("*.html")]
    assert len(pages) == 6  # with the indexes
    for page in pages:
        assert _is_read_alike(re.sub("(?s)<(svg|math|template)\\b.*?</\\1>", "", page))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("<svg><path d=''/></svg>", id="a drawing"),
        pytest.param("<MATH><mi>x</mi></MATH>", id="a formula"),
        pytest.param("<template><p></template>", id="a template"),
    ],
)
def test_elements_of_other_kinds_are_left_to_weasyprints_parser(other: str) -> None:
    """Only its tree shows the namespace of such elements."""
    theirs = tinyhtml5.parse(PAGE.format(other), namespace_html_elements=False)
    read = weasy.load().tinyhtml5.parse(io.StringIO(PAGE.format(other)), namespace_html_elements=False)
    assert _told(read) == _told(theirs)
