"""What an author may have meant: names that are nearly a known one."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

KINDS = frozenset(
    "warning tip note info important caution danger exo exercise link correction solution".split()
)
SWALLOWING = frozenset(  # elements that are left out with all they hold
    "script style iframe object noscript noembed template svg math title textarea select".split()
)

GUARDS = ("correction", "solution")
ASKING = ("if", "unless")

# What authors call a correction, and words that only look like one.
_MEANT = {
    **dict.fromkeys(("corr", "corrige", "corriges", "corrections", "correctif"), "correction"),
    **dict.fromkeys(("soluce", "solutions"), "solution"),
}
_OTHERS = frozenset(
    "collection connection connexion convection correct correcteur corrective correctly corrector "
    "correlation dilution direction dissolution evolution pollution resolution resolutions revolution "
    "section volution".split()
)
_CLOSE = 0.8  # of difflib's ratio: one slip in five letters, two in ten
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_OTHER_CORRECTION = re.compile(r"(?:auto|colou?r|error|erreurs?|gamma)[^\w]*correction")
_BOX = re.compile(r"(?:callout|box|bloc|block|admonition|alert)[-_]+")  # as other tools name their boxes


def fold(word: str) -> str:
    """Without accents, capitals, and what cannot be seen."""
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", word))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=4096)
def guard(word: str) -> str:
    """The guard (`correction`, `solution`) that a class or key is, or nearly is; otherwise nothing."""
    name = _BOX.sub("", fold(word).strip(".,;:!?#@()*'\""))
    first = re.split(r"[^\w]+", name)[0]
    if name in _OTHERS or first in _OTHERS or _OTHER_CORRECTION.match(name):
        return ""
    if held := next((g for g in GUARDS if name.startswith(g) or g in re.split(r"[^\w]|_", name)), ""):
        return held
    if re.search(r"corrige(?:es?|s)?$", name):
        return "correction"
    return _MEANT.get(name) or _MEANT.get(first) or known(name, GUARDS)


def known(word: str, names: Iterable[str]) -> str:
    """The one of `names` that a word is nearly; nothing where there is none."""
    found = difflib.get_close_matches(fold(word), list(names), 1, _CLOSE)
    return found[0] if found else ""
