"""Coursebuild's own notation, as importers write it."""

import re

from coursebuild import lint, source
from coursebuild.model import answer_words

INSTRUCTORS = '.if correction="true"'  # the attributes of what is no answer, but was hidden
HIDDEN = f"{{{INSTRUCTORS}}}"
STUDENTS = '{.unless correction="true"}'

_BARE = re.compile(r"\{\.([a-z]+)\}")


def correction(title: str = "", name: str = "") -> str:
    """Return what follows the colons of a correction; `name` is its identifier."""
    return named(lint.box_attributes(title.replace("\n", " ")), name)


def box(kind: str, title: str = "", fold: str = "", name: str = "") -> str:
    """Return what follows the colons of a box of coursebuild's."""
    return named(bare(source.box_attributes(kind, title, fold=fold)), name)


def named(attributes: str, name: str) -> str:
    """Add an identifier to what follows the colons."""
    name = re.sub(r"[\s{}\"'#.=]+", "-", name.strip()).strip("-")
    if not name:
        return attributes
    return f"{attributes[:-1]} #{name}}}" if attributes.startswith("{") else f"{{.{attributes} #{name}}}"


def bare(attributes: str) -> str:
    """Return `note` for `{.note}`."""
    found = _BARE.fullmatch(attributes)
    return found[1] if found else attributes


def quoted(value: str) -> str:
    """Return a value between quotation marks."""
    escaped = " ".join(value.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def is_withheld(*texts: str) -> bool:
    """Whether one of the texts, names or titles, means an answer or a teacher."""
    return any(
        bool(text)
        and (source.may_be_withheld(text) or bool(answer_words.announcement(text, teacher_alone=True)))
        for text in texts
    )


def hides(classes: str) -> bool:
    """Whether one of the classes means an answer or a teacher, or hides in other tools."""
    return any(map(answer_words.class_meaning, classes.split()))
