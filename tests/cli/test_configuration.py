"""What the files of a course say: its configuration, templates and filters."""

import re

import pytest
from workshop import Workshop

LESSON = "---\ntitle: Lab\n---\n\nText.\n"


@pytest.mark.parametrize(
    ("configuration", "position", "message"),
    [
        ("titel = 'x'", ":1:1", "unknown key `titel`; did you mean `title`?"),
        (
            "# A course\n\n  sources = 'course'",
            ":3:3",
            '`sources` must be a list of strings, such as `["course"]`',
        ),
        ("title = Mon cours # so", ":1:9", 'a text needs quotation marks: `title = "Mon cours"`'),
        ("[editions.student]\ncorrection = true", ":1:2", "`editions.student` cannot show corrections"),
        (
            "[editions.ta]\nlines = 4",
            ":2:1",
            "`editions.ta.lines`: `lines` is a reserved attribute; choose another name",
        ),
        (
            "[editions.ta]\ncorrection = 1",
            ":2:1",
            "`editions.ta.correction` must be true or false, not `1`",
        ),
        (
            "[editions]\nta = { correction = 'yes ' }",
            ":2:1",
            "`editions.ta.correction` must be true or false, not `yes `",
        ),
        ("[editions]\nta = 3", ":2:1", "`editions.ta` must be a table"),
        ("[metadata]\na = 1\nx = { y = 1 }", ":3:1", "`metadata.x` must be a string or a list"),
        ("theme = { paper = 'A5' }", ":1:1", "`theme.paper` must be one of A4, letter, not `A5`"),
        ('[ "theme" ]\n"paper" = "A5"', ":2:1", "`theme.paper` must be one of A4, letter, not `A5`"),
        ("theme.paper = 'A5'", ":1:1", "`theme.paper` must be one of A4, letter, not `A5`"),
        (
            "[editions.'../x']\n",
            ":1:2",
            "`editions.../x` is not a valid folder name: use letters, digits, hyphens and underscores",
        ),
        ("title = 'a\nb'", ":1:11", r"Found invalid character '\n'"),
        ("title = ", "", "Invalid value (at end of document)"),
        ("limits = 3\n", ":1:1", "`limits` must be a table"),
        (
            "[limits]\npage-second = 3\n",
            ":2:1",
            "unknown key `limits.page-second`; did you mean `page-seconds`?",
        ),
        (
            "[limits]\nimage_pixels = 3\n",
            ":2:1",
            "unknown key `limits.image_pixels`; did you mean `image-pixels`?",
        ),
        ("[limits]\npage-seconds = 0\n", ":2:1", "`limits.page-seconds` must be a positive number, not `0`"),
        (
            "[limits]\npage-seconds = nan\n",
            ":2:1",
            "`limits.page-seconds` must be a positive number, not `nan`",
        ),
        (
            "[limits]\nmemory = 1000\n",
            ":2:1",
            '`limits.memory` must be a size such as "1GB" or "800MB", not `1000`',
        ),
        ('[limits]\nmemory = "1MB"\n', ":2:1", "`limits.memory` must be at least 400MB, not `1MB`"),
    ],
)
def test_an_invalid_configuration(
    workshop: Workshop, configuration: str, position: str, message: str
) -> None:
    """Exit status 2, and a message with the position and the key."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("coursebuild.toml", configuration)
    done = workshop.run()
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        f"coursebuild.toml{position}: error[CB011]: {message}",
    )


def test_a_configuration(workshop: Workshop) -> None:
    """The title, the sources and the output folder come from coursebuild.toml."""
    workshop.write("lessons/lab.md", LESSON)
    workshop.write(
        "coursebuild.toml", 'title = "Systems & networks"\nsources = ["lessons"]\noutput = "public"\n'
    )
    assert workshop.run("--to", "html").out == "public/student/lab.html\n"
    assert "Systems &amp; networks" in (workshop.folder / "public/student/lab.html").read_text(
        encoding="utf-8"
    )


def test_author_templates(workshop: Workshop) -> None:
    """An author can replace a block or a label, and keep the rest."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n::: tip\nText.\n:::\n")
    workshop.write(
        "templates/page.html.jinja",
        '{% extends "builtin/page.html.jinja" %}{% block header %}<h1>Mine</h1>{% endblock %}',
    )
    workshop.write("templates/labels.toml", '[en]\ntip = "Hint"\n')
    assert workshop.run("--to", "html").code == 0
    assert "<h1>Mine</h1>" in workshop.html()
    assert "Hint" in workshop.main()
    assert "Text." in workshop.main()


def test_an_author_filter(workshop: Workshop) -> None:
    """A filter named in the configuration transforms the content of each edition."""
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n\n::: correction\nSecret.\n:::\n")
    workshop.write("coursebuild.toml", 'filters = ["shout"]\n')
    workshop.write(
        "filters/shout.py",
        "import panflute as pf\n\n\ndef transform(doc):\n"
        "    return doc.walk(lambda e, d: pf.Str(e.text.upper()) if isinstance(e, pf.Str) else None)\n",
    )
    assert workshop.run("--all", "--to", "html").code == 0
    assert "<p>TEXT.</p>" in workshop.main()
    assert "SECRET." in workshop.main(edition="instructor")


def test_an_ignored_warning_about_the_configuration(workshop: Workshop) -> None:
    """`ignore` also applies to warnings that are not about a source."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("filters/other.py", "")
    assert "warning[CB012]" in workshop.run("--to", "html").err
    commands = [("--to", "html", "--strict"), ("check", "--strict"), ("verify", "build")]
    assert ["warning[CB012]" in workshop.run(*command[:2]).out for command in commands[1:]] == [True, True]
    workshop.write("coursebuild.toml", 'ignore = ["CB012"]\n')
    for command in commands:
        done = workshop.run(*command)
        assert (done.code, "CB012" in done.out + done.err) == (0, False)


def test_a_value_that_every_edition_sets(workshop: Workshop) -> None:
    """`[metadata]` cannot set it; one that some editions set is right."""
    workshop.write("course/lab.md", LESSON)
    workshop.write(
        "coursebuild.toml", '[metadata]\nlevel = "basic"\ncorrection = true\n[editions.expert]\nlevel = "x"\n'
    )
    assert [line for line in workshop.run("check").out.splitlines() if "CB" in line] == [
        (
            "coursebuild.toml:3:1: warning[CB018]: `metadata.correction` has no effect: "
            "the edition decides the value of `correction`"
        )
    ]


def test_a_warning_about_ignore_can_be_ignored(workshop: Workshop) -> None:
    """The other warnings about the configuration are still reported."""
    workshop.write("course/lab.md", LESSON)
    workshop.write("filters/other.py", "")
    workshop.write("coursebuild.toml", 'ignore = ["CB015", "CB999"]\n')
    assert re.findall(r"CB\d+", workshop.run("check").out) == ["CB012"]


def test_a_filter_that_reads_yaml(workshop: Workshop) -> None:
    """panflute.yaml_filter works; a block with invalid YAML stays as it is."""
    workshop.write("course/lab.md", "# Lab\n\n~~~ need\ntool: make\n~~~\n\n~~~ need\n[\n~~~\n")
    workshop.write("coursebuild.toml", 'filters = ["need"]\n')
    workshop.write(
        "filters/need.py",
        "from panflute import Para, Str, yaml_filter\n\n\n"
        "def need(options, **_):\n    return Para(Str(options['tool']))\n\n\n"
        "def transform(doc):\n"
        "    return doc.walk(lambda e, d: yaml_filter(e, d, tag='need', function=need))\n",
    )
    done = workshop.run("--to", "html")
    assert done.code == 0, done.err
    assert "<p>make</p>" in workshop.main()
    assert "<pre" in workshop.main()
