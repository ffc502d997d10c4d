r"""Write formulas in TeX for readers who should learn no more than pages show.

TeX has what no page shows: comments, `\phantom{…}`, labels, definitions. Where it has more than is drawn, the
text of the drawing stands for it.
"""

import re
import unicodedata
from collections import Counter

from coursebuild.drawings.formulas.typeset import Formula, formula_drawing, without_comments

_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[A-Za-z]+\*?\}(?:\{[clr|]*\})?")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)")
_MEASURED = "phantom"  # in the names of commands that leave room for what they do not show


def legible(formula: Formula) -> str:
    """The TeX of a formula between dollars, or its text without these. Raises: FormulaError."""
    drawn = formula_drawing(formula).text
    tex = _LABEL.sub("", "\n".join(filter(str.strip, without_comments(formula.tex).split("\n")))).strip()
    has_more = _MEASURED in tex or _signs(_COMMAND.sub(" ", _ENVIRONMENT.sub(" ", tex))) - _signs(drawn)
    if formula.macros or has_more:
        return drawn
    return f"$${tex}$$" if formula.is_display else f"${tex}$"


def _signs(text: str) -> Counter[str]:
    """The letters and digits of a text, whatever their style."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
