"""What browsers draw of an SVG is printed as well: HTML labels, fonts, and odd values."""

from xml.etree import ElementTree as ET

import pytest
from workshop import Workshop

from coursebuild.pages.images import svg

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="80" viewBox="0 0 300 80">'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
FEATURE = 'requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"'
LABEL = f'<foreignObject x="10" y="10" width="90" height="40"><div {XHTML}>NODE</div></foreignObject>'
DRAW_IO = (
    f'<switch><foreignObject width="100%" height="100%" {FEATURE}><div {XHTML} style="display: flex; '
    "align-items: unsafe center; justify-content: unsafe center; width: 118px; height: 1px; "
    'padding-top: 30px; margin-left: 1px;"><div style="font-size: 0; text-align: center"><div style="'
    'font-size: 12px; color: #c00; line-height: 1.2">The <b>client</b> that asks for a page</div></div>'
    '</div></foreignObject><text x="60" y="34">The client tha...</text></switch>'
)
NO_SVG = f'<switch><g {FEATURE}/><text x="50%" y="100%">Text is not SVG - cannot display</text></switch>'


def cleaned(inside: str) -> tuple[ET.Element, svg.Removed]:
    content = f"{OPENING}{inside}</svg>".encode()
    new, removed = svg.cleaned(content, svg.parsed(content))
    return ET.fromstring(new), removed  # noqa: S314 (our own)


def lines(root: ET.Element) -> list[dict[str, str]]:
    """The lines of the texts that stand for HTML."""
    texts = [text for text in root.iter("{http://www.w3.org/2000/svg}text") if len(text)]
    return [{**text.attrib, **line.attrib, "text": line.text or ""} for text in texts for line in text]


def printed(workshop: Workshop, inside: str) -> str:
    workshop.write("course/lab.md", "---\ntitle: Lab\n---\n\n![](plan.svg){alt=Plan}\n")
    workshop.write("course/plan.svg", f"{OPENING}{inside}</svg>".encode())
    assert workshop.run("--to", "pdf").code == 0
    return " ".join(workshop.pdf()[0].get_textpage().get_text_range().split())


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (LABEL, "NODE"),
        (DRAW_IO, "The client that asks for a page"),
        (f"{LABEL}{NO_SVG}", "NODE"),
        ('<style>text{font: bold 20px sans-serif}</style><text x="10" y="50">LABEL</text>', "LABEL"),
        ('<text x="10" y="50" style="font:italic 12px/1.2 \'Fira Sans\'">LABEL</text>', "LABEL"),
        ('<text x="10" y="50">TWO\nWORDS</text>', "TWO WORDS"),
    ],
)
def test_it_is_printed(workshop: Workshop, inside: str, text: str) -> None:
    assert printed(workshop, inside).startswith(f"Lab {text}")
    assert "not SVG" not in printed(workshop, inside)


def test_a_label_stands_where_browsers_draw_it() -> None:
    """That of draw.io is in the middle of a box, and has two lines; another one is at the top left."""
    first, second = lines(cleaned(DRAW_IO)[0])
    assert (first["text"], second["text"]) == ("The client that", "asks for a page")
    assert (first["x"], first["text-anchor"], first["font-size"], first["fill"]) == (
        "60",
        "middle",
        "12",
        "#c00",
    )
    assert float(first["y"]) < 30.5 < float(second["y"])
    (plain,) = lines(cleaned(LABEL)[0])
    assert (plain["x"], plain["text-anchor"]) == ("10", "start")
    assert 10 < float(plain["y"]) < 30


def test_browsers_still_have_the_html() -> None:
    """It is the first of a `<switch>`, and what they would not draw is removed."""
    root, _ = cleaned(f"{LABEL}{NO_SVG}")
    assert [[str(c.tag).rpartition("}")[2] for c in each] for each in root] == [
        ["foreignObject", "text"],
        ["g"],
    ]


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ('<text text-anchor="left"/>', {}),
        ('<text text-anchor="end"/>', {"text-anchor": "end"}),
        ('<text font-size="large"/>', {"font-size": "18px"}),
        ('<text fill="light-dark(rgb(1, 2, 3), #fff)"/>', {"fill": "rgb(1, 2, 3)"}),
        ('<text fill="var(--none, red)"/>', {"fill": "red"}),
        ('<g style="--a: teal"/><text fill="var(--a, red)"/>', {"fill": "teal"}),
    ],
)
def test_values_are_those_that_browsers_use(inside: str, attributes: dict[str, str]) -> None:
    text = cleaned(inside)[0].find("{http://www.w3.org/2000/svg}text")
    assert text is not None
    assert text.attrib == attributes


def test_what_has_no_text_is_reported() -> None:
    """An image in an HTML part is not printed."""
    inside = f'<foreignObject width="9" height="9"><div {XHTML}><img src="data:,"/>x</div></foreignObject>'
    assert cleaned(inside)[1] == (("CB220", "in print, all but the text of an HTML part"),)


def test_a_case_for_a_language_stays() -> None:
    """Which one is drawn depends on the reader."""
    inside = '<switch><text systemLanguage="fr">oui</text><text>yes</text></switch>'
    assert [text.text for text in cleaned(inside)[0][0]] == ["oui", "yes"]
