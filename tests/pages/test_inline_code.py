"""Options, names and paths in inline code stay on one line; what a reader copies is what the author typed."""

import re
from collections.abc import Callable

import pytest
from browsing import Reader, overflow
from workshop import Workshop, page_texts

from coursebuild.pages.breaks.inline_code import with_code_kept

KEPT = '<span class="unbroken">{}</span>'


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        pytest.param("<code>ls</code>", "<code>ls</code>", id="a word without a break"),
        pytest.param("<code>--rm</code>", '<code class="unbroken">--rm</code>', id="an option alone"),
        pytest.param(
            '<code class="a">x-y</code>', '<code class="unbroken a">x-y</code>', id="beside a class"
        ),
        pytest.param(
            "<code>docker run --rm x</code>",
            f"<code>docker run {KEPT.format('--rm')} x</code>",
            id="an option among words",
        ),
        pytest.param(
            "<code>src/main.go</code>", '<code class="unbroken">src/main.go</code>', id="a short path"
        ),
        pytest.param(
            "<code>a &amp;&amp; b &lt;x-y&gt;</code>",
            f"<code>a &amp;&amp; b {KEPT.format('&lt;x-y&gt;')}</code>",
            id="character references",
        ),
        pytest.param(
            "<code>/var/lib/docker/overlay2/merged</code>",
            f"<code>{KEPT.format('/var/')}<wbr>lib/<wbr>docker/<wbr>overlay2/<wbr>merged</code>",
            id="a long path",
        ),
        pytest.param(
            "<code>--mount=type=bind-mount,src=.-x</code>",
            f"<code>{KEPT.format('--mount=')}<wbr>type=<wbr>{KEPT.format('bind-mount,src=')}<wbr>"
            f"{KEPT.format('.-x')}</code>",
            id="a long option",
        ),
        pytest.param(
            "<code>org.example.course.First-Lesson-2.10</code>",
            f"<code>org.<wbr>example.<wbr>course.<wbr>{KEPT.format('First-Lesson-2.10')}</code>",
            id="a long name, whose number stays whole",
        ),
        pytest.param(
            "<code>/usr/share/nginx/conf.d/x.conf</code>",
            f"<code>{KEPT.format('/usr/')}<wbr>share/<wbr>nginx/<wbr>conf.d/<wbr>x.conf</code>",
            id="a path with short parts",
        ),
        pytest.param(f"<code>{'a-' * 20}</code>", f"<code>{'a-' * 20}</code>", id="too long to be kept"),
        pytest.param("<code>a-b<wbr>c-d</code>", "<code>a-b<wbr>c-d</code>", id="already divided"),
        pytest.param("<pre><code>a-b</code></pre>", "<pre><code>a-b</code></pre>", id="a block"),
        pytest.param("a <code>.env</code>", "a <wbr><code>.env</code>", id="a line may begin with a dot"),
        pytest.param("(<code>.env</code>)", "(<code>.env</code>)", id="after a bracket it may not"),
        pytest.param("<p>a-b <em>c-d</em></p>", "<p>a-b <em>c-d</em></p>", id="text"),
        pytest.param(
            '<code title="a>b">c-d</code>',
            '<code class="unbroken" title="a>b">c-d</code>',
            id="a sign in an attribute",
        ),
    ],
)
def test_breaks(code: str, expected: str) -> None:
    assert with_code_kept(code) == expected


OPTIONS = " ".join(f"mot{'s' * (n % 7)} `docker run --rm-{n} src/main-{n}.go`" for n in range(60))
LONG = "`/srv/donnees/cours/systemes/tp-conteneurs/sources/main.go`"


def test_in_print(workshop: Workshop) -> None:
    """No line ends after a hyphen, or in a short path; the text is what was typed."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n{OPTIONS}\n\nun mot puis un autre {LONG * 3}\n")
    assert workshop.run("--to", "pdf", "--quiet").code == 0
    text = "".join(page.get_textpage().get_text_range() for page in workshop.pdf())
    lines = [line.strip() for line in text.splitlines()]
    assert len(lines) > 15
    assert [line for line in lines if line.endswith(("-", "src/"))] == []
    assert "\u200b" not in text
    joined = "".join(text.split())
    assert "dockerrun--rm-59src/main-59.go" in joined
    assert LONG.strip("`") in joined


def test_a_line_ends_before_a_name_with_a_dot(build: Callable[..., Workshop]) -> None:
    """And is full: it does not end after its first word, and no name stands over the next cell."""
    words = "On screen, a box that is folded shows its title, and opens at a click; in print it is open."
    words += " Add the class"
    row = "| `.github/workflows`, `.gitlab-ci.yml`, `Makefile` | Run in a job, or where you type it. |"
    table = f"| File | What |\n|:{'-' * 20}|:{'-' * 70}|\n{row}\n"
    sheet = f"---\ntitle: T\n---\n\n{words} `.folded` to any other.\n\n{table}"
    (page,) = page_texts(build(sheet, "--to", "pdf").pdf())
    assert f"{words} \n.folded to any" in page
    assert re.search(r"\.github/workflows, ?\n\.gitlab-ci\.yml, ?\nMakefile", page)


@pytest.mark.parametrize("width", [390, 1280])
def test_on_screen(workshop: Workshop, open_page: Reader, width: int) -> None:
    """As in print, and what is copied is what was typed."""
    workshop.write("course/lab.md", f"---\ntitle: Lab\n---\n\n{OPTIONS}\n\n{LONG}\n")
    assert workshop.run("--to", "html", "--quiet").code == 0
    page = open_page(workshop.folder / "build/student/lab.html", width=width)
    heights = page.evaluate(
        "[...document.querySelectorAll('.unbroken')].map(each => each.getClientRects().length)"
    )
    assert set(heights) == {1}
    page.evaluate("getSelection().selectAllChildren(document.querySelector('main p:last-of-type'))")
    copied = page.evaluate("`${getSelection()}`")
    assert copied.strip() == LONG.strip("`")
    assert overflow(page) <= 0
