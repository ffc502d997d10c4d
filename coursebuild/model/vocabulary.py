"""The names of coursebuild's notation, and the one that an author probably meant by another."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

KINDS = frozenset(
    "warning tip note info important caution danger exo exercise link correction solution definition theorem "
    "proof example hint objective question success details tab".split()
)
# Kinds of which all may be numbered, beside boxes; and kinds of boxes that have no numbers, or another name.
NUMBERED = ("figures", "tables", "listings", "equations", "exercises", "sections")
NOT_NUMBERED = frozenset(("correction", "solution", "exercise", "exo", "tab"))
SWALLOWING = frozenset(  # HTML elements that pages leave out with their content
    "script style iframe object noscript noembed template svg math title textarea select".split()
)

DIAGRAMS = ("mermaid", "dot", "graphviz", "plantuml", "d2")  # languages of code that is drawn
GUARDS = ("correction", "solution")
QUIZ = "quiz"  # the class of questions, whose right answers and reasons students do not see
BLANK = "blank"  # the class of words in whose place students see a line
QUIZ_COPY = "data-quiz-copy"  # the attribute of what students have of a quiz, in exports and in no page
CONDITION_CLASSES = ("if", "unless")
LINE = "blank-line"  # the class of that line
UNANSWERED = "_"  # the words of a blank without an answer, as exports have it in cells without room for more
SHOW_FROM = "show-from"  # the attribute with the day from which students see a correction
A_DAY = 'a day such as "2026-12-01"'  # what its value must be, for messages
PUBLIC = "public"  # the class, and the front matter's field, of what students may see
GAPS = "gaps"  # the class of the Div that stands in pandoc's tree for code with gaps
PLACEHOLDER = "placeholder"  # in it, the class of what students get in place of a gap
ANSWERED = frozenset((QUIZ, GAPS))  # the classes of what students see without its answers
COMMENT = "comment"  # the class of what no edition shows
CLASSES = frozenset(  # of fenced divs, beside kinds and conditions: pandoc's, and those of the style sheets
    "answer blank center column columns comment figure folded footnotes incremental line-block multiple "
    "nonincremental page-break panel-tabset public quiz refs section tabs tabset title unfolded unlisted "
    "unnumbered".split()
)
ENVIRONMENTS = (  # of LaTeX, that are formulas
    *("equation", "align", "alignat", "aligned", "gather", "gathered", "multline", "flalign", "eqnarray"),
    *("math", "displaymath"),
)
TAB_GROUPS = frozenset({"tabs", "tabset", "panel-tabset"})  # the class of what holds tabs

_DATE_NAMES = frozenset(  # nearly the attribute's, without what is between their words
    "afficherle availablefrom displayfrom hiddenuntil hideuntil publishfrom publishon releasedate "
    "releasefrom releaseon revealfrom revealon showafter showat showdate showfrom shownfrom showon showsince "
    "showuntil "
    "visibledes visiblefrom visibleon visiblele".split()
)
_DATE_WORDS = frozenset("after apres available dapres depuis from reveal show since until visible".split())
_DAY = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_BEFORE_VALUE = re.compile(r"(?P<name>[\w-]*?)[_-]*(?=[^\w-]|\d)[^\w]*")

# other names of a correction, and words that only resemble one
_SYNONYMS = {
    **dict.fromkeys(("corr", "corrige", "corriges", "corrections", "correctif"), "correction"),
    **dict.fromkeys(("soluce", "solutions"), "solution"),
    **dict.fromkeys(("mcq", "qcm", "qcu", "quizzes"), QUIZ),
    **dict.fromkeys(("blancs", "cloze", "fill-in", "fillin", "lacune", "lacunes"), BLANK),
    **dict.fromkeys(("a-completer", "texte-a-trous", "trou", "trous"), BLANK),
}
UNRELATED = frozenset(
    "collection connection connexion convection correct correcteur corrective correctly corrector "
    "correlation correlations corruption dilution direction dissolution evolution isolation pollution "
    "resolution resolutions revolution section soutien volution".split()
)
_OTHER_WORDS = frozenset("black bland blink flank plank quid quip quit".split())  # not nearly a short name
_CUTOFF = 0.8  # difflib's ratio: one wrong letter in five, two in ten
ROUGHLY = 0.6  # for a name that is wrong in any case
MOST_SIMILAR = 3  # names that a word may mean
_MARKS = frozenset(
    ("Mn", "Me", "Cf", "Zl", "Zp")
)  # Unicode's categories of accents, and of invisible characters
_LOOKALIKES = str.maketrans(  # Cyrillic and Greek letters
    "\u0430\u0441\u0435\u043e\u0440\u0443\u0445\u0456\u0455\u0458\u04bb\u0501\u0442\u043a\u043f\u0433\u0438"
    "\u0410\u0412\u0421\u0415\u041e\u0420\u0422\u0425\u041d\u041a\u041c\u0406\u0405"
    "\u03bf\u03bd\u03c1\u03b1\u03c4\u03b9\u03ba\u03c5\u03b5\u03b7\u039f\u03a1\u0391\u03a4\u0399\u039a\u0395\u039d",
    "aceopyxisjhdtknruABCEOPTXHKMISonpatikuenOPATIKEN",
)
_OTHER_CORRECTION = re.compile(r"(?:auto|colou?r|error|erreurs?|gamma)[^\w]*correction")
_BOX_PREFIX = re.compile(r"(?:callout|box|bloc|block|admonition|alert)[-_]+")  # of other tools' classes


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Remove accents, case and invisible characters; replace letters that look like Latin ones by those."""
    if word.isascii():
        return word.casefold()
    plain = unicodedata.normalize("NFKD", word).translate(_LOOKALIKES)
    kept = (c for c in plain if unicodedata.category(c) not in _MARKS)
    return "".join(kept).casefold()


@lru_cache(maxsize=4096)
def nearest_guard(word: str) -> str:
    """Return the guard that a class or key is or resembles, one of GUARDS, QUIZ or BLANK; otherwise ""."""
    name = _BOX_PREFIX.sub("", fold(word).strip(".,;:!?#@()*'\""))
    first = re.split(r"[^\w]+", name)[0]
    if name in UNRELATED or first in UNRELATED or _OTHER_CORRECTION.match(name):
        return ""
    if guard := next((g for g in GUARDS if name.startswith(g) or g in re.split(r"[^\w]|_", name)), ""):
        return guard
    if re.search(r"corrige(?:es?|s)?$", name):
        return "correction"
    return (
        _SYNONYMS.get(name)
        or _SYNONYMS.get(first)
        or nearest(name, GUARDS)
        or nearest(first, GUARDS)
        or next((short for short in (QUIZ, BLANK) if _is_nearly(re.split(r"[^\w-]+", name)[0], short)), "")
    )


@lru_cache(maxsize=4096)
def names_date(name: str, value: str = "") -> bool:
    """Whether the name of a class or an attribute is `show-from`, or resembles it; `value` is its value.

    A name that holds a value is one too, as `show-from-2026-12-01` and `show-from:` are for pandoc.
    """
    folded = fold(name)
    before = _BEFORE_VALUE.match(folded)
    if before and before["name"] and names_date(before["name"], folded[before.end() :]):
        return True
    plain = re.sub(r"[\W_]+", "", folded).removeprefix("data")
    if plain in _DATE_NAMES or (plain in _DATE_WORDS and _DAY.match(value)):
        return True
    if abs(len(plain) - len("showfrom")) > 1 or not (plain.startswith("s") or plain.endswith("from")):
        return False  # which spares the import of difflib
    return plain != "showroom" and bool(nearest(plain, ["showfrom"]))


def _is_nearly(word: str, name: str) -> bool:
    """Whether a word is a short name, or has one letter less, more or wrong, or two the wrong way round."""
    if word in _OTHER_WORDS or abs(len(word) - len(name)) > 1:
        return False
    same = next((n for n, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), None)
    left, right = (each[len(min(word, name, key=len)) if same is None else same :] for each in (word, name))
    swapped = left[1:2] + left[:1] + left[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped == right


def nearest(word: str, names: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """Return the one of `names` that a word resembles most; "" if it resembles none."""
    return next(iter(similar(word, names, cutoff, 1)), "")


def similar(word: str, names: Iterable[str], cutoff: float = _CUTOFF, most: int = MOST_SIMILAR) -> list[str]:
    """Return the `names` that a word resembles, those first that it resembles most."""
    import difflib  # noqa: PLC0415 (only a name that is not right needs it)

    folded: dict[str, list[str]] = {}
    for name in names:
        folded.setdefault(fold(name), []).append(name)
    close = difflib.get_close_matches(fold(word), list(folded), most, cutoff)
    return [
        name
        for key in close
        for name in sorted(folded[key], key=lambda each: caseless(each) != caseless(word))
    ]


def caseless(word: str) -> str:
    """A word without its case, and without the form of Unicode that its accents have."""
    return unicodedata.normalize("NFC", word).casefold()


def suggest(word: str, names: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """Return `; did you mean …?` with the one of `names` that a word resembles most; "" for none."""
    meant = nearest(word, names, cutoff)
    return f"; did you mean `{meant}`?" if meant else ""
