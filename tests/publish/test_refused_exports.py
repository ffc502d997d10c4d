"""`coursebuild export` refuses what cannot be cut, or has what students do not see; nothing is left."""

import pytest
from workshop import Workshop

from coursebuild.publish.sources.text import front_matter
from coursebuild.publish.sources.text.edits import NotCutError

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'


@pytest.mark.parametrize(
    "field",
    [
        'title: Say "routing # hops"',
        "title: [routing]# port eighty",
        "abstract: |2# port eighty\n  text",
        'title: "routing"# port eighty',
        'title: routing\n  "hops # port eighty"',
        'title: routing\n  - "hops # port eighty"',
        'title: "routing\n  hops: " # port eighty "',
        "author:\n  - name: Ada # port eighty",
        'title: &routing "hops # port eighty"',
    ],
)
def test_what_may_be_a_comment_of_yaml_is_not_exported(field: str) -> None:
    """Where it is not certain that it is none."""
    with pytest.raises(NotCutError):
        front_matter.cut(["---", *field.split("\n"), "---"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("+-------------+\n| A [seven    |\n| or]{.blank} |\n+-------------+\n", "lab.md:9:5: error[CB266]"),
        (
            "![](plan.svg)\n\n::: correction\nThe longest prefix always wins here.\n:::\n",
            "lab.md:11:1: error[CB151]",
        ),
        ("Let $x = \\phantom{seven}$.\n", "lab.md:8:10: error[CB286]"),
        (
            "Let $x = \\phantom{\\frac{\\sqrt{\\text{seven {or} so}}}{2}}$.\n",
            "lab.md:8:10: error[CB286]",
        ),
        ("```dot\n// Seven of them.\ndigraph { a -> b }\n```\n", "lab.md:9:1: error[CB286]"),
        ('```dot\ndigraph { a [comment="Seven."] }\n```\n', "lab.md:9:23: error[CB286]"),
        ("<template>It is seven.</template>\n", "error[CB265]"),
    ],
    ids=[
        "a blank in a cell that has no room for it",
        "a picture with a description that is the answer",
        "a formula with room for the answer",
        "room for groups in groups",
        "a comment in a diagram",
        "a text that a diagram does not draw",
        "an element that pages do not have",
    ],
)
def test_what_cannot_be_exported_is_refused_and_nothing_is_left(
    workshop: Workshop, text: str, code: str
) -> None:
    workshop.write("course/lab.md", f"---\ntitle: Lab\nlang: en\n---\n\nText.\n\n{text}")
    described = "<desc>the longest prefix always wins here</desc></svg>"
    workshop.write("course/plan.svg", PICTURE.replace("</svg>", described))
    done = workshop.run("export", "out")
    assert (done.code, code in done.err) == (1, True), done.err
    assert not (workshop.folder / "out").exists()


def test_the_folder_must_be_one_of_its_own(workshop: Workshop) -> None:
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\nText.\n")
    for folder in (".", "..", "course", "course/out"):
        done = workshop.run("export", folder)
        assert (done.code, "CB282" in done.err) == (1, True), folder


def test_what_a_field_has_and_no_page_shows_is_refused(workshop: Workshop) -> None:
    workshop.write(
        "course/lab.md", "---\ntitle: Lab\nauthor:\n  - name: Ada\n    note: seven\n---\n\nText.\n"
    )
    done = workshop.run("export", "out")
    assert (done.code, "lab.md:5:11: error[CB283]" in done.err) == (1, True), done.err
