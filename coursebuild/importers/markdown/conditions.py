"""Turn the conditions of templates, `{% if … %}`, into those of coursebuild."""

import re

from coursebuild.importers import notation
from coursebuild.importers.draft import HIDDEN, Draft
from coursebuild.model import answer_words, short, vocabulary

_UNLESS = '{.unless correction="true"}'
_STUDENTS = frozenset("student students eleve eleves etudiant etudiants".split())
_NEGATED = re.compile(r"\bnot\b|!=|==[ \t]*(?:false|0)\b|(?<!\w)!\w", re.IGNORECASE)
_INLINE = re.compile(
    r"\{%-?[ \t]*(?P<name>if|unless)[ \t]+(?P<rest>[^{}%]*?)[ \t]*-?%\}(?P<first>[^{}]*)"
    r"(?:\{%-?[ \t]*else[ \t]*-?%\}(?P<other>[^{}]*))?\{%-?[ \t]*end(?:if|unless)[ \t]*-?%\}"
)


def guards(draft: Draft, number: int, name: str, condition: str) -> tuple[str, str]:
    """Return the attributes of what a condition shows, and of what it shows otherwise.

    Where it is not known whom a condition means, both are for instructors alone.
    """
    words = [vocabulary.fold(word) for word in re.findall(r"[^\W\d_]+", condition)]
    is_positive = (name != "unless") != bool(_NEGATED.search(condition))
    if any(map(answer_words.mentions, words)) or notation.is_withheld(condition):
        return (notation.HIDDEN, _UNLESS) if is_positive else (_UNLESS, notation.HIDDEN)
    if not _STUDENTS.isdisjoint(words):
        return (_UNLESS, notation.HIDDEN) if is_positive else (notation.HIDDEN, _UNLESS)
    what = f"`{short(f'{name} {condition}')}` may hide something there: it is for instructors alone"
    draft.tell(number, HIDDEN, what)
    return notation.HIDDEN, notation.HIDDEN


def rewritten(draft: Draft, text: str) -> str:
    """Return a paragraph in which a condition on some of its words is one of coursebuild's."""

    def replace(found: re.Match[str]) -> str:
        number = draft.number_of(found[0].partition("\n")[0])
        first, other = guards(draft, number, found["name"], found["rest"])
        parts = [(found["first"], first), (found["other"] or "", other)]
        return "".join(f"[{part.strip()}]{guard}" for part, guard in parts if part.strip())

    return _INLINE.sub(replace, text)
