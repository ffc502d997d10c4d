r"""Read LaTeX's environments of formulas, such as `\begin{align}`, which pandoc passes through as TeX."""

import re

from coursebuild.model import vocabulary

_STRING = r"(?:[^\"\\]|\\.)*"
_ENVIRONMENT = re.compile(
    r'\{"t":"Raw(?P<kind>Block|Inline)","c":\["(?:tex|latex)",'
    rf'"(?P<tex>\\\\begin\{{(?:{"|".join(vocabulary.ENVIRONMENTS)})\*?\}}{_STRING})"\]\}}'
)


def as_formulas(tree: str) -> str:
    """Return pandoc's JSON with a formula in place of each of these environments."""
    return _ENVIRONMENT.sub(_formula, tree) if r"\\begin{" in tree else tree


def _formula(found: re.Match[str]) -> str:
    formula = f'{{"t":"Math","c":[{{"t":"DisplayMath"}},"{found["tex"]}"]}}'
    return f'{{"t":"Para","c":[{formula}]}}' if found["kind"] == "Block" else formula
