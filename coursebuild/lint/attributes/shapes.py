"""Find classes and identifiers that were meant as attributes: pandoc takes `::: points=3` for one class."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.dates.rules import no_date
from coursebuild.lint.slip import Slip
from coursebuild.model import Block, Place, answer_words, short, vocabulary

# What may stand between a name and its value, and what may be around this.
_SIGN = re.compile(r"[\W_]+")
_IDENTIFIER = re.compile(r"(?:#|(?<![\w-])id=[\"']?)(?P<name>[^\s{}\"'#]+)")
_EQUALS = re.compile("[=\u2550\ua78a\u207c\u208c]")
_QUOTES = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a()[]{}<> "
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Names with a meaning of their own, beside those of conditions and of filters.
_OTHERS = frozenset(("hidden", vocabulary.PUBLIC, *vocabulary.CONDITION_CLASSES))


class Shaped(NamedTuple):
    """A name that has the shape of an attribute, and the attribute that it seems to be."""

    key: str
    sign: str  # what stands between both
    value: str
    meant: str = ""  # the name with a meaning that `key` is or resembles

    @property
    def assigns(self) -> bool:
        return bool(_EQUALS.search(self.sign))

    @property
    def joins(self) -> bool:
        """Whether the sign is one of those that join the words of a name."""
        return not self.sign.strip("-_.+")


def shape_slips(kind: str, attributes: Any, names: Names, place: Place | None) -> Iterator[Slip]:
    """Report classes and identifiers that have the shape of an attribute.

    Other rules report what resembles a guard or a date. Pandoc may have made the identifier of a heading,
    of which `typed_identifier_slips` reads what is typed.
    """
    identifier, classes, pairs = attributes
    for name in classes:
        if shaped := shaped_class(kind, name, names):
            yield Slip("CB279", f"`{short(name)}` is one class for pandoc{_hint(shaped)}", place, name)
    for key, _ in pairs:
        if any(_has_decided_value(shaped, names) for shaped in _readings(key)):
            message = f"the attribute `{short(key)}` restricts nothing: its name holds a value"
            yield Slip("CB279", message, place, key)
    if kind != "Header":
        yield from _identifier_slips(identifier, names, place)


def typed_identifier_slips(block: Block, names: Names) -> Iterator[Slip]:
    """Check the identifier in a heading's attribute block."""
    for found in _IDENTIFIER.finditer(block.text):
        identifier, place = found["name"], (block.line, block.column)
        if vocabulary.names_date(identifier):
            yield Slip("CB253", no_date(f"#{identifier}"), place, identifier)
        else:
            yield from _identifier_slips(identifier, names, place)


def _identifier_slips(identifier: str, names: Names, place: Place | None) -> Iterator[Slip]:
    """Report an identifier that has the shape of an attribute; `#level:basic` may well be one."""
    for shaped in () if vocabulary.names_date(identifier) else _readings(identifier):
        if shaped.assigns or _has_decided_value(shaped, names):
            meant = shaped._replace(meant=_meaning(shaped.key, names))
            message = f"`#{short(identifier)}` is an identifier{_hint(meant)}"
            yield Slip("CB279", message, place, identifier)
            return


def shaped_class(kind: str, name: str, names: Names) -> Shaped | None:
    """The attribute that a class has the shape of; None for a class."""
    if vocabulary.nearest_guard(name) or answer_words.class_meaning(name) or vocabulary.names_date(name):
        return None
    if _DAY.match(name):
        return Shaped("", "", name, vocabulary.SHOW_FROM)
    for shaped in _readings(name):
        meant = _meaning(shaped.key, names)
        # other tools have options in the name of a language, as `python=`
        if (shaped.assigns and (meant or kind != "CodeBlock")) or (
            _has_decided_value(shaped, names) or (meant and not shaped.joins) or _is_condition(shaped, names)
        ):
            return shaped._replace(meant=meant)
    return None


def _readings(name: str) -> Iterator[Shaped]:
    """Yield the ways to part a name into that of an attribute and its value, the shortest names first."""
    for sign in _SIGN.finditer(name, 1):
        key = name[: sign.start()].strip(_QUOTES + ".#")
        if key:
            yield Shaped(key, vocabulary.fold(sign[0]), name[sign.end() :].strip(_QUOTES))


def _has_decided_value(shaped: Shaped, names: Names) -> bool:
    """Whether it is a key that the editions or the format decide, with one of its values."""
    return names.audiences.as_text(shaped.value) in (names.keys.get(shaped.key) or ())


def _is_condition(shaped: Shaped, names: Names) -> bool:
    """Whether it is `if` or `unless` with the key of a condition."""
    first = re.split(r"[\W_]", shaped.value)[0]
    return vocabulary.fold(shaped.key) in vocabulary.CONDITION_CLASSES and first in names.keys


def _meaning(key: str, names: Names) -> str:
    """Return the name with a meaning of its own that a name is or resembles; otherwise ""."""
    known = names.own | names.keys.keys() | _OTHERS
    return key if key in known else vocabulary.nearest(key, known)


def _hint(shaped: Shaped) -> str:
    if not shaped.meant:
        return ", and no attribute"
    if shaped.meant in vocabulary.CONDITION_CLASSES:
        return f"; did you mean `.{shaped.meant}` and a condition, in braces?"
    value = short(shaped.value).replace('"', "") or "…"
    return f'; did you mean `{{{shaped.meant}="{value}"}}`?'
