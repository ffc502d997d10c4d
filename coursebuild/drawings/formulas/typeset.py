"""Set formulas as drawings, by mathra: no other module imports it."""

import re
from functools import cache, lru_cache
from html import escape
from types import ModuleType
from typing import NamedTuple

from coursebuild.drawings.formulas.mathml import mathml
from coursebuild.drawings.formulas.shapes import UnknownShapeError, joined
from coursebuild.model import Drawing, short

LONGEST = 5_000  # characters of a formula: one that fills a page has a third
_WIDE = 18.0  # em: a formula in a line that may be wider than the screen of a telephone

_PLACE = re.compile(r"column (\d+): (.*)", re.DOTALL)
_RULES = re.compile(r"\\begin\{array\}\{[^{}]*\|")  # lines between the columns of an array
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_COMMENTS = re.compile(r"(?m)^[ \t]*%.*(?=\n)")
_PERCENT = re.compile(r"(?<!\\)(?:\\\\)*%")
_SCRIPT = re.compile(  # in a text: a number, or a charge
    r"(?P<place>[\^_])(?:\((?P<signed>[+\u2212-]\d+)\)|(?P<plain>\d*[+\u2212-](?![\w(])|\d+))(?!\d|[.,]\d)"
)
_RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


class FormulaError(Exception):
    """A formula that cannot be set; `offset` is where in its text, counted from 0."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


class Formula(NamedTuple):
    """A formula in TeX; `lang` is the language in which it is spoken, `macros` the definitions it needs."""

    tex: str
    is_display: bool
    lang: str
    macros: str = ""


@lru_cache(maxsize=4096)
def formula_drawing(formula: Formula) -> Drawing:
    """Draw a formula, in the colour of the text around it. Raises: FormulaError."""
    if len(formula.tex) > LONGEST:
        raise FormulaError(f"it has {len(formula.tex)} characters; {LONGEST} are the most")
    locale, tex = _locale(formula.lang), without_comments(formula.tex)
    try:
        made = _mathra().render(formula.macros + tex.strip(), locale, display=formula.is_display, strict=True)
    except ValueError as error:
        found = _PLACE.fullmatch(str(error))
        if found is None:
            raise FormulaError(str(error)) from error
        raise FormulaError(found[2], _offset(formula, tex, int(found[1]) - 1, found[2])) from error
    speech = " ".join(made["speech"].split()) or short(formula.tex)
    spoken_in = "" if formula.lang.partition("-")[0] == locale.partition("-")[0] else f' lang="{locale}"'
    text = " ".join(made["text"].split())
    plain = _SCRIPT.sub(_small, text)
    try:
        box, size, width, paths = joined(made["svg"], has_rules=bool(_RULES.search(formula.tex)))
    except UnknownShapeError as error:
        raise FormulaError(str(error)) from error
    svg, name = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"', escape(speech)
    label = f'{spoken_in} aria-label="{name}"'  # of a link or heading with it, too
    math = mathml(made["tree"], is_display=formula.is_display, attributes=label)
    role = 'aria-hidden="true"' if math else f'role="img"{label}'
    kind = "formula wide" if width > _WIDE and not formula.is_display else "formula"
    # the text is transparent: browsers find and copy it
    return Drawing(
        screen=(
            f'<span class="{kind}" style="{size}">{svg} {role}>{paths}</svg>{math}'
            f'<span aria-hidden="true">{escape(text)}</span></span>'
        ),
        printed=(
            f'{svg} role="img"{spoken_in} class="formula" style="{size}" color="inherit">'
            f"<title>{name}</title>{paths}</svg>"
        ),
        texts=(speech, text, plain),
        text=plain,
        width=width,
        tex=escape(rf"\[{tex}\]" if formula.is_display else rf"\({tex}\)"),
        word=_for_word(formula, tex, plain),
    )


def _small(script: re.Match[str]) -> str:
    return (script["signed"] or script["plain"]).translate(_RAISED if script["place"] == "^" else _LOWERED)


def _for_word(formula: Formula, tex: str, text: str) -> str:
    """A formula as Word can have one, and the text in its place where it cannot.

    That is so where the formula has what is not seen: a file of Word would have it, and shows it on request.
    """
    kind = "display" if formula.is_display else "inline"
    if "phantom" in formula.macros + tex:
        return f'<span class="{kind}">{escape(text)}</span>'
    macros = f' data-macros="{escape(formula.macros)}"' if formula.macros else ""
    return f'<span class="{kind}" data-tex="{escape(tex)}"{macros}>{escape(text)}</span>'


def without_comments(tex: str) -> str:
    """A formula with spaces for its lines of comments, so that no place moves. Raises: FormulaError.

    TeX has a comment wherever `%` stands, but who writes `50%` means the sign, which mathra 1.5 draws.
    """
    tex = _COMMENTS.sub(lambda line: " " * len(line[0]), tex)
    if found := _PERCENT.search(tex):
        message = (
            r"`%` begins a comment in TeX: write `\%` for the sign, or put the comment on a line of its own"
        )
        raise FormulaError(message, found.end() - 1)
    return tex


def _offset(formula: Formula, tex: str, offset: int, message: str) -> int:
    """Where in a formula's text an error is; mathra counts in what macros became."""
    if not formula.macros:
        return offset + len(tex) - len(tex.lstrip())
    command = _COMMAND.search(message)
    return max(0, tex.find(command[0])) if command else 0


def _mathra() -> ModuleType:
    import mathra  # noqa: PLC0415 (few lessons have formulas)

    return mathra


@cache
def _locales() -> frozenset[str]:
    return frozenset(each["code"] for each in _mathra().locales())


def _locale(lang: str) -> str:
    """The language, of those that formulas are spoken in; or else English."""
    main = lang.partition("-")[0].lower()
    return next((each for each in (lang, main) if each in _locales()), "pt-BR" if main == "pt" else "en")
