"""Coursebuild's own notation, as importers write it."""

import re
from collections.abc import Iterator

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
    name = identifier(name)
    return with_attribute(attributes, f"#{name}") if name else attributes


def with_attribute(attributes: str, added: str) -> str:
    """Add an attribute to what follows the colons."""
    return f"{attributes[:-1]} {added}}}" if attributes.startswith("{") else f"{{.{attributes} {added}}}"


def identifier(label: str) -> str:
    """Return a label without what an identifier cannot have."""
    return re.sub(r"[\s{}\"'#.=]+", "-", label.strip()).strip("-")


def numbered(prefix: str, label: str) -> str:
    """Return a label as the identifier of what is numbered as `prefix` says, such as `fig`; "" of ""."""
    label = re.sub(r"[^\w:-]+", "-", label.strip()).strip("-")
    if re.match(rf"{prefix}[:-]\w", label) or not label:
        return label
    return f"{prefix}-{re.sub('^tab[:-]', '', label) if prefix == 'tbl' else label}"


def former(name: str) -> Iterator[str]:
    """Yield the labels of which `numbered` makes an identifier."""
    prefix, _, label = name.partition("-")
    yield from (label, f"tab-{label}") if prefix == "tbl" else (label,)


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
