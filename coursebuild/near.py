"""What an author may have meant: names that are nearly a known one."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

GUARDS = ("correction", "solution")
ASKING = ("if", "unless")

# What authors call a correction, and words that only look like one.
_MEANT = {
    **dict.fromkeys(("corrige", "corriges", "reponse", "reponses", "answer", "answers"), "correction"),
    **dict.fromkeys(("corr", "correct", "corrections", "correctif"), "correction"),
    **dict.fromkeys(("soluce", "solutions", "sol"), "solution"),
}
_OTHERS = frozenset(
    "collection connection connexion convection correlation dissolution evolution pollution resolution "
    "revolution volution direction section".split()
)
_CLOSE = 0.8  # of difflib's ratio: one slip in five letters, two in ten
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


def fold(word: str) -> str:
    """Without accents, capitals, and what cannot be seen."""
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", word))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def guard(word: str) -> str:
    """The guard (`correction`, `solution`) that a class or key is, or nearly is; otherwise nothing."""
    folded = fold(word)
    for part in (folded, *re.split(r"[^a-z]+", folded)):
        if part in GUARDS:
            return part
        if part in _MEANT:
            return _MEANT[part]
    if held := next((g for g in GUARDS if g in folded and folded not in _OTHERS), ""):
        return held
    return "" if folded in _OTHERS else known(folded, GUARDS)


def known(word: str, names: Iterable[str]) -> str:
    """The one of `names` that a word is nearly; nothing where there is none."""
    found = difflib.get_close_matches(fold(word), list(names), 1, _CLOSE)
    return found[0] if found else ""
