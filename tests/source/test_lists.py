"""Letters, roman and long numbers begin a list only where the next item follows, and keep their form."""

import json
import re
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

import pypdfium2 as pdfium
import pytest
from browsing import Reader
from selecting import SESSION, shown_in_each_edition
from workshop import Workshop, page_texts

from coursebuild import editions, pandoc
from coursebuild.model import Format, Location
from coursebuild.source import read_text

HEAD = "---\ntitle: T\n---\n\n"
HERE = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), ())


def read(text: str) -> str:
    """The blocks of a text: a list is the markers of its items, each with its blocks in parentheses."""
    return _shown(json.loads(pandoc.parse(read_text(f"{HEAD}{text}\n", HERE)).json)["blocks"])


def _shown(blocks: list[dict[str, Any]]) -> str:
    return " ".join(map(_block, blocks))


def _block(block: dict[str, Any]) -> str:
    if block["t"] == "OrderedList":
        (start, style, form), items = block["c"]
        return f"{start} {style['t']} {form['t']}({', '.join(map(_shown, items))})"
    if block["t"] in ("BulletList", "BlockQuote"):
        inside = block["c"] if block["t"] == "BlockQuote" else chain.from_iterable(block["c"])
        return f"{block['t']}({_shown(list(inside))})"
    return "".join(inline.get("c", " ") for inline in block["c"]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "(c) 2024 The author",
        "(C) 2024 The author",
        "p. 12 of the book",
        "c. 1900, in Ulm",
        "A. Einstein",
        "A.  Einstein",
        "B. Dupont et al.",
        "i.e. this",
        "i. e. this",
        "a) alone",
        "v. 2 of it",
        "2018. That was a year",
        "2018) That was a year",
        "see\n(c) 2024",
        "see p.\nA. Einstein said\nC. Dupont did not",
        "a) one\nc) three",
    ],
)
def test_what_has_no_next_item_is_text(text: str) -> None:
    assert read(text) == text.replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A. yes\nB. no\nC. perhaps", "1 UpperAlpha Period(yes, no, perhaps)"),
        ("Which?\nA. yes\nB. no", "Which? 1 UpperAlpha Period(yes, no)"),
        ("A. yes\nand more\nB. no\nat all", "1 UpperAlpha Period(yes and more, no at all)"),
        ("A. yes\n\nB. no", "1 UpperAlpha Period(yes, no)"),
        ("A.  yes\nB.  no", "1 UpperAlpha Period(yes, no)"),
        ("I. one\nII. two\nIII. three", "1 UpperRoman Period(one, two, three)"),
        ("I. a\n\nII. b\n\nIII. c\n\nIV. d\n\nV. e\n\nVI. f", "1 UpperRoman Period(a, b, c, d, e, f)"),
        ("1. Which?\n   A. yes\n   B. no", "1 Decimal Period(Which? 1 UpperAlpha Period(yes, no))"),
        ("> A. yes\n> B. no", "BlockQuote(1 UpperAlpha Period(yes, no))"),
        ("(a) one\n(b) two", "1 LowerAlpha TwoParens(one, two)"),
        ("Which?\na) yes\nb) no", "Which? 1 LowerAlpha OneParen(yes, no)"),
        ("Which?\nii) yes\niii) no", "Which? ii) yes iii) no"),
        ("Which?\ni) yes\nii) no", "Which? 1 LowerRoman OneParen(yes, no)"),
        ("c) three\nd) four", "3 LowerAlpha OneParen(three, four)"),
        ("a) one\n\n   more of it", "1 LowerAlpha OneParen(one more of it)"),
        ("a) one\n   - inner", "1 LowerAlpha OneParen(one BulletList(inner))"),
        ("1998. a\n1999. b", "1998 Decimal Period(a, b)"),
        ("998. a", "998 Decimal Period(a)"),
    ],
)
def test_what_has_one_is_a_list(text: str, expected: str) -> None:
    assert read(text) == expected


def test_boxes_may_stand_between_items() -> None:
    text = "a) one\n\n::: tip\nb\n:::\n\nb) two"
    kinds = [block["t"] for block in json.loads(pandoc.parse(read_text(text, HERE)).json)["blocks"]]
    assert kinds == ["OrderedList", "Div", "OrderedList"]


def test_a_paragraph_may_not() -> None:
    assert read("a) one\n\nA paragraph.\n\nb) two") == "a) one A paragraph. b) two"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("2018. That was a year.", [(5, 1, "CB179")]),
        ("- 2018. That was a year.", [(5, 3, "CB179")]),
        ("It was\n2018. That was a year.", []),
        ("- It was\n  2018. That was a year.", []),
        ("2018\\. That was a year.", []),
        ("2018. That was a year.\n2019. And that.", []),
        ("(c) 2024 The author", []),
    ],
)
def test_a_year_that_begins_a_paragraph_is_reported(text: str, places: list[tuple[int, int, str]]) -> None:
    reported = shown_in_each_edition(f"{HEAD}{text}\n")[1]
    assert [(each.line, each.column, each.code) for each in reported] == places


@pytest.mark.parametrize(
    "text",
    [
        "A. one\nB. [secret]{.correction}\nC. three",
        "A. one\n[B. secret\nC. secret]{.correction}",
        "(c) [secret]{.correction}",
        "2018\\. [secret]{.correction}",
        "a) one\n\n   ::: correction\n   secret\n   :::",
        "a) one\n\n::: correction\nsecret\n:::\n\nb) two",
        "A. one\nB. two\n\n::: correction\nsecret\n:::",
        "A. one\n\n::: {.correction}\nB. secret\nC. secret\n:::",
    ],
)
def test_what_is_withheld_stays_withheld(text: str) -> None:
    shown, _ = shown_in_each_edition(f"{HEAD}{text}\n")
    assert "secret" not in shown["student"]
    assert "secret" in shown["instructor"]


@pytest.mark.parametrize(
    "text",
    [
        "(c) ::: correction\nsecret\n:::",
        "a) ::: correction\n   secret\n   :::",
        "A. one\nB. two\n::: correction\nsecret\n:::",
        "ii) ::: correction\n    secret\n    :::",
    ],
)
def test_a_correction_that_pandoc_does_not_read_is_refused(text: str) -> None:
    assert shown_in_each_edition(f"{HEAD}{text}\n")[0] == {}


def test_the_classes_say_which_form_markers_have() -> None:
    text = "(a) one\n(b) two\n\nText.\n\nI) one\nII) two\n\n1) one\n\n1. one\n"
    document = pandoc.parse(read_text(HEAD + text, HERE))
    setup = SESSION.for_selecting({})
    body = pandoc.write(
        editions.select(document, SESSION.course.editions["student"], Format.HTML, setup)
    ).body
    assert re.findall(r"<ol[^>]*>", body) == [
        '<ol class="lower-alpha-two-parens" type="a">',
        '<ol class="upper-roman-one-paren" type="I">',
        '<ol class="decimal-one-paren" type="1">',
        '<ol type="1">',
    ]


def test_markers_keep_their_form_in_print(workshop: Workshop) -> None:
    workshop.write(
        "course/lab.md", HEAD + "(a) one\n(b) two\n\nText.\n\n1) one\n\n2) two\n\nText.\n\nA. one\nB. two\n"
    )
    assert workshop.run("--to", "pdf", "--quiet").code == 0
    (page,) = page_texts(pdfium.PdfDocument(workshop.folder / "build/student/lab.pdf"))
    assert re.findall(r"(\S+) (?:one|two)", page) == ["(a)", "(b)", "1)", "2)", "A.", "B."]


def test_markers_keep_their_form_on_screen(workshop: Workshop, open_page: Reader) -> None:
    workshop.write("course/lab.md", HEAD + "(a) one\n(b) two\n\nText.\n\nIV) one\nV) two\n")
    assert workshop.run("--to", "html", "--quiet").code == 0
    page = open_page(workshop.folder / "build/student/lab.html")
    markers = page.locator("ol").evaluate_all(
        "lists => lists.map(each => getComputedStyle(each).listStyleType)"
    )
    assert markers == ["lower-alpha-two-parens", "upper-roman-one-paren"]
    rules = page.evaluate(
        "[...document.styleSheets].flatMap(each => [...each.cssRules]).map(each => each.name)"
    )
    assert set(markers) <= set(rules)
