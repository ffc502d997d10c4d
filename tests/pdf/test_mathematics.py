"""The signs of mathematics and logic in a PDF: each is drawn, and an alphabet is of one font."""

# ruff: noqa: RUF001 (the signs are what is tested)

import unicodedata
from collections.abc import Callable

from glyphs import drawn
from workshop import Workshop

from coursebuild.config import fonts

Build = Callable[..., Workshop]
DAILY = "∣ ∤ 𝔼 ℙ 𝟙 ⋈ ⟕ ∎ ⊨ ⊢ ⊩ ⟦ ⟧ ⟨ ⟩ ℒ 𝒫 𝓟 ∄ ∉ ⊊ ⊄ ⟹ ⟺ ↦ ⩽ ⩾ ∬ ∮ ∛ ≢ ≅ ∝ ⌊ ⌉ ‖ ⊗ ⊥ ∦ ∡ ⋱ ⊤ ∴ ⨝ ⟂"
ALPHABETS = "𝒜ℬ𝒞ℰℱℋℐℒℳ𝒫ℛ𝒮 𝔄𝔅ℭℌℑℜ𝔖ℨ 𝔸𝔹ℂ𝔻𝔼ℍℕℙℚℝ𝕊ℤ ⊕⊖⊗⊘⊙"
BLOCKS = [(0x2100, 0x214F), (0x2200, 0x23FF), (0x2980, 0x2AFF), (0x1D400, 0x1D7FF), (0x20D0, 0x20FF)]


def test_the_fonts_have_all_signs_of_these_blocks() -> None:
    """As far as Unicode assigns them."""
    known = fonts.characters()
    signs = [c for first, last in BLOCKS for c in range(first, last + 1)]
    assert [chr(c) for c in signs if c not in known and unicodedata.category(chr(c)) != "Cn"] == []


def test_daily_signs_are_drawn_without_a_warning(build: Build) -> None:
    """In text, in bold text and in formulas."""
    formula = (
        r"$A \bowtie B$, $\mathcal{P}(E)$, $x \models y$, $\mathbb{E}[X] \mid Y$, $\langle u, v \rangle$"
    )
    workshop = build(f"---\ntitle: ⋈\n---\n\n# 𝔼\n\n{DAILY} **{DAILY}** {formula}\n", "--to", "pdf")
    found = {character for character, _ in drawn(workshop)}
    assert set(DAILY) - found == set()


def test_an_alphabet_is_of_one_font(build: Build) -> None:
    """Unicode has some letters of each in another block, which other fonts have too."""
    workshop = build(f"---\ntitle: T\n---\n\n{ALPHABETS}\n", "--to", "pdf")
    fonts_of = {
        character: font for character, font in drawn(workshop) if character in ALPHABETS.replace(" ", "")
    }
    assert set(fonts_of.values()) == {"STIX-Two-Math"}
    assert len(fonts_of) == len(ALPHABETS.replace(" ", ""))


def test_other_signs_keep_their_fonts(build: Build) -> None:
    """Circled digits, arrows and dingbats are not those of a roman face."""
    workshop = build("---\ntitle: T\n---\n\n① ② → ⇒ ✓ ★ ☀ ⚠ ℓ ≤ ≠ ∞ ∈\n", "--to", "pdf")
    assert "STIX-Two-Math" not in {font for _, font in drawn(workshop)}


def test_an_arrow_stands_above_its_letter(build: Build) -> None:
    """Though the letter's own font has no such mark."""
    page = build("---\ntitle: T\n---\n\nA vector z\u20d7 here.\n", "--to", "pdf").pdf()[0].get_textpage()
    text = page.get_text_range()
    letter, arrow = (page.get_charbox(text.index(sign)) for sign in "z\u20d7")
    middle = (arrow[0] + arrow[2]) / 2
    assert letter[0] < middle < letter[2]
    assert arrow[1] >= letter[3] - 1
