"""Set formulas as drawings, by mathra: no other module imports it."""

import re
from functools import cache, lru_cache
from html import escape
from types import ModuleType
from typing import NamedTuple

from coursebuild.drawings.formulas.shapes import UnknownShapeError, joined
from coursebuild.model import Drawing, short

LONGEST = 5_000  # characters of a formula: one that fills a page has a third

_PLACE = re.compile(r"column (\d+): (.*)", re.DOTALL)
_RULES = re.compile(r"\\begin\{array\}\{[^{}]*\|")  # lines between the columns of an array
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")


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
    locale = _locale(formula.lang)
    try:
        made = _mathra().render(
            formula.macros + formula.tex.strip(), locale, display=formula.is_display, strict=True
        )
    except ValueError as error:
        found = _PLACE.fullmatch(str(error))
        if found is None:
            raise FormulaError(str(error)) from error
        raise FormulaError(found[2], _offset(formula, int(found[1]) - 1, found[2])) from error
    speech = " ".join(made["speech"].split()) or short(formula.tex)
    spoken_in = "" if formula.lang.partition("-")[0] == locale.partition("-")[0] else f' lang="{locale}"'
    text = " ".join(made["text"].split())
    try:
        box, size, width, paths = joined(made["svg"], has_rules=bool(_RULES.search(formula.tex)))
    except UnknownShapeError as error:
        raise FormulaError(str(error)) from error
    svg, name = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"{spoken_in}',
        escape(speech),
    )
    # the text is transparent: browsers find and copy it
    return Drawing(
        screen=(
            f'<span class="formula" style="{size}">{svg} aria-label="{name}">{paths}</svg>'
            f'<span aria-hidden="true">{escape(text)}</span></span>'
        ),
        printed=f'{svg} class="formula" style="{size}" color="inherit"><title>{name}</title>{paths}</svg>',
        texts=(speech, text),
        text=text,
        width=width,
        tex=escape(rf"\[{formula.tex}\]" if formula.is_display else rf"\({formula.tex}\)"),
        word=_for_word(formula, text),
    )


def _for_word(formula: Formula, text: str) -> str:
    """A formula as Word can have one, and the text in its place where it cannot."""
    kind = "display" if formula.is_display else "inline"
    macros = f' data-macros="{escape(formula.macros)}"' if formula.macros else ""
    return f'<span class="{kind}" data-tex="{escape(formula.tex)}"{macros}>{escape(text)}</span>'


def _offset(formula: Formula, offset: int, message: str) -> int:
    """Where in a formula an error is; mathra counts in what macros became."""
    if not formula.macros:
        return offset + len(formula.tex) - len(formula.tex.lstrip())
    command = _COMMAND.search(message)
    return max(0, formula.tex.find(command[0])) if command else 0


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
