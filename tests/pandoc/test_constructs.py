"""`[TOC]` and kramdown's lists of attributes are read; what restricts an audience is refused."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from selecting import shown_in_each_edition
from workshop import Workshop

from coursebuild import pandoc
from coursebuild.model import MARK, Location
from coursebuild.source import read_text

HEAD = "---\ntitle: T\n---\n\n"
HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())


def parsed(text: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(pandoc.parse(read_text(f"{HEAD}{text}\n", HERE)).json)
    return content


def read(text: str) -> str:
    """The kinds of the blocks of a text, with their attributes; what a fenced div holds is in parentheses."""
    return " ".join(map(_shown, parsed(text)["blocks"]))


def _shown(block: dict[str, Any]) -> str:
    kind, content = block["t"], block.get("c", [])
    if kind in ("Div", "Header", "CodeBlock"):
        identifier, classes, pairs = content[1 if kind == "Header" else 0]
        values = [f"{key}={value}" for key, value in pairs if key != MARK]
        kind += "".join([f"#{identifier}" if identifier else "", *(f".{name}" for name in classes), *values])
    return f"{kind}({' '.join(map(_shown, content[1]))})" if block["t"] == "Div" else kind


@pytest.mark.parametrize(
    "text", ["[TOC]", "[[toc]]", "[[_TOC_]]", "{{TOC}}", "{{ toc }}", "1. TOC\n{:toc}", "* toc\n{: toc}"]
)
def test_contents_are_printed_where_a_line_asks_for_them(text: str) -> None:
    content = parsed(f"{text}\n\n# Head\n\nText.")
    assert content["meta"]["toc"] == {"t": "MetaBool", "c": True}
    assert [block["t"] for block in content["blocks"]] == ["RawBlock", "Header", "Para"]
    assert shown_in_each_edition(f"{HEAD}{text}\n\n# Head\n\nText.\n")[1] == ()


def test_a_heading_for_the_contents_alone_goes() -> None:
    assert read("# Table of contents\n\n[TOC]\n\n# Head\n\nText.") == "RawBlock Header#head Para"


def test_the_front_matter_decides_on_the_contents() -> None:
    text = "---\ntitle: T\ntoc: false\n---\n\n[TOC]\n"
    assert json.loads(pandoc.parse(read_text(text, HERE)).json)["meta"]["toc"]["c"] is False


@pytest.mark.parametrize("text", ["See [TOC] there.", "# TOC\n\n[TOC]", r"\[TOC\]", "`[TOC]`"])
def test_what_is_no_place_for_the_contents(text: str) -> None:
    assert "toc" not in parsed(text)["meta"]


def test_the_contents_have_page_numbers(workshop: Workshop) -> None:
    workshop.write("course/lab.md", f"{HEAD}[TOC]\n\n# First\n\nText.\n\n# Second\n\nText.\n")
    assert workshop.run("--to", "pdf", "--quiet").err == ""
    text = " ".join("".join(workshop.pdf("lab")[0].get_textpage().get_text_range()).split())
    assert text.index("First . .") < text.index("Second . .") < text.index("Text.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A remark.\n{: .note}", "Div.note(Para)"),
        ("{: .note }\nA remark.", "Div.note(Para)"),
        ("{: .tip }\n> A remark.\n>\n> More.", "Div.tip(Para Para)"),
        ("> A remark.\n{: .tip}", "Div.tip(Para)"),
        ("> A remark.\n{: #here}", "Div#here(BlockQuote)"),
        ("- a\n- b\n{: #here}", "Div#here(BulletList)"),
        ("# Head\n{: #here}", "Header#here"),
        ("# Head {: #here}", "Header#here"),
        ("# Head\n{: .no_toc}", "Header#head.unlisted.unnumbered"),
        ('```sh\nls\n```\n{: title="a b"}', "CodeBlock.shtitle=a b"),
        ("A {: .note} remark.", "Para"),
        ("A remark.\n{:note}", "Para"),
        ("A remark.\n\n    {: .note}", "Para CodeBlock"),
    ],
)
def test_lists_of_attributes(text: str, expected: str) -> None:
    assert read(text) == expected


def test_attributes_after_links_images_and_code() -> None:
    (paragraph,) = parsed("[a](b){: .c #d} ![a](b){:width=50% } `a`{: .c}")["blocks"]
    attributes = [each["c"][0] for each in paragraph["c"] if each["t"] != "Space"]
    assert attributes == [["d", ["c"], []], ["", [], [["width", "50%"]]], ["", ["c"], []]]


def test_an_unknown_class_is_reported_at_its_line() -> None:
    _, reported = shown_in_each_edition(f"{HEAD}Of c.\n\nA remark.\n{{: .c}}\n")
    assert [(each.line, each.code) for each in reported] == [(8, "CB124")]


@pytest.mark.parametrize(
    "text",
    [
        "secret\n{: .correction}",
        "secret\n{: .corection}",
        "{: .solution }\n> secret",
        "> secret\n{: .note .if correction=true}",
        "- secret\n{: .hidden}",
        'secret\n{: title="Solution"}',
        "secret\n{: .instructor}",
        "secret\n{: #solution}",
        "# Head {: .correction}\n\nsecret",
        "# Head\n{: .correction}\n\nsecret",
        "[secret](x){: .solution}",
        '[secret](x){: edition="instructor"}',
    ],
)
def test_what_means_an_answer_is_refused(text: str) -> None:
    assert shown_in_each_edition(f"{HEAD}{text}\n")[0] == {}


def test_what_is_withheld_stays_withheld() -> None:
    text = "::: correction\nsecret\n{: .note}\n\n[TOC]\n:::\n\nA [secret]{.correction} remark.\n{: .tip}\n"
    shown, _ = shown_in_each_edition(f"{HEAD}{text}")
    assert "secret" not in shown["student"]
    assert shown["instructor"].count("secret") == 2
