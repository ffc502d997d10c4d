"""Compare formulas as they are printed with the pictures in tests/pictures/formulas/."""

import io
from functools import cache

import pypdfium2
import pytest
from comparing import hold

from coursebuild.drawings.formulas.typeset import Formula, formula_drawing
from coursebuild.pdf import weasy

FORMULAS = {
    "fractions": r"\frac{a}{b} + \tfrac{1}{2} + \cfrac{1}{1 + \cfrac{1}{x}}",
    "roots": r"\sqrt{2} + \sqrt[3]{x + \sqrt{y}}",
    "scripts": r"x_1^2 + x_{i,j}^{n+1} + {}^{14}_{6}C + x'' + y^{2^{2^2}}",
    "sums": r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}, \quad \prod_{p} p",
    "integrals": r"\int_0^1 x^2\,dx + \iint_D f + \oint_C g\,ds",
    "limits": r"\lim_{x \to 0} \frac{\sin x}{x} = 1, \quad \max_{i} a_i",
    "brackets": r"\left( \frac{a}{b} \right) \left[ \frac{x^3}{3} \right]_0^1 \left\{ \frac{1}{2} \right.",
    "bars": r"\left| \frac{a}{b} \right| + \lVert v \rVert + \lfloor x \rfloor + \lceil y \rceil",
    "angles": r"\langle u, v \rangle + \left\langle \frac{a}{b} \middle| c \right\rangle",
    "matrix": r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \begin{bmatrix} a \\ b \end{bmatrix}",
    "determinant": r"\begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
    "dots": r"\begin{pmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \end{pmatrix}",
    "cases": r"|x| = \begin{cases} x & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}",
    "aligned": r"\begin{align} (a+b)^2 &= a^2 + 2ab + b^2 \\ &= c \end{align}",
    "array": r"\begin{array}{|c|r|} \hline p & q \\ \hline 1 & 0 \\ \hline \end{array}",
    "accents": r"\hat{x} \bar{y} \vec{v} \dot{q} \ddot{q} \tilde{z} \widehat{ABC} \overline{AB}",
    "braces": r"\overbrace{a + b}^{n} + \underbrace{c + d}_{m}",
    "arrows": r"A \xrightarrow{f} B \iff C \implies D \mapsto E \rightleftharpoons F",
    "relations": r"a \le b \ne c \approx d \equiv e \in F \subset G \notin H",
    "logic": r"\forall x\, \exists y : \neg (p \land q) \lor \top \vdash r",
    "alphabets": r"\mathbb{R}\mathcal{L}\mathfrak{g}\mathscr{F}\mathbf{v}\mathrm{d}\mathsf{s}\mathtt{t}",
    "greek": r"\alpha\beta\gamma\delta\epsilon\theta\lambda\mu\pi\sigma\phi\omega\Gamma\Delta\Omega",
    "text": r"\text{speed: } v = 3\,\mathrm{m\,s^{-1}} \quad \text{(été)}",
    "boxes": r"\boxed{E = mc^2} \quad \cancel{x} \quad \textcolor{red}{y}",
    "chemistry": r"\ce{2H2 + O2 -> 2H2O} \quad \ce{Fe^{3+}}",
    "binomial": r"\binom{n}{k} = \frac{n!}{k!\,(n-k)!}",
}
PAGE = (
    "<!doctype html><html lang=en><title>Formulas</title><style>"
    "@page { size: 75mm 22mm; margin: 3mm } div { break-after: page; font-size: 12pt; color: #1f262d }"
    "</style><body>{}"
)
SCALE = 1.5


@cache
def printed() -> pypdfium2.PdfDocument:
    """A page for each formula."""
    drawn = (formula_drawing(Formula(tex, is_display=True, lang="en")).printed for tex in FORMULAS.values())
    return pypdfium2.PdfDocument(
        weasy.write_pdf(PAGE.replace("{}", "".join(f"<div>{d}</div>" for d in drawn)))
    )


@pytest.mark.parametrize(("number", "name"), list(enumerate(FORMULAS)), ids=FORMULAS)
def test_a_formula_looks_as_it_did(number: int, name: str) -> None:
    """In the text's colour, on its baseline, and with straight strokes that are as thin as others."""
    assert len(printed()) >= len(FORMULAS)
    hold(printed()[number].render(scale=SCALE).to_pil(), f"formulas/{name}")


def test_the_colour_of_the_text_is_that_of_the_formula() -> None:
    picture = printed()[0].render(scale=4).to_pil().convert("RGB")
    assert min(picture.get_flattened_data(), key=sum) == (0x1F, 0x26, 0x2D)


def test_the_pdf_is_small() -> None:
    buffer = io.BytesIO()
    printed().save(buffer)
    assert len(buffer.getvalue()) < 120_000
