"""The names of coursebuild's notation, and the one that an author probably meant by another."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

KINDS = frozenset(
    "warning tip note info important caution danger exo exercise link correction solution".split()
)
SWALLOWING = frozenset(  # HTML elements that pages leave out with their content
    "script style iframe object noscript noembed template svg math title textarea select".split()
)

GUARDS = ("correction", "solution")
CONDITION_CLASSES = ("if", "unless")

# other names of a correction, and words that only resemble one
_SYNONYMS = {
    **dict.fromkeys(("corr", "corrige", "corriges", "corrections", "correctif"), "correction"),
    **dict.fromkeys(("soluce", "solutions"), "solution"),
}
_UNRELATED = frozenset(
    "collection connection connexion convection correct correcteur corrective correctly corrector "
    "correlation dilution direction dissolution evolution pollution resolution resolutions revolution "
    "section volution".split()
)
_CUTOFF = 0.8  # difflib's ratio: one wrong letter in five, two in ten
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_OTHER_CORRECTION = re.compile(r"(?:auto|colou?r|error|erreurs?|gamma)[^\w]*correction")
_BOX_PREFIX = re.compile(r"(?:callout|box|bloc|block|admonition|alert)[-_]+")  # of other tools' classes


def fold(word: str) -> str:
    """Remove accents, case and invisible characters."""
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", word))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=4096)
def nearest_guard(word: str) -> str:
    """Return the guard, `correction` or `solution`, that a class or key is or resembles; otherwise ""."""
    name = _BOX_PREFIX.sub("", fold(word).strip(".,;:!?#@()*'\""))
    first = re.split(r"[^\w]+", name)[0]
    if name in _UNRELATED or first in _UNRELATED or _OTHER_CORRECTION.match(name):
        return ""
    if guard := next((g for g in GUARDS if name.startswith(g) or g in re.split(r"[^\w]|_", name)), ""):
        return guard
    if re.search(r"corrige(?:es?|s)?$", name):
        return "correction"
    return _SYNONYMS.get(name) or _SYNONYMS.get(first) or nearest(name, GUARDS)


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the one of `names` that a word resembles most; "" if it resembles none."""
    found = difflib.get_close_matches(fold(word), list(names), 1, _CUTOFF)
    return found[0] if found else ""
