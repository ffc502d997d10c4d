"""Diagrams: what pages have in their place, in both editions and formats, and what is wrong with them."""

import re
from pathlib import Path, PurePosixPath

import pytest
from workshop import Workshop, page_texts, structure_tags

from coursebuild import drawings, pandoc
from coursebuild.drawings.diagrams.shapes import shapes
from coursebuild.model import Course, Location
from coursebuild.source import read_text

LESSON = """---
title: Réseaux
lang: fr
---

# Un réseau

```{.mermaid #fig-reseau caption="Trois machines sur un réseau"}
flowchart LR
  A[Poste de l'élève] -->|eth0| B(Commutateur)
  B --> C[("Base de données")]
```

```mermaid
sequenceDiagram
  accTitle: Ouverture
  accDescr: Alice envoie SYN, Bob répond.
  Alice->>Bob: SYN
```

```{.dot alt="Deux états"}
digraph { prêt -> élu [color=red] }
```

::: exercise
Dessinez la passerelle.

::: correction
```{.mermaid alt="Le trajet attendu"}
flowchart TD
  X[Adresse privée] --> Y[Traduction d'adresses]
```
:::
:::
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A lesson with diagrams, in both editions and formats, without a warning."""
    workshop = Workshop(tmp_path_factory.mktemp("diagrams"))
    workshop.write("course/lab.md", LESSON)
    done = workshop.run("--all", "--strict", "--quiet")
    assert (done.code, done.err) == (0, "")
    return workshop


def _drawn(page: str) -> list[str]:
    return re.findall(r'<svg class="drawn".*?</svg>', page, re.DOTALL)


def test_they_are_drawn_with_an_alternative_text(built: Workshop) -> None:
    """The author's, or the caption, or Mermaid's title and description."""
    names = re.findall('role="img" aria-label="([^"]*)"', "".join(_drawn(built.main())))
    assert names == [
        "Trois machines sur un réseau",
        "Ouverture. Alice envoie SYN, Bob répond",
        "Deux états",
    ]
    assert '<figure id="fig-reseau">' in built.main()


def test_their_labels_are_text(built: Workshop) -> None:
    """On screen and in print, where it can be searched."""
    assert ">Base de données</text>" in _drawn(built.main())[0]
    assert "Base de données" in "".join(page_texts(built.pdf())).replace("\n", " ")


def test_their_colours_are_the_pages_in_both_schemes(built: Workshop) -> None:
    first, *_ = _drawn(built.main())
    colours = set(re.findall('(?:fill|stroke)="([^"]*)"', first)) - {"none"}
    assert {"var(--ink)", "var(--accent)"} <= colours
    assert all(colour.startswith("var(--") for colour in colours)


def test_students_have_nothing_of_a_withheld_one(built: Workshop) -> None:
    """Neither its labels nor what is said; the instructor's pages have both."""
    for text in ("Adresse privée", "Traduction", "trajet attendu"):
        assert text not in built.html()
        assert text not in "".join(page_texts(built.pdf()))
        assert text in built.html(edition="instructor")


def test_a_pdf_has_them_as_figures(built: Workshop) -> None:
    figures = [tag for tag in structure_tags(built.structure()) if tag.get("/S") == "/Figure"]
    assert {"Deux états", "Trois machines sur un réseau"} <= {str(tag.get("/Alt")) for tag in figures}


def _wrong(text: str, course: Course | None = None) -> list[str]:
    location = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
    document = pandoc.parse(read_text(text, location))
    found = drawings.check(document, course or Course(Path()))
    return [f"{each.line}:{each.column}: {each.code}: {each.message}" for each in found]


WRONG = {
    "an open label": (
        "# T\n\n```{.mermaid alt=x}\nflowchart LR\n  A[Open --> B\n```\n",
        "5:4: CB184: the diagram in `mermaid`: Unterminated node label",
    ),
    "in a list": (
        "- one\n\n  ```{.dot alt=x}\n  digraph {\n    a -> [b]\n  }\n  ```\n",
        "5:10: CB184: the diagram in `dot`: syntax error near `[`",
    ),
    "no alternative text": ("```dot\ngraph { a }\n```\n", "1:1: CB211: the diagram in `dot` has no"),
    "a link": (
        '```{.dot alt=x}\ngraph { a [URL="javascript:alert(1)"] }\n```\n',
        "1:1: CB301: the diagram in `dot`: the link to `javascript:alert(1)` is removed",
    ),
    "a wide one": (
        "```{.dot alt=x}\ngraph { rankdir=LR; " + " -- ".join(f"node{n}" for n in range(20)) + " }\n```\n",
        "1:1: CB186: the diagram in `dot` is printed with text of",
    ),
    "no program": (
        "```{.plantuml alt=x}\nA -> B\n```\n",
        "1:1: CB185: the diagram in `plantuml` cannot be drawn: no program draws it",
    ),
    "two graphs": (
        "```{.dot alt=x}\ngraph { a }\ngraph { b }\n```\n",
        "1:1: CB184: the diagram in `dot`: it must be",
    ),
    "nothing": ("```{.mermaid alt=x}\n```\n", "1:1: CB184: the diagram in `mermaid`: it is empty"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_has_its_place(text: str, expected: str) -> None:
    (found,) = _wrong(text)
    assert found.startswith(expected)


def test_nothing_that_loads_or_runs_comes_through() -> None:
    """Whatever a program draws: only shapes and texts are taken."""
    drawn = shapes(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"><script>x()</script>'
        '<style>@import "http://e.org"; .a { fill: url(http://e.org) }</style>'
        '<a href="javascript:x()"><rect class="a" onclick="x()" width="3" height="3"/></a>'
        '<image href="http://e.org/i.png"/><foreignObject><p>html</p></foreignObject><!-- note -->'
        '<text x="1" style="font-family:url(x)">Hello</text></svg>',
        "Fira Sans",
    )
    assert set(re.findall("<([a-zA-Z]+)", drawn.svg)) == {"svg", "rect", "text"}
    assert not re.search(r"e\.org|x\(\)|html|note|javascript", drawn.svg)
    assert drawn.texts == ("Hello",)
    assert drawn.links == ("javascript:x()",)
