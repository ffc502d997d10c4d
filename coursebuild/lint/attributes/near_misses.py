"""Find classes, identifiers and keys that would restrict who sees an element if they were right."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, STUDENT, Place, answer_words, short, vocabulary

_VISIBILITY = frozenset("display hide show shown visibility visible".split())  # attributes that nothing has


def almost_conditions(
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
        if meant := vocabulary.nearest_guard(name) or nearly_comment(kind, name):
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
        elif key in _VISIBILITY and is_boolean:
            yield Slip("CB118", f'`{key}="{value}"` does not hide anything', place, f"{key}=")
        elif key not in names.own and answer_words.class_meaning(value) == "teacher":
            yield Slip("CB114", f'`{key}="{short(value)}"` is not a condition', place, f"{key}=")
        elif key == "for":
            message = f'`for="{short(value)}"` is on no correction, and everybody sees what has it'
            yield Slip("CB233", message, place, "for=")
        elif (key == "answer" or answer_words.names_answer(key)) and text != "false":
            message = f'the attribute `{key}="{short(value)}"` means an answer, and would be on the page'
            yield Slip("CB141", message, place, f"{key}=")


def nearly_comment(kind: str, name: str) -> str:
    """Return `comment` if the class of a fenced div is a near miss of it; otherwise ""."""
    comment = vocabulary.COMMENT
    return vocabulary.nearest(name, [comment]) if kind == "Div" and name != comment else ""
