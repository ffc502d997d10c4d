"""A report says what pages show: of what a source has besides, it says nothing."""

import json
from typing import Any

from workshop import Workshop, commit

WORD = "xyzzyplugh"  # which no page shows

NOT_SEEN = {
    "raw LaTeX": f"```{{=latex}}\n{WORD}\n```\n",
    "raw LaTeX in a line": f"A `{WORD}`{{=tex}} line.\n",
    "a comment of HTML": f"A <!-- {WORD} --> line.\n",
    "an element that pages leave out": f"<template>\n\n{WORD}\n\n```\n{WORD}\n```\n\n</template>\n",
    "an element in a line": f"A <select><option>{WORD}</option></select> line.\n",
    "the title of an element that pages do not have": f'A <button title="{WORD}">line</button>.\n',
    "an address that pages do not have": f"A [line](foo:{WORD}).\n",
    "a comment of Graphviz": f'```{{.dot alt="A node"}}\n// {WORD}\ndigraph {{ a; }}\n```\n',
    "a comment of Mermaid": f'```{{.mermaid alt="A node"}}\n%% {WORD}\ngraph TD; A-->B\n```\n',
    "a comment of TeX": f"$$\n% {WORD}\nx = 1\n$$\n",
    "what TeX only measures": rf"A $\phantom{{\frac{{\sqrt{{\text{{{WORD}}}}}}}{{2}}}}x$." + "\n",
    "a label of TeX": rf"$$x = 1 \label{{{WORD}}}$$" + "\n",
    "a definition of TeX": rf"$\def\a{{\text{{{WORD}}}}}x$" + "\n",
}


def _seen(workshop: Workshop, text: str) -> list[dict[str, Any]]:
    """What students see of a lesson that they did not see before."""
    workshop.write("course/lab.md", text)
    done = workshop.run("diff", "--edition", "student", "--format", "json")
    assert done.code == 0, done.err
    return [
        change
        for lesson in json.loads(done.out)["lessons"]
        for view in lesson["views"]
        for change in view["changes"]
    ]


def test_nothing_is_said_of_what_no_page_shows(workshop: Workshop) -> None:
    """In one lesson with all of it; each has a sentence after it, which is reported."""
    workshop.write("course/lab.md", "---\ntitle: Seen\n---\n")
    commit(workshop.folder, "first")
    parts = (f"{part}\nAfter {name}.\n" for name, part in NOT_SEEN.items())
    changes = _seen(workshop, "---\ntitle: Seen\n---\n\n" + "\n".join(parts))
    reported = [change["after"] for change in changes]
    assert [text for text in reported if WORD in text] == []
    assert [text for text in reported if text.startswith("After ")] == [f"After {name}." for name in NOT_SEEN]
    assert [text for text in reported if text == "A node"] == ["A node"] * 2


def test_a_diagram_is_another_one_if_it_is_drawn_otherwise(workshop: Workshop) -> None:
    """Its comments are nothing."""
    lesson = '---\ntitle: Seen\n---\n\n```{.dot alt="Two nodes"}\n// one\ndigraph { a -> b; }\n```\n'
    workshop.write("course/lab.md", lesson)
    commit(workshop.folder, "first")
    assert _seen(workshop, lesson.replace("one", "two")) == []
    (change,) = _seen(workshop, lesson.replace("-> b", "-> c"))
    assert (change["change"], change["kind"], change["after"]) == ("changed", "picture", "Two nodes")
