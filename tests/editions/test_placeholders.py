"""What stands in angle brackets and is no HTML that anybody meant is text, everywhere on the page."""

import re

import pytest
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"


def text_of(workshop: Workshop, edition: str = "student") -> str:
    return " ".join(re.sub(r"<[^>]*>", "", workshop.main(edition=edition)).split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Type `cp` <from> <to>.", "Type cp &lt;from&gt; &lt;to&gt;."),
        ("Type </quartz> here.", "Type &lt;/quartz&gt; here."),
        ("If a <b and c> d.", "If a &lt;b and c&gt; d."),
        ("Type <i et x>, <adresse IP>.", "Type &lt;i et x&gt;, &lt;adresse IP&gt;."),
        ("A file begins with <?php quartz ?> here.", "A file begins with &lt;?php quartz ?&gt; here."),
        ('<?xml version="1.0"?>', '&lt;?xml version="1.0"?&gt;'),
        ("<!DOCTYPE html>", "&lt;!DOCTYPE html&gt;"),
        ("Ask <user@host>.", "Ask user@host."),
        ("`ssh` at <time>", "ssh at &lt;time&gt;"),
        ("<address>", "&lt;address&gt;"),
        ("<!-- <adresse IP> --> <b>bold</b> <br> <br/> </br> <input disabled>", "bold"),
        ("<details open><summary>More</summary>x</details>", "More x"),
        ("<table><tr><td nowrap>x<td align=left>y</table>", "x y"),
    ],
)
def test_text_or_html(workshop: Workshop, text: str, shown: str) -> None:
    workshop.write("course/lab.md", f"{HEAD}{text}\n")
    assert workshop.run("--to", "html", "--quiet").err == ""
    assert text_of(workshop) == shown


def test_an_element_of_another_program(workshop: Workshop) -> None:
    """It is removed, with a warning; what it holds stays."""
    workshop.write("course/lab.md", f'{HEAD}<x-y a="b">t</x-y> <foo>bar</foo>\n')
    done = workshop.run("--to", "html", "--quiet")
    assert re.findall(r":5:(\d+): warning\[CB301\]: (.+)", done.err) == [
        ("20", "<foo> is removed"),
        ("1", "<x-y> is removed"),
    ]
    assert text_of(workshop) == "t bar"


def test_titles_and_contents(workshop: Workshop) -> None:
    """They are text there too."""
    workshop.write("course/lab.md", "---\ntitle: The file <name>\ntoc: true\n---\n\n## cp <from to>\n\nx\n")
    assert workshop.run("--to", "html", "--quiet").err == ""
    assert "<title>The file &lt;name&gt;</title>" in workshop.html()
    assert workshop.html().count("cp &lt;from to&gt;") == 2


def test_words_that_a_correction_has_too(workshop: Workshop) -> None:
    """They are known to students, and no leak."""
    workshop.write(
        "course/lab.md", f"{HEAD}Type <adresse IP>.\n\n::: correction\nL'adresse est 10.0.0.1.\n:::\n"
    )
    assert workshop.run("--to", "html", "--quiet").err == ""


def test_no_script_comes_out_of_brackets(workshop: Workshop) -> None:
    """What looks like a placeholder around a script does not let it run."""
    workshop.write(
        "course/lab.md", f'{HEAD}<i x "><script>alert(1)</script>\n\n<?php <script>alert(2)</script> ?>\n'
    )
    workshop.run("--to", "html", "--quiet")
    assert not re.search(r"<script\b", workshop.main())
