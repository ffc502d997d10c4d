"""Identifiers of headings, and links to them, are those of the document that students read."""

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selecting import SESSION, unhurried

from coursebuild import editions, pandoc
from coursebuild.model import Format, Location
from coursebuild.source import read_text

HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())
WITHHELD = re.compile(r"\[4217\]\{\.correction\}|^#+ [^\n]* \{\.correction\}$", re.MULTILINE)
DEFINITIONS = "\n\n[^1]: A note.\n\n[place]: https://example.org\n"


def _headings(node: Any) -> list[str]:
    """The identifiers of the headings in a tree."""
    if isinstance(node, dict):
        return [node["c"][1][0]] if node.get("t") == "Header" else _headings(list(node.values()))
    return [name for part in node for name in _headings(part)] if isinstance(node, list) else []


def _pandocs(text: str) -> list[str]:
    return _headings(json.loads(pandoc.parse(read_text(text, HERE)).json))


def _selected(text: str, edition: str) -> list[str]:
    document = pandoc.parse(read_text(text, HERE))
    chosen = SESSION.course.editions[edition]
    return _headings(
        json.loads(editions.select(document, chosen, Format.HTML, SESSION.for_selecting({})).json)
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Port [4217]{.correction}",
        "[4217]{.correction} Port",
        "Port [4217]{.correction} number",
        "[4217]{.correction}",
        "\u0661 Port [4217]{.correction}",
        "12. [4217]{.correction} Étape ΣΑΣ ẞ İ",
        "日本 [4217]{.correction} 語",
        "Port^[a note] [4217]{.correction}",
        '"Quoted" \u2018it\u2019 isn\'t *so* **b** ~~c~~ [4217]{.correction}',
        "$x^2$ and `ls -l` [4217]{.correction} a_b-c.d, e",
        "<b>Raw</b><br>line [4217]{.correction}",
        "A [link *to*](https://example.org) ![an image](data:,x) [4217]{.correction}",
        "[4217]{.correction} 😀 ½ ⅷ ² … x",
        "Small [caps]{.smallcaps} [marked]{.mark} [4217]{.correction} -- x",
        "As @somebody says [4217]{.correction}",
    ],
)
@pytest.mark.parametrize("edition", ["student", "instructor"])
def test_pandocs_identifier_of_what_students_read(heading: str, edition: str) -> None:
    """Twice, as pandoc numbers the second."""
    text = f"## {heading}\n\na\n\n## {heading}\n\nb\n"
    assert _selected(text, edition) == _pandocs(WITHHELD.sub("", text))


def test_labels_of_notes_and_links_say_nothing_of_what_is_withheld() -> None:
    """Pandoc includes them in an identifier; a heading that withholds nothing keeps pandoc's."""
    text = "## A[^1]\n\n## A[^1] [4217]{.correction}\n\n## [A][place] [4217]{.correction}\n\n## A[^1]\n"
    assert _pandocs(text + DEFINITIONS) == ["a1", "a1-4217", "aplace-4217", "a1-1"]
    for edition in ("student", "instructor"):
        assert _selected(text + DEFINITIONS, edition) == ["a1", "a", "a-1", "a1-1"]


PIECES = st.sampled_from(
    [
        "## Port",
        "## Port [4217]{.correction}",
        "## Port {.correction}",
        "## Port 1",
        "## Port {#port-1}",
        "## Other [4217]{.correction} {#port}",
        "### Below",
        "### Below {.correction}",
        "# Port",
        "Text.",
        "> ## Port [4217]{.correction}",
        "- ## Port\n\n- x\n  : ## Port",
        "::: note\n\n## Port\n\n:::",
        "::: correction\n\n## Port\n\n:::",
    ]
)


def _as_students(pieces: list[str]) -> str:
    """The source that students would have, without what is withheld."""
    kept, hidden_below = [], 0
    for piece in pieces:
        level = len(piece) - len(piece.lstrip("#"))
        if level and level <= hidden_below:
            hidden_below = 0
        if piece.endswith("{.correction}") and level and not piece.endswith("]{.correction}"):
            hidden_below = hidden_below or level
        if not hidden_below and not piece.startswith("::: correction"):
            kept.append(WITHHELD.sub("", piece))
    return "\n\n".join(["Lab.", *kept, "End.\n"])


@unhurried
@given(st.lists(PIECES, max_size=8))
def test_generated_headings(pieces: list[str]) -> None:
    """Students get what pandoc makes of their own source; instructors the same, and others for the rest."""
    text = "\n\n".join(["Lab.", *pieces, "End.\n"])
    students, instructors = _selected(text, "student"), _selected(text, "instructor")
    assert students == _pandocs(_as_students(pieces))
    others = iter(instructors)
    assert all(name in others for name in students)  # in the same order
    typed = re.findall(r"\{#([\w-]+)\}", text)
    rest = [name for name in instructors if name not in typed]
    assert len(rest) == len(set(rest)) or len(students) != len(set(students))
