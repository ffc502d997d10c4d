"""The names that an author's kind of box cannot have, since they mean something else."""

import re
from collections.abc import Collection

from coursebuild.config import palette
from coursebuild.config.templates import Folder
from coursebuild.model import answer_words, vocabulary

_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_TINT = "-tint"


_MEANINGS = {
    "": "",
    "answer": "means an answer, and everybody sees the box",
    "teacher": "means a text for teachers, and everybody sees the box",
    "hidden": "hides its text in other tools, and everybody sees the box",
}


def other_meaning(name: str, editions: Collection[str], built_in: Folder) -> str:
    """Return what a name means already, to end a sentence with; "" if it is free."""
    folded, guard = vocabulary.fold(name), vocabulary.nearest_guard(name)
    hiding = vocabulary.nearest(name, (vocabulary.COMMENT, "unless"))
    classes = {*vocabulary.CONDITION_CLASSES, vocabulary.PUBLIC, *vocabulary.CLASSES}
    meanings = {
        f"means a {guard}, which students do not see": guard,
        "is a kind of box already": folded in vocabulary.KINDS,
        "is a class with a meaning of its own": folded in classes,
        f"is nearly `{hiding}`, which hides its text": hiding,
        "is an edition": folded in map(vocabulary.fold, editions),
        _MEANINGS[answer_words.class_meaning(name) or answer_words.nearly_an_answer(folded)]: True,
        "is a name that pages use": folded in _used_by_pages(built_in),
    }
    return next((meaning for meaning, applies in meanings.items() if meaning and applies), "")


def _used_by_pages(built_in: Folder) -> set[str]:
    """The classes of the built-in style sheets, and the names of the built-in colours."""
    classes = {name for file in built_in.names(".css") for name in _CLASS.findall(built_in.text(file) or "")}
    colours = {name for scheme in palette.table(built_in).values() for name in scheme}
    return classes | colours | {name.removesuffix(_TINT) for name in colours}
