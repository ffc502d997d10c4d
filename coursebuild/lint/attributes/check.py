"""Check an element's attributes: what they mean together, and what they mean elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

from coursebuild.lint.attributes.conditions import condition_slips, contradictions
from coursebuild.lint.attributes.names import Names
from coursebuild.lint.attributes.near_misses import almost_conditions, nearly_comment
from coursebuild.lint.attributes.shapes import shaped_class
from coursebuild.lint.exercises import amounts
from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, Audience, Place, answer_words, short, vocabulary
from coursebuild.source import find_blocks, read_paragraphs

INCLUDE = "include"
_WITHHELD = frozenset((*vocabulary.GUARDS, vocabulary.BLANK))
_MEANINGS = {
    "answer": "means an answer",
    "teacher": "means a text for teachers",
    "hidden": "hides its text in other tools",
}
HIDING_STYLE = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|(?<!-)color\s*:\s*transparent|^(?!.*background).*(?<!-)color\s*:\s*(?:white\b|#fff(?:fff)?\b)"
)
_DOTTED = re.compile(r"(?i)\W*\.\s?(?:correction|solution)s?\b")


def check_attributes(
    kind: str, attributes: Any, names: Names, outer: Audience, place: Place | None
) -> Iterator[Slip]:
    """Yield the slips in an element's attributes; `outer` is the audience of the part around it."""
    _, classes, pairs = attributes
    conditions = [c for c in classes if c in vocabulary.CONDITION_CLASSES]
    is_dated = vocabulary.SHOW_FROM in dict(pairs) and vocabulary.COMMENT not in classes
    withholds = not _WITHHELD.isdisjoint(classes) or is_dated
    if vocabulary.PUBLIC in classes and (conditions or withholds):
        yield Slip("CB143", "`.public` is on an element with a condition", place, f".{vocabulary.PUBLIC}")
    if conditions:
        yield from condition_slips(conditions, attributes, names, outer, place)
    elif withholds:
        yield from contradictions(attributes, names, outer, place)
    audience = outer & names.audience(attributes)
    if names.is_for_students(audience):
        yield from almost_conditions(kind, attributes, names, conditional=bool(conditions), place=place)
        if "hidden" in dict(pairs) or HIDING_STYLE.search(dict(pairs).get("style", "")):
            yield Slip(
                "CB118",
                "`hidden` and `display: none` do not hide text from readers of the page's source",
                place,
                "display",
                "hidden",
            )
        yield from _meaning_slips(attributes, names, place)
    yield from _include_slips(kind, attributes, place)
    # the mark of a heading without a condition is at its brace: the attribute is found by its text
    is_exercise = kind == "Header" and names.audience(attributes) == names.everyone
    yield from amounts.check_amounts(
        kind, attributes, names.amounts, None if is_exercise else place, conditional=bool(conditions)
    )
    if kind == "Div":
        known = names.classes | vocabulary.CLASSES | {*vocabulary.CONDITION_CLASSES}
        for name in classes:
            reported = (
                vocabulary.nearest_guard(name)
                or answer_words.class_meaning(name)
                or nearly_comment(kind, name)
            )
            if shaped_class(kind, name, names) or vocabulary.names_date(name):
                continue  # an error of its own
            if name not in known and not (reported and names.is_for_students(audience)):
                meant = vocabulary.nearest(name.partition("[")[0], known)  # `:::tpi[A title]`
                hint = f"; did you mean `.{meant}`?" if meant else ""
                yield Slip("CB124", f"unknown class `.{name}`{hint}", place, name)


def _include_slips(kind: str, attributes: Any, place: Place | None) -> Iterator[Slip]:
    """Report what would include a file: where it does, the attribute is gone (`source/inclusion/`)."""
    for key, value in attributes[2]:
        quote = f'{key}="{value}"'
        if key == INCLUDE and kind in ("Div", "CodeBlock"):
            message = f"`{quote}` includes nothing: the block has a text of its own, or is not closed at once"
            yield Slip("CB189", message, place, f"{key}=", quote)
        elif key == INCLUDE:
            yield Slip("CB189", f"`{quote}` has no effect here", place, f"{key}=", quote)
        elif kind in ("Div", "CodeBlock") and vocabulary.nearest(key, [INCLUDE]):
            message = f"unknown attribute `{key}`; did you mean `{INCLUDE}`?"
            yield Slip("CB189", message, place, f"{key}=", quote)


def _meaning_slips(attributes: Any, names: Names, place: Place | None) -> Iterator[Slip]:
    """Check whether students see an element whose class, attribute or title means an answer or a teacher."""
    _, classes, pairs = attributes
    editions = names.keys["edition"] or frozenset()
    for name in classes:
        if name in editions:
            message = f'`.{name}` does not hide anything; write `.if edition="{name}"`'
            yield Slip("CB140", message, place, name)
        elif (
            (meaning := answer_words.class_meaning(name))
            and not vocabulary.nearest_guard(name)
            and not names.public.has_class(name)
        ):
            who = _MEANINGS[meaning]
            hint = (
                "; did you mean `.answer`, room to write on?" if vocabulary.nearest(name, ["answer"]) else ""
            )
            message = f"the class `.{name}` {who}, and everybody sees it{hint}"
            yield Slip("CB141", message, place, name)
    for key, value in pairs:
        if key == "title" and _DOTTED.match(value):
            yield Slip("CB117", f"the title `{value}` is a class that is not read", place, value)
        elif key != MARK and any(b.guard for p in read_paragraphs(value) for b in find_blocks(p)):
            message = f"`{key}` holds notation, which is not read there: `{short(value)}`"
            yield Slip("CB117", message, place, value)
    title = dict(pairs).get("title", "")
    if (
        vocabulary.PUBLIC not in classes
        and answer_words.announcement(title, teacher_alone=True)
        and not names.public.has(title)
    ):
        yield Slip("CB125", f"everybody sees the title `{title}`", place, title)
