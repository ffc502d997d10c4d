"""Find ticked choices that are in no quiz because its name is wrong, and names of questions out of place."""

import json
from collections.abc import Iterator
from typing import Any

from coursebuild.lint.slip import Slip
from coursebuild.model import Place, vocabulary

_TICKED = "☒"
_ON_WORDS = ("Span", "Code")


def misplaced(kind: str, attributes: Any, content: Any, place: Place | None) -> Iterator[Slip]:
    """Yield a slip for `.quiz` or `.blank` where it does nothing, and for nearly `.quiz` around ticks."""
    identifier, classes, _ = attributes
    if vocabulary.QUIZ in classes and kind != "Div":
        yield Slip(
            "CB198", "`.quiz` is for a fenced div, and hides nothing here", place, f".{vocabulary.QUIZ}"
        )
    elif vocabulary.BLANK in classes and kind not in _ON_WORDS:
        message = "`.blank` is for words: there is no line here for students to write on"
        yield Slip("CB198", message, place, vocabulary.BLANK)
    elif kind in _ON_WORDS and vocabulary.fold(identifier) == vocabulary.BLANK:
        yield Slip(
            "CB198", f"`#{identifier}` does not hide anything; did you mean `.blank`?", place, identifier
        )
    elif kind == "Div" and vocabulary.QUIZ not in classes:
        name = next(filter(_resembles_quiz, (*classes, identifier)), "")
        is_reported = name in classes and vocabulary.nearest_guard(name)
        if name and not is_reported and _TICKED in json.dumps(content, ensure_ascii=False):
            message = f"everybody sees what is ticked in `{name}`; did you mean `.quiz`?"
            yield Slip("CB198", message, place, name)


def _resembles_quiz(name: str) -> bool:
    if not name or name in vocabulary.KINDS or name in vocabulary.CLASSES - {vocabulary.QUIZ}:
        return False
    return bool(vocabulary.nearest(name, [vocabulary.QUIZ], vocabulary.ROUGHLY))
