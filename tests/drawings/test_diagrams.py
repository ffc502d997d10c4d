"""Diagrams: what pages have in their place, in both editions and formats, and what is wrong with them."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image
from workshop import Workshop, page_texts, structure_tags

from coursebuild import audit, drawings, editions, pandoc
from coursebuild.config.trust import untrusted
from coursebuild.drawings.diagrams import colours
from coursebuild.drawings.diagrams.diagram import Diagram, drawing
from coursebuild.drawings.diagrams.programs import graphviz, mermaid
from coursebuild.drawings.diagrams.svg.shapes import shapes
from coursebuild.engine import Session
from coursebuild.engine.formats import FORMATS
from coursebuild.model import Body, Course, Document, Format, Limits, Location, vocabulary
from coursebuild.runtime import resources
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


def _needs_mermaid() -> None:
    pytest.importorskip("merman", reason="merman, which draws Mermaid, has no build for this machine")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A lesson with diagrams, in both editions and formats, without a warning."""
    _needs_mermaid()
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
    assert re.search('<figure id="fig-reseau"[^>]*>\\s*<div class="diagram">\\s*<svg', built.main())


def test_their_labels_are_text(built: Workshop) -> None:
    """On screen and in print, where it can be searched."""
    assert ">Base de données</text>" in _drawn(built.main())[0]
    assert "Base de données" in "".join(page_texts(built.pdf())).replace("\n", " ")


def test_their_colours_are_the_pages_in_both_schemes(built: Workshop) -> None:
    first, *_ = _drawn(built.main())
    colours = set(re.findall('(?:fill|stroke)="([^"]*)"', first)) - {"none"}
    assert {"var(--ink)", "var(--accent)"} <= colours
    assert all(colour.startswith("var(--") for colour in colours)


def test_their_font_is_the_pages(built: Workshop) -> None:
    """That of print is on few machines, and Firefox would take one with serifs."""
    assert "font-family" not in "".join(_drawn(built.main()))


def test_students_have_nothing_of_a_withheld_one(built: Workshop) -> None:
    """Neither its labels nor what is said; the instructor's pages have both."""
    for text in ("Adresse privée", "Traduction", "trajet attendu"):
        assert text not in built.html()
        assert text not in "".join(page_texts(built.pdf()))
        assert text in built.html(edition="instructor")


def test_a_pdf_has_them_as_figures(built: Workshop) -> None:
    figures = [tag for tag in structure_tags(built.structure()) if tag.get("/S") == "/Figure"]
    assert {"Deux états", "Trois machines sur un réseau"} <= {str(tag.get("/Alt")) for tag in figures}


def _document(text: str) -> Document:
    return pandoc.parse(read_text(text, Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())))


def test_the_labels_of_a_withheld_one_are_evidence() -> None:
    """Also one of whose words the students see each: it is refused wherever it stands in a file."""
    shown = "```{.dot alt=x}\ndigraph { centrale; passerelle; depuis; trajet }\n```\n"
    hidden = '```{.dot alt=y}\ndigraph { a [label="trajet depuis\\npasserelle centrale"] }\n```\n'
    document = _document(f"{shown}\n::: correction\n{hidden}:::\n")
    session = Session(Course(Path()))
    student = session.course.editions["student"]
    selection = editions.select(document, student, Format.HTML, session.for_selecting({}))
    drawn = drawings.draw(document, selection, session.course, session.look.palette["light"])
    body = Body(selection, "", "", {}, (), drawings=drawn.drawings, not_drawn=drawn.withheld)
    evidence, reader = audit.evidence(body, session.frame), FORMATS[Format.HTML].reader()
    page = "<!DOCTYPE html><title>T</title><svg><text>{}</text></svg>"
    audit.audit("lab", page.format("centrale").encode(), reader, evidence)
    with pytest.raises(audit.LeakError):
        audit.audit("lab", page.format("passerelle centrale").encode(), reader, evidence)


def _wrong(text: str, course: Course | None = None) -> list[str]:
    found = drawings.check(_document(text), course or Course(Path()))
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
        "1:1: CB243: the diagram in `dot`: the link to `javascript:alert(1)` is removed",
    ),
    "a wide one": (
        "```{.dot alt=x}\ngraph { rankdir=LR; " + " -- ".join(f"node{n}" for n in range(20)) + " }\n```\n",
        "1:1: CB186: the diagram in `dot` is printed with text of",
    ),
    "no program": (
        "```{.plantuml alt=x}\nA -> B\n```\n",
        "1:1: CB185: the diagram in `plantuml` cannot be drawn: `diagrams.plantuml` in",
    ),
    "two graphs": (
        "```{.dot alt=x}\ngraph { a }\ngraph { b }\n```\n",
        "1:1: CB184: the diagram in `dot`: it must be",
    ),
    "no node": ("```{.dot alt=x}\ndigraph { }\n```\n", "1:1: CB184: the diagram in `dot`: it draws nothing"),
    "nothing": ("```{.mermaid alt=x}\n```\n", "1:1: CB184: the diagram in `mermaid`: it is empty"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_has_its_place(text: str, expected: str) -> None:
    if "mermaid" in text:
        _needs_mermaid()
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


PROGRAM = """import os, sys, time
text = sys.stdin.read()
if "fail" in text:
    sys.exit("line 1: no such arrow")
if "plantuml" in text:
    sys.exit("ERROR\\n1\\nSyntax Error?\\nSome diagram description contains errors")
if "place" in text:
    sys.exit("err: failed to compile -: -:2:3: no such shape")
if "markup" in text:
    text = "A</text><foreignObject><div><h1>A title</h1></div></foreignObject><text>"
if "wait" in text:
    time.sleep(60)
assert os.listdir() == []
print('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="9">' + text + "</text></svg>")
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A -> B", None),
        ("fail", "1:1: CB184: the diagram in `d2`: `{python}` says: line 1: no such arrow"),
        ("place\n  here", "3:3: CB184: the diagram in `d2`: `{python}` says: no such shape"),
        ("@startuml\nplantuml", "3:1: CB184: the diagram in `d2`: `{python}` says: Syntax Error?"),
        ("markup", "1:1: CB244: the diagram in `d2`: `A title` cannot be drawn"),
        ("wait", "1:1: CB184: the diagram in `d2`: it takes longer than 1 s to draw"),
    ],
)
def test_a_program_of_the_author_draws(tmp_path: Path, text: str, expected: str | None) -> None:
    """In an empty folder, for a limited time; of its drawing, shapes and texts are taken."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    commands = {"d2": (sys.executable, "-S", str(program))}
    course = Course(Path(), diagrams=commands, limits=Limits(diagram_seconds=1))
    found = _wrong(f"```{{.d2 alt=x}}\n{text}\n```\n", course)
    assert found == ([expected.format(python=Path(sys.executable).name)] if expected else [])


def test_a_graph_reads_no_file(tmp_path: Path) -> None:
    """An `image` would make its node as large as the picture is, wherever that may be."""
    Image.new("RGB", (900, 900)).save(tmp_path / "large.png")
    drawn = shapes(graphviz.svg(f'graph {{ a [image="{tmp_path}/large.png" label=""] }}', 5), "Fira Sans")
    assert drawn.width < 300


def test_a_strangers_checkout_names_no_program(tmp_path: Path) -> None:
    (tmp_path / "coursebuild.toml").write_text('[diagrams]\nd2 = ["d2", "-", "-"]\n', encoding="utf-8")
    (found,) = _wrong("```{.d2 alt=x}\na -> b\n```\n", untrusted(tmp_path, tmp_path / "empty"))
    assert "CB185" in found
    assert "not trusted" in found


def test_a_machine_without_what_draws_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the package has no build."""
    monkeypatch.setitem(sys.modules, "merman", None)
    (found,) = _wrong("```{.mermaid alt=x}\nflowchart LR\n  lonely --> machine\n```\n")
    assert found.startswith("1:1: CB185: the diagram in `mermaid` cannot be drawn: `merman`")


def test_each_kind_of_diagram_has_the_colours_of_the_page() -> None:
    """No colour of Mermaid's own is left, which one of the two schemes would not show."""
    _needs_mermaid()
    kinds = {
        "flowchart": "flowchart TD\n a[A] --> b{B}\n subgraph s\n b\n end",
        "sequence": "sequenceDiagram\n actor A\n A->>B: hi\n Note over A: n\n loop x\n B-->>A: y\n end",
        "state": "stateDiagram-v2\n [*] --> A\n state A {\n b --> c\n }\n A --> [*]",
        "class": "classDiagram\n class A {\n +int b\n }\n A <|-- B : is",
        "entities": 'erDiagram\n A ||--o{ B : has\n A {\n string c PK "d"\n }',
        "gantt": "gantt\n dateFormat YYYY-MM-DD\n section S\n A :crit, a, 2026-01-01, 9d\n B :after a, 9d",
        "pie": 'pie title T\n "A" : 1\n "B" : 2',
        "mindmap": "mindmap\n root((R))\n  A\n  ::icon(fa fa-book)\n  B",
        "git": "gitGraph\n commit\n branch b\n commit\n checkout main\n merge b",
        "timeline": "timeline\n title T\n 1969 : Unix\n 1991 : Linux",
    }
    for kind, text in kinds.items():
        drawn = shapes(mermaid.svg(text, "Fira Sans", 5), "Fira Sans", colours.DEFAULTS).svg
        assert set(re.findall("#[0-9a-f]{6}", drawn)) <= set(colours.TOKENS.values()), kind


@pytest.mark.parametrize("text", ["zenuml\n A.x()", "%% one\nC4Context\n Person(a, A)", 'packet\n 0-9: "a"'])
def test_a_diagram_with_colours_of_its_own_stands_on_paper(text: str) -> None:
    """So that it is read in the dark scheme: neither those colours nor its others change there."""
    _needs_mermaid()
    palette = dict.fromkeys(colours.TOKENS, "#123456")
    screen = drawing(Diagram("mermaid", text, "x"), Course(Path()), palette, 1).screen
    assert 'class="drawn on-paper"' in screen
    assert "var(--" not in screen


def test_the_languages_are_those_that_are_not_highlighted() -> None:
    assert set(vocabulary.DIAGRAMS) == resources.filter_module("highlight").DRAWN


def test_a_lesson_without_diagrams_loads_nothing_of_them() -> None:
    """Nor does one in whose text the name of a notation stands."""
    code = """if True:
        import sys
        from pathlib import Path
        from coursebuild import drawings, model
        for block in ('{"t":"Str","c":"d2"}', '{"t":"CodeBlock","c":[["",["text"],[]],"mermaid and dot"]}'):
            drawings.check(model.Document(None, block, ()), model.Course(Path()))
        print("coursebuild.drawings.diagrams" in sys.modules)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


def test_a_diagram_may_have_other_classes() -> None:
    assert _wrong("```{.numberLines .dot}\ngraph { a }\n```\n") != []


def test_what_stands_on_an_authors_colour_can_be_read() -> None:
    """Lines and texts on it are black or white; in the cell beside it, they are the page's."""
    table = '<<table><tr><td bgcolor="lightblue">ours</td></tr><tr><td>theirs</td></tr></table>>'
    graph = f"graph {{ subgraph cluster_a {{ style=filled; color=lightgrey; inner }} t [label={table}] }}"
    drawn = shapes(graphviz.svg(graph, 5), "Fira Sans", colours.DEFAULTS).svg
    fills = {text: fill for fill, text in re.findall('<text[^>]* fill="([^"]*)"[^>]*>([^<]*)', drawn)}
    assert fills == {"inner": "#000000", "ours": "#000000", "theirs": colours.TOKENS["ink"]}
    assert re.findall('<ellipse[^>]* stroke="([^"]*)"', drawn) == ["#000000", colours.TOKENS["ink"]]
