"""An attribute that nothing reads is reported, with the name that was probably meant; others are right."""

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

HEAD = "---\ntitle: Lab\n---\n\n"
CODE = "``` {{.python {}}}\nprint(1)\n```\n"
NOTE = "::: {{.note {}}}\nText.\n:::\n"
FILTER = """def transform(doc):
    for block in doc.content:
        getattr(block, "attributes", {}).pop("level", "")
    return doc
"""

UNKNOWN = {
    CODE.format('linenos="true"'): "5:14 unknown attribute `linenos`; did you mean `.numberLines`?",
    CODE.format("lineno-start=3"): "5:14 unknown attribute `lineno-start`; did you mean `startFrom`?",
    CODE.format('emphasize-lines="1"'): "5:14 unknown attribute `emphasize-lines`; did you mean `highlight`?",
    CODE.format('hl_line="1"'): "5:14 unknown attribute `hl_line`; did you mean `hl_lines`?",
    CODE.format('src="app.py"'): "5:14 unknown attribute `src`; did you mean `include`?",
    CODE.format(
        'region="main"'
    ): "5:14 unknown attribute `region`, which has an effect beside `include` alone",
    NOTE.format('titel="Ports"'): "5:12 unknown attribute `titel`; did you mean `title`?",
    NOTE.format('collapse="true"'): "5:12 unknown attribute `collapse`; did you mean `.folded`?",
    "## Ports {difficulty=2}\n\nText.\n": "5:11 unknown attribute `difficulty`",
    "A [word]{langue=fr}.\n": "5:10 unknown attribute `langue`; did you mean `lang`?",
    "The code `x`{.python numbers=1}.\n": "5:22 unknown attribute `numbers`",
}


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_attribute_is_reported_where_it_stands(text: str) -> None:
    _, found = shown_in_each_edition(HEAD + text)
    assert [f"{each.line}:{each.column} {each.message}" for each in found] == [UNKNOWN[text]]
    assert {each.code for each in found} == {"CB250"}


def test_what_pandoc_or_html_knows_is_right() -> None:
    text = (
        CODE.format('.numberLines startFrom="2" title="app.py" highlight="2" data-id="a"')
        + NOTE.format('title="Ports" role="note" lang=fr width="50%" aria-label="Ports" tabindex=0')
        + '\n<div markdown="1" align="center" itemscope itemtype="https://schema.org/Thing">\n\n'
        + "A [word]{lang=fr dir=ltr custom-style=Word}.\n\n</div>\n\n"
        + '::: {.if edition="student" format="html"}\nText.\n:::\n'
    )
    assert shown_in_each_edition(HEAD + text)[1] == ()


def test_what_another_rule_reports_is_reported_once() -> None:
    text = "::: {.answer line=3}\n:::\n\n" + NOTE.format("inclde=other.md")
    _, found = shown_in_each_edition(HEAD + text)
    assert [each.code for each in found] == ["CB217", "CB189"]


def test_an_attribute_that_a_filter_reads_is_known(workshop: Workshop) -> None:
    """The others are reported once, although pages leave them out (`CB145`)."""
    workshop.write("course/lab.md", HEAD + NOTE.format("level=hard other=1"))
    workshop.write("coursebuild.toml", 'filters = ["levels"]\n')
    workshop.write("filters/levels.py", FILTER)
    found = workshop.run("check").out.splitlines()
    assert [line for line in found if "warning[" in line] == [
        "course/lab.md:5:23: warning[CB250]: unknown attribute `other`"
    ]
