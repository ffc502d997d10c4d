r"""Formulas: what pages have in their place, in both editions and formats, and what is wrong with them."""

import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pypdf.generic
import pytest
from selecting import shown_in_each_edition
from workshop import Workshop, page_texts, structure_tags

from coursebuild import drawings, editions, pandoc
from coursebuild.drawings.formulas.macros import Macros
from coursebuild.drawings.formulas.typeset import LONGEST, Formula, FormulaError, formula_drawing
from coursebuild.engine import Session
from coursebuild.model import Course, Document, Format, Location, Severity
from coursebuild.source import read_text

Build = Callable[..., Workshop]

LESSON = r"""---
title: Énergie $\hbar^2$
lang: fr
math:
  macros:
    R: \mathbb{R}
---

# La loi $E = mc^2$

Le rapport $\frac{a}{b}$, où $x \in \R$, et [un lien $y^2$](https://example.org/).

\[ \int_0^1 x \,dx = \frac{1}{2} \]

![Une courbe $y = x^2$](courbe.svg)

::: {.exercise title="Le coût de `$HOME` et de $\sqrt{2}$"}
Calculer la somme.

::: correction
On trouve $\frac{\pi^2}{6}$ par la méthode d'Euler.
:::
:::
"""
CURVE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="9"><path d="M0 0L40 9"/></svg>'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A lesson with formulas in each place, in both editions and formats, without a warning."""
    workshop = Workshop(tmp_path_factory.mktemp("formulas"))
    workshop.write("course/lab.md", LESSON)
    workshop.write("course/courbe.svg", CURVE)
    done = workshop.run("--all", "--strict", "--quiet")
    assert (done.code, done.err) == (0, "")
    return workshop


def test_a_screen_reader_says_them_in_the_lessons_language(built: Workshop) -> None:
    said = re.findall(r'<math[^>]* aria-label="([^"]*)"', built.main())
    assert said[1:3] == ["a sur b", "x appartient à R"]
    assert "intégrale de 0 à 1 de x d x égale un demi" in said


def test_the_students_pages_have_nothing_of_a_withheld_formula(built: Workshop) -> None:
    """Neither its TeX, nor what is said, nor what is copied; the instructor's have it."""
    for text in ("π", r"\pi", "pi au carré"):
        assert text not in built.html()
    assert "pi au carré sur 6" in built.html(edition="instructor")


def test_no_page_shows_tex(built: Workshop) -> None:
    for edition in ("student", "instructor"):
        assert "\\" not in re.sub(r"<[^>]*>", "", built.main(edition=edition))
        assert "\\" not in "".join(page_texts(built.pdf(edition=edition)))


def test_a_formula_in_the_lessons_title_is_text(built: Workshop) -> None:
    assert "<h1>Énergie ℏ²</h1>" in built.html()
    assert built.structure().metadata.title == "Énergie ℏ²"


def test_a_formula_in_a_boxs_title_is_set(built: Workshop) -> None:
    (title,) = re.findall(r'<span class="admonition-subject">(.*?)</div>', built.main(), re.DOTALL)
    assert 'aria-label="racine carrée de 2"' in title
    assert "<code>$HOME</code>" in title


def test_a_formula_in_an_alternative_text_is_text(built: Workshop) -> None:
    assert 'alt="Une courbe y = x²"' in built.html()


def test_a_pdf_says_them(built: Workshop) -> None:
    """As the alternative text of a formula (ISO 14289-1, 7.7)."""
    formulas = [tag for tag in structure_tags(built.structure()) if tag.get("/S") == "/Formula"]
    said = [tag["/Alt"] for tag in formulas if isinstance(tag.get("/Alt"), pypdf.generic.TextStringObject)]
    assert {"a sur b", "y au carré"} <= set(said)


def test_a_pdfs_outline_has_those_of_headings(built: Workshop) -> None:
    """As text, since an outline has no drawings."""
    assert built.structure().outline[0].title == "La loi E = mc²"


def test_a_screen_reader_can_walk_through_them(built: Workshop) -> None:
    """By MathML, beside the drawing, which is hidden from it then."""
    assert "<mfrac><mi>a</mi><mi>b</mi></mfrac></math>" in built.main()
    assert 'role="img"' not in built.main()


def test_print_has_the_colour_of_the_text(built: Workshop) -> None:
    """That of a link is another one than that of the paragraph."""
    content = built.structure().pages[0].get_contents().get_data().decode("latin-1")
    colours = re.findall(r"([\d. ]+) rg\n(?:[^\n]+\n)*?0 0 m\n", content)
    assert len(set(colours)) > 1
    assert "0 0 0" not in colours


def _document(text: str, *, backslash: bool = False) -> Document:
    location = Location(Path("lab.md"), "lab.md", PurePosixPath("lab"), (), backslash=backslash)
    return pandoc.parse(read_text(text, location))


def _drawn(document: Document) -> drawings.Drawn:
    session = Session(Course(Path()))
    student = session.course.editions["student"]
    selection = editions.select(document, student, Format.HTML, session.for_selecting({}))
    return drawings.draw(document, selection, session.course, {})


def _formulas(text: str, *, backslash: bool = False) -> list[str]:
    found = re.findall(r'"t":"(\w+)Math"\},"((?:[^"\\]|\\.)*)"', _document(text, backslash=backslash).json)
    return [f"{kind}: {tex}".replace("\\\\", "\\").replace("\\n", " ") for kind, tex in found]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("\\[ a = b \\]", ["Display:  a = b "]),
        ("> \\[\n> a = b\n> \\]\n", ["Display:  a = b "]),
        ("1. \\[ a \\]\n", ["Display:  a "]),
        ("A text \\[a\\] here", []),
        ("\\[a\\] and \\[b\\]", []),
        ("`\\[a\\]`", []),
        ("```\n\\[ a \\]\n```\n", []),
        ("\\begin{align}\na &= b\n\\end{align}\n", ["Display: \\begin{align} a &= b \\end{align}"]),
        ("\\begin{center}\na\n\\end{center}\n", []),
        ("A \\(x\\) here", []),
        ("---\ntex: backslash\n---\n\nA \\(x\\) here", ["Inline: {x}"]),
    ],
)
def test_the_marks_of_latex(text: str, formulas: list[str]) -> None:
    assert _formulas(text) == formulas


def test_the_front_matter_overrides_the_course() -> None:
    assert _formulas("A \\(x\\) and \\( y \\) and \\[z\\].", backslash=True) == [
        "Inline: {x}",
        "Inline: { y }",
        "Display: z",
    ]
    assert _formulas("---\ntex: dollars\n---\n\nA \\(x\\) here", backslash=True) == []


WRONG = {
    "an unknown command": ("Let $a + \\fooo$ be.", "1:10", r"unsupported command: \fooo"),
    "an open brace": ("Let $\\frac{a$ be.", "1:11", "without a matching"),
    "the second of two": ("`$\\fooo$` is $x$.\n\nSo $\\fooo$ is.", "3:5", "unsupported"),
    "on the second line": ("$$\na +\n\\fooo\n$$\n", "3:1", "unsupported"),
    "in a quotation": ("> So $a\n> + \\fooo$ is.", "2:5", "unsupported"),
    "between brackets": ("\\[ a + \\fooo \\]", "1:8", "unsupported"),
    "in a correction": ("::: correction\n$\\fooo$\n:::\n", "2:2", "unsupported"),
    "in an environment": ("\\begin{align}\na &= \\fooo\n\\end{align}\n", "2:6", "unsupported"),
    "too long": (f"${'x+' * LONGEST}x$", "1:2", f"{LONGEST} are the most"),
    "a sign that no font has": ("$\\text{漢}$", "1:2", "has no '漢'"),
    "lines between columns in a fraction": (
        "$\\frac{\\begin{array}{c|c} a & b \\end{array}}{2}$",
        "1:2",
        "arrays that stand alone",
    ),
    "a comment that may be a sign": ("It is $50%$.", "1:10", r"write `\%` for the sign"),
    "below a comment": ("$$\n% a sum\na + \\fooo\n$$\n", "3:5", "unsupported"),
    "a macro of itself": (
        "---\nmath:\n  macros:\n    a: \\a\\a\n---\n\n$\\a$",
        "7:2",
        "too many macros",
    ),
}


@pytest.mark.parametrize(("text", "place", "reason"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_set_has_its_place(text: str, place: str, reason: str) -> None:
    (found,) = drawings.check(_document(text), Course(Path()))
    assert (found.code, f"{found.line}:{found.column}") == ("CB181", place)
    assert reason in found.message


def test_what_cannot_be_set_in_a_boxs_title_has_its_place_too() -> None:
    """Pandoc reads titles as attributes, and no formula in them."""
    drawn = _drawn(_document('::: {.tip title="So $x + \\fooo$"}\nText\n:::\n'))
    assert [(d.code, d.line, d.column) for d in drawn.diagnostics] == [("CB181", 1, 26)]


@pytest.mark.parametrize(
    "text",
    [
        "$x [SECRET]{.correction}$",
        "$x [SECRET]{.corection}$",
        "$x [SECRET]{.if edition=instructor}$",
        "$x [SECRET]{ #solution }$",
        '$$\nx [SECRET]{.if correction="true"}\n$$',
        "\\[ x [SECRET]{.correction} \\]",
        "\\begin{align}\nx [SECRET]{.solution}\n\\end{align}",
        "---\ntitle: T\ntex: backslash\n---\n\nA \\(x [SECRET]{.correction}\\)",
    ],
)
def test_what_withholds_is_refused_in_a_formula(text: str) -> None:
    """There, it would be TeX, and students would see what it should withhold."""
    shown, found = shown_in_each_edition(text)
    assert shown == {}
    assert {diagnostic.severity for diagnostic in found} == {Severity.ERROR}


@pytest.mark.parametrize(
    "text",
    [
        r"$\text{solution}$",
        r"$E_{correction} \to \mathrm{if}\ x$",
        "\\begin{align}\nx_{solution} &= 1\n\\end{align}",
        "---\ntitle: T\ntex: backslash\n---\n\nA \\(x_{correction}\\)",
        r"$\left\{.5 \right.$",
    ],
)
def test_words_in_a_formula_withhold_nothing(text: str) -> None:
    shown, found = shown_in_each_edition(text)
    assert shown["student"] == shown["instructor"]
    assert [diagnostic.code for diagnostic in found if diagnostic.severity is Severity.ERROR] == []


def test_macros_are_of_the_course_or_of_the_lesson() -> None:
    """The lesson's override the course's, and a formula gets those that it uses."""
    lines = ["---", "math:", "  macros:", "    R: '\\mathbf{R}' # ours", "    norm: \\|#1\\|", "---"]
    macros = Macros({"R": r"\mathbb{R}", "N": r"\mathbb{N}"}, lines)
    assert macros.definitions(r"\R") == r"\def\R{\mathbf{R}}"
    assert macros.definitions(r"\norm{x} \in \N") == r"\def\norm#1{\|#1\|}\def\N{\mathbb{N}}"
    assert macros.definitions("x") == ""


def test_private_characters_of_the_author_stay() -> None:
    """Tokens are characters that the lesson does not have, however it spells them."""
    first, second, third = map(chr, range(0xF0000, 0xF0003))
    document = _document(f"{first} <b>&#xF0001;</b> $x$\n")
    drawn = _drawn(document)
    assert list(drawn.drawings) == [third]
    assert first in drawn.json
    assert second not in drawn.drawings


@pytest.mark.parametrize("lang", ["en", "fr", "fr-CA", "pt-BR", "de"])
def test_each_language_is_spoken(lang: str) -> None:
    assert " lang=" not in formula_drawing(Formula("a^2", is_display=False, lang=lang)).screen


def test_a_language_that_is_not_spoken_is_english() -> None:
    drawing = formula_drawing(Formula(r"\frac{a}{b}", is_display=False, lang="eo"))
    assert 'lang="en" aria-label="a over b"' in drawing.screen


def test_what_is_not_seen_in_print_is_not_heard() -> None:
    """Nor is it in the page: a comment, or what only takes room."""
    drawing = formula_drawing(Formula("\n% SECRET\nx\\phantom{SECRET}\\%", is_display=True, lang="en"))
    assert drawing.text == "x%"
    assert "SECRET" not in "".join((drawing.screen, drawing.printed, drawing.word, *drawing.texts))


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\ce{H2O} + \ce{SO4^2-} + \ce{Na+}", "H₂O + SO₄²⁻ + Na⁺"),
        ("10^{-3} x_1", "10⁻³x₁"),
        ("e^{x^2-1} + x^{12.5} + x_{ab}", "e^(x² \u2212 1) + x^12.5 + x_(ab)"),
    ],
)
def test_numbers_are_small_in_their_text(tex: str, text: str) -> None:
    """Where there is no drawing, as in a title; what Unicode has no characters for stays."""
    assert formula_drawing(Formula(tex, is_display=False, lang="en")).text == text


def test_a_long_one_in_a_line_scrolls() -> None:
    """On a line of its own, all do, with the line."""
    tex = "+".join(f"x_{{{n}}}" for n in range(20))
    inline, display = (formula_drawing(Formula(tex, is_display=d, lang="en")).screen for d in (False, True))
    assert 'class="formula wide"' in inline
    assert 'class="formula"' in display


def test_what_mathml_cannot_say_is_an_image_with_a_name() -> None:
    drawing = formula_drawing(Formula(r"\chemfig{A-B=C}", is_display=True, lang="en"))
    assert '" role="img" aria-label="structure of' in drawing.screen
    assert "<math" not in drawing.screen


@pytest.mark.parametrize(
    "tex", [r"\def\a{\b\b}" + r"\a" * 9, "{" * 2_000, r"\frac{" * 900, r"\sqrt{" * 1500 + "x" + "}" * 1500]
)
def test_hostile_formulas_end(tex: str) -> None:
    """In an error, and never in the process's end."""
    with pytest.raises(FormulaError):
        formula_drawing(Formula(tex, is_display=True, lang="en"))
