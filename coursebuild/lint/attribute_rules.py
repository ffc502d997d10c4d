"""Check an element's attributes: conditions, classes, and names that are almost one of coursebuild's."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.attributes.shapes import shaped_class
from coursebuild.lint.exercises import amounts
from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, STUDENT, Audience, Place, answer_words, short, vocabulary
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
        yield from _condition_slips(conditions, attributes, names, outer, place)
    elif withholds:
        yield from _contradictions(attributes, names, outer, place)
    audience = outer & names.audience(attributes)
    if names.is_for_students(audience):
        yield from _almost_conditions(kind, attributes, names, conditional=bool(conditions), place=place)
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
                or _nearly_comment(kind, name)
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


def _condition_slips(
    classes: list[str], attributes: Any, names: Names, outer: Audience, place: Place | None
) -> Iterator[Slip]:
    """Check the keys and values of a condition; `classes` are the `if` and `unless` of its element."""
    name = classes[0]
    conditions = names.audiences.conditions_of(attributes[2])
    if not conditions:
        yield Slip("CB102", f"`.{name}` has no condition", place, f".{name}", f'"{name}"')
    keys = [key for key, _ in attributes[2]]
    has_faults = False
    for key, value in conditions.items():
        if keys.count(key) > 1:
            has_faults = True
            yield Slip("CB135", f"`.{name}` asks for `{key}` {keys.count(key)} times", place, f"{key}=")
        elif key not in names.keys:
            has_faults = True
            meant = (
                vocabulary.nearest(key, names.keys)
                or vocabulary.nearest_guard(key)
                or vocabulary.nearest(key, names.own)
            )
            hint = f"; did you mean `{meant}`?" if meant else ""
            message = f"`.{name}` asks for `{key}`, which is not set anywhere{hint}"
            yield Slip("CB115", message, place, f"{key}=")
        elif (allowed := names.keys[key]) is not None and names.audiences.as_text(value) not in allowed:
            has_faults = True
            listed = " or ".join(f"`{v}`" for v in sorted(allowed))
            message = f'`{key}="{value}"` holds in no edition: `{key}` is {listed}'
            yield Slip("CB116", message, place, f"{key}=")
        elif key in names.own_values and (unmet := _unmet(classes, key, value, names)):
            yield Slip("CB139", unmet, place, f"{key}=")
    if conditions and conditions.keys() <= names.decided and not has_faults:
        yield from _contradictions(attributes, names, outer, place)


def _values_of_editions(attributes: Any, names: Names) -> str:
    """Return what each edition has for the keys of an element with several conditions, for a message."""
    conditions = set(names.audiences.conditions_of(attributes[2]))
    conditions |= {"correction"} if {"correction", "solution"} & {*attributes[1]} else set()
    keys = sorted(conditions - {"edition", "format"}) if len(conditions) > 1 else []
    editions = {
        edition: ", ".join(f"`{key}` is `{values.get(key, '')}`" for key in keys)
        for (edition, _), values in names.audiences.values.items()
    }
    return f": {'; '.join(f'in {name}, {has}' for name, has in editions.items())}" if keys else ""


def _unmet(classes: list[str], key: str, value: str, names: Names) -> str:
    """Return what is wrong with a value that the key has nowhere; otherwise "".

    `.unless` may well name a value that another lesson has: only one that resembles the key's is wrong.
    """
    text, values = names.audiences.as_text(value), names.own_values[key]
    reason = next(filter(None, (_near_miss(text, each) for each in values)), "")
    if text in values or not (reason or "if" in classes):
        return ""
    listed = " or ".join(f"`{each}`" if each else "empty" for each in sorted(values))
    return f'`{key}="{value}"` holds for nobody: `{key}` is {listed} here{reason}'


def _near_miss(text: str, value: str) -> str:
    """Return why a text is not the value that it resembles; "" if it resembles it not at all."""
    if value.startswith("[") and text in value[1:-1].split(", "):
        return ", and a list is compared as a whole"
    if text.casefold() == value.casefold():
        return ", and capital letters count"
    with suppress(ValueError):
        if float(text) == float(value):
            return ", and numbers are compared as text"
    return f"; did you mean `{value}`?" if vocabulary.nearest(text, [value]) else ""


def _contradictions(attributes: Any, names: Names, outer: Audience, place: Place | None) -> Iterator[Slip]:
    """Report a part that no edition shows, or an `.unless` that hides its part from no edition."""
    classes = [c for c in attributes[1] if c in vocabulary.CONDITION_CLASSES]
    audience = names.audience(attributes)
    quote = f".{classes[0]}" if classes else ""
    if not audience:
        message = f"no edition shows this part{_values_of_editions(attributes, names)}"
        yield Slip("CB116", message, place, quote)
    elif outer and not audience & outer:
        message = "no edition shows both this part and the part around it"
        yield Slip("CB116", message, place, quote)
    elif classes == ["unless"] and audience == names.everyone:
        yield Slip("CB116", "this `.unless` does not hide the part in any edition", place, ".unless")


def _almost_conditions(
    kind: str, attributes: Any, names: Names, *, conditional: bool, place: Place | None
) -> Iterator[Slip]:
    """Report classes, identifiers and keys that would restrict the audience if written correctly."""
    identifier, classes, pairs = attributes
    # pandoc makes the identifier of a heading without one of its text
    if kind != "Header" and vocabulary.fold(identifier) in vocabulary.GUARDS:
        meant = vocabulary.fold(identifier)
        message = f"`#{identifier}` does not hide anything; did you mean `.{meant}`?"
        yield Slip("CB113", message, place, f"#{identifier}")
    for name in classes:
        if name == vocabulary.QUIZ:
            continue  # where it does nothing, `misplaced` says so
        if meant := vocabulary.nearest_guard(name) or _nearly_comment(kind, name):
            message = f"`.{name}` does not hide anything; did you mean `.{meant}`?"
            yield Slip("CB113", message, place, name)
        elif name not in vocabulary.CONDITION_CLASSES and (
            vocabulary.fold(name.strip(".")) in vocabulary.CONDITION_CLASSES
            or re.search(r"\.(?:if|unless)$", name)
            or vocabulary.nearest(name, ["unless"])
        ):
            message = f"`.{name}` has no effect; did you mean `.{name.strip('.').lower()}`?"
            yield Slip("CB113", message, place, name)
    for first, second in pairwise(classes):
        joined = vocabulary.nearest_guard(first + second)
        if joined and not any(map(vocabulary.nearest_guard, (first, second))):
            message = f"`{first} {second}` are two classes; did you mean `.{joined}`?"
            yield Slip("CB113", message, place, first)
    if not conditional:
        yield from _almost_keys(pairs, names, place)


def _almost_keys(pairs: Any, names: Names, place: Place | None) -> Iterator[Slip]:
    """Report attributes that would be conditions with `.if`, and attributes that mean an answer."""
    for key, value in pairs:
        if (
            vocabulary.fold(value) in vocabulary.GUARDS
            or key in vocabulary.CONDITION_CLASSES
            or value in (names.keys["edition"] or frozenset()) - {STUDENT.name}
        ):
            if key not in ("title", "alt", MARK):
                yield Slip("CB114", f'`{key}="{value}"` is not a condition', place, f"{key}=")
            continue
        text = names.audiences.as_text(value)
        is_possible = key not in ("format", "lang") and text in (names.keys.get(key) or ())
        is_boolean = text in ("true", "false") and not key.startswith("data-")
        if is_possible or (is_boolean and vocabulary.nearest_guard(key) == "correction"):
            yield Slip("CB114", f'`{key}="{value}"` has no effect without `.if`', place, f"{key}=")
        elif is_boolean and (meant := vocabulary.nearest_guard(key)) in (vocabulary.BLANK, vocabulary.QUIZ):
            message = f'`{key}="{value}"` does not hide anything; did you mean `.{meant}`?'
            yield Slip("CB113", message, place, f"{key}=")
        elif key == "for":
            message = f'`for="{short(value)}"` is on no correction, and everybody sees what has it'
            yield Slip("CB233", message, place, "for=")
        elif (key == "answer" or answer_words.names_answer(key)) and text != "false":
            message = f'the attribute `{key}="{short(value)}"` means an answer, and would be on the page'
            yield Slip("CB141", message, place, f"{key}=")


def _nearly_comment(kind: str, name: str) -> str:
    """Return `comment` if the class of a fenced div is a near miss of it; otherwise ""."""
    comment = vocabulary.COMMENT
    return vocabulary.nearest(name, [comment]) if kind == "Div" and name != comment else ""


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
