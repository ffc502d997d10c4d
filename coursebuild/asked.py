"""What an element's attributes ask: conditions, classes, and names that are nearly right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursebuild import near
from coursebuild.lines import MARK, Place

KNOWN_CLASSES = frozenset(  # of divisions: pandoc's, and those that our own style sheets know
    "answer center column columns figure footnotes incremental line-block nonincremental notes page-break "
    "refs section title unlisted unnumbered".split()
)


@dataclass(frozen=True, slots=True)
class Names:
    """What a condition may ask for: each key's values, or None where any will do; the own attributes."""

    keys: Mapping[str, frozenset[str] | None]
    own: frozenset[str]
    words: Mapping[str, str]
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """A slip, at its place where a mark tells it, otherwise where `quote` stands."""

    code: str
    message: str
    place: Place | None
    quote: str = ""
    or_at: str = ""


def place_of(attributes: Any) -> Place | None:
    """The place that an element's mark tells."""
    for key, value in attributes[2]:
        if key == MARK and re.fullmatch(r"\d+\.\d+", value):
            return place_in(value)
    return None


def place_in(mark: str) -> Place:
    """The place that a mark holds."""
    line, _, column = mark.partition(".")
    return int(line), int(column)


def _conditions(attributes: Any, names: Names) -> dict[str, str]:
    told = {
        key: value
        for key, value in attributes[2]
        if key not in names.own and not key.startswith(("data-", "aria-")) and key != MARK
    }
    return told or {key: value for key, value in attributes[2] if key == "lang"}


def guards(attributes: Any, names: Names) -> bool:
    """Whether an element is the instructor's, or has a condition that can hold."""
    classes = attributes[1]
    if not {"correction", "solution"}.isdisjoint(classes):
        return True
    return "if" in classes and any(
        key in names.keys and _value(value, names) in (names.keys[key] or (_value(value, names),))
        for key, value in _conditions(attributes, names).items()
    )


def _value(value: str, names: Names) -> str:
    return names.words.get(value.strip().casefold(), value.strip())


def in_attributes(
    kind: str, attributes: Any, names: Names, *, guarded: bool, place: Place | None
) -> Iterator[Finding]:
    """The slips in an element's attributes; `guarded` where a part around it hides it."""
    _, classes, _ = attributes
    asks = [c for c in classes if c in near.ASKING]
    conditions = _conditions(attributes, names)
    if asks:
        yield from _asked(asks[0], conditions, names, place)
    hidden = guarded or guards(attributes, names)
    if not hidden:
        yield from _unasked(kind, attributes, names, asks=bool(asks), place=place)
    if kind == "Div":
        known = names.classes | KNOWN_CLASSES | {*near.ASKING}
        for name in classes:
            if name not in known and not (near.guard(name) and not hidden):
                meant = near.known(name, known)
                hint = f"; did you mean `.{meant}`?" if meant else ""
                yield Finding("CB124", f"nothing knows the class `.{name}`{hint}", place, name)


def _asked(ask: str, conditions: Mapping[str, str], names: Names, place: Place | None) -> Iterator[Finding]:
    if not conditions:
        yield Finding("CB102", f"`.{ask}` has no condition", place, f".{ask}")
    for key, value in conditions.items():
        if key not in names.keys:
            meant = near.known(key, names.keys) or near.guard(key)
            hint = f"; did you mean `{meant}`?" if meant else ""
            yield Finding("CB115", f"nothing sets `{key}`, which `.{ask}` asks for{hint}", place, f"{key}=")
        elif (allowed := names.keys[key]) is not None and _value(value, names) not in allowed:
            listed = ", ".join(f"`{v}`" for v in sorted(allowed))
            yield Finding(
                "CB116", f'`{key}="{value}"` holds in no edition: `{key}` is {listed}', place, f"{key}="
            )


def _unasked(
    kind: str, attributes: Any, names: Names, *, asks: bool, place: Place | None
) -> Iterator[Finding]:
    """Classes and keys that say who sees an element, were they written right."""
    identifier, classes, pairs = attributes
    if not identifier and not classes and [key for key, _ in pairs] == [MARK]:
        yield Finding("CB112", "the attributes are empty: they say nothing", place)
    if kind == "Div" and near.fold(identifier) in near.GUARDS:
        message = f"`#{identifier}` hides nothing; did you mean `.{near.fold(identifier)}`?"
        yield Finding("CB113", message, place, f"#{identifier}")
    for name in classes:
        if meant := near.guard(name):
            yield Finding("CB113", f"`.{name}` hides nothing; did you mean `.{meant}`?", place, name)
        elif name not in near.ASKING and (
            near.fold(name.strip(".")) in near.ASKING or re.search(r"\.(?:if|unless)$", name)
        ):
            yield Finding(
                "CB113", f"`.{name}` asks nothing; did you mean `.{name.strip('.').lower()}`?", place, name
            )
    for key, value in pairs if not asks else ():
        decided = key not in ("format", "lang") and _value(value, names) in (names.keys.get(key) or ())
        said = _value(value, names) in ("true", "false") and not key.startswith("data-")
        nearly = said and near.guard(key) == "correction"
        if decided or nearly:
            yield Finding("CB114", f'`{key}="{value}"` without `.if` asks nothing', place, f"{key}=")
