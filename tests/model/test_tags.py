"""Tags in broken HTML, and in HTML that is written to evade the expressions."""

import pytest

from coursebuild.model import tags


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p title='a > b'>x</p>", "x"),
        ("<p title=it's>x</p>", "x"),
        ('<p title="a>x', '<p title="a>x'),
        ("<p <b>x</b>", "<p x"),
        ("1 < 2 > 1", "1 < 2 > 1"),
        ("a<!-- <b> -->b<!-- never closed", "ab"),
        ("a<!doctype x>b<?php x ?>c", "abc"),
        ("a<script>'<b>'</SCRIPT >b<style>never closed", "ab"),
        ("<script-x>a</script-x>", "a"),
    ],
)
def test_what_is_not_a_tag_is_text(html: str, text: str) -> None:
    """No text is lost, however broken the tags around it are."""
    assert tags.ANY.sub("", html) == text


def test_attributes_with_values() -> None:
    """Every attribute with a value, repeated ones included; none without a value."""
    assert tags.pairs(""" A="x > y"b='"' c = d'e open f= g a=h""") == [
        ("a", "x > y"),
        ("b", '"'),
        ("c", "d'e"),
        ("f", "g"),
        ("a", "h"),
    ]


@pytest.mark.parametrize("part", ["<a", "<a ", '<a b="', "<a b=", "<!--", "<script>", "<script ", "a =  "])
def test_time_grows_with_length_alone(part: str) -> None:
    """A quadratic search would take a minute or longer for each of these."""
    html = f"<a {part * 30_000}"
    assert tags.ANY.sub("", html) in (html, "<a ")
    assert len(tags.pairs(html)) < len(html)
