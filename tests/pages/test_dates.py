"""A date in ISO 8601 is shown in words, in the document's language; what says more than that is as typed."""

import pytest
from workshop import Workshop


@pytest.mark.parametrize(
    ("lang", "typed", "shown"),
    [
        (
            "fr",
            "2026-11-16",
            '<time class="date" datetime="2026-11-16">16\u00a0novembre\u00a02026</time>',
        ),
        ("fr", "2026-10-01", "1<sup>er</sup>\u00a0octobre\u00a02026</time>"),
        ("fr-CA", "2026-08-05", "5\u00a0août\u00a02026</time>"),
        ("en", "2026-05-01", "1\u00a0May\u00a02026</time>"),
        ("de", "2026-05-01", '<span class="date">2026-05-01</span>'),
        ("fr", "2026-11", '<span class="date">2026-11</span>'),
        ("fr", "2026-13-01", '<span class="date">2026-13-01</span>'),
        ("en", "2026-02-30", '<span class="date">2026-02-30</span>'),
        ("en", "Autumn & winter", '<span class="date">Autumn &amp; winter</span>'),
    ],
)
def test_a_date(workshop: Workshop, lang: str, typed: str, shown: str) -> None:
    workshop.write("course/lab.md", f'---\ntitle: Lab\nlang: {lang}\ndate: "{typed}"\n---\n\nText.\n')
    assert workshop.run("--to", "html", "--quiet").code == 0
    assert shown in workshop.html()


def test_months_of_the_author(workshop: Workshop) -> None:
    """A language of the author's labels has its dates in words once it has months."""
    months = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    workshop.write(
        "templates/labels.toml", f'[de]\nmonths = "{months}"\ndate = "{{day}}. {{month}} {{year}}"\n'
    )
    workshop.write("course/lab.md", "---\ntitle: Lab\nlang: de\ndate: 2026-03-07\n---\n\nText.\n")
    assert workshop.run("--to", "html", "--quiet").code == 0
    assert "7.\u00a0März\u00a02026</time>" in workshop.html()
