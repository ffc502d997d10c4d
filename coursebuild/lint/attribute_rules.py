"""What an element's attributes ask: conditions, classes, and names that are nearly right."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from coursebuild.lint import amounts
from coursebuild.model import MARK, Place, vocabulary

KNOWN_CLASSES = frozenset(  # of divisions: pandoc's, and those that our own style sheets know
    "answer center column columns figure footnotes incremental line-block nonincremental notes page-break "
    "refs section title unlisted unnumbered".split()
)


HIDES = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")
_ANSWER = re.compile(
    r"(?i)\b(?:corrections?|corrig[ée]s?|solutions?|r[ée]ponses?|answers?|soluce|lösung(?:en)?|soluci[oó]n(?:es)?)\b"
)


def announces_an_answer(title: str) -> bool:
    """Whether a heading or title says no more than that."""
    return bool(_ANSWER.fullmatch(title.strip(" :.")))


class Names(NamedTuple):
    """What a condition may ask for: each key's values, or None where any will do; what each edition sets."""

    keys: Mapping[str, frozenset[str] | None]
    editions: Mapping[str, Mapping[str, str]]
    own: frozenset[str]
    words: Mapping[str, str]
    classes: frozenset[str]
    amounts: amounts.Readers


class Finding(NamedTuple):
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
    if not set(vocabulary.GUARDS).isdisjoint(classes):
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
    asks = [c for c in classes if c in vocabulary.ASKING]
    conditions = _conditions(attributes, names)
    if asks:
        yield from _asked(asks, classes, conditions, names, place)
    hidden = guarded or guards(attributes, names)
    if not hidden:
        yield from _unasked(kind, attributes, names, asks=bool(asks), place=place)
        if "hidden" in dict(attributes[2]) or HIDES.search(dict(attributes[2]).get("style", "")):
            yield Finding(
                "CB118",
                "`hidden` and `display: none` do not hide from who reads the source",
                place,
                "display",
                "hidden",
            )
        if kind == "Div" and announces_an_answer(dict(attributes[2]).get("title", "")):
            title = dict(attributes[2])["title"]
            yield Finding("CB125", f"the box `{title}` is one that everybody sees", place, title)
    for code, message, key, value in amounts.doubts(kind, attributes, names.amounts, asks=bool(asks)):
        yield Finding(code, message, place, f"{key}={value}", f'{key}="{value}"')
    if kind == "Div":
        known = names.classes | KNOWN_CLASSES | {*vocabulary.ASKING}
        for name in classes:
            if name not in known and not (vocabulary.guard(name) and not hidden):
                meant = vocabulary.known(name, known)
                hint = f"; did you mean `.{meant}`?" if meant else ""
                yield Finding("CB124", f"nothing knows the class `.{name}`{hint}", place, name)


def _asked(
    asks: list[str], classes: list[str], conditions: Mapping[str, str], names: Names, place: Place | None
) -> Iterator[Finding]:
    ask = asks[0]
    if not conditions:
        yield Finding("CB102", f"`.{ask}` has no condition", place, f".{ask}")
    faults = False
    for key, value in conditions.items():
        if key not in names.keys:
            faults = True
            meant = (
                vocabulary.known(key, names.keys) or vocabulary.guard(key) or vocabulary.known(key, names.own)
            )
            hint = f"; did you mean `{meant}`?" if meant else ""
            yield Finding("CB115", f"nothing sets `{key}`, which `.{ask}` asks for{hint}", place, f"{key}=")
        elif (allowed := names.keys[key]) is not None and _value(value, names) not in allowed:
            faults = True
            listed = ", ".join(f"`{v}`" for v in sorted(allowed))
            message = f'`{key}="{value}"` holds in no edition: `{key}` is {listed}'
            yield Finding("CB116", message, place, f"{key}=")
    decided = all(key in values for values in names.editions.values() for key in conditions)
    if conditions and decided and not faults:
        yield from _vain(asks, classes, conditions, names, place)


def _vain(
    asks: list[str], classes: list[str], conditions: Mapping[str, str], names: Names, place: Place | None
) -> Iterator[Finding]:
    """A part that no edition shows, or that `.unless` hides from none."""
    shown = []
    for values in names.editions.values():
        met = all(values[key] == _value(wanted, names) for key, wanted in conditions.items())
        reserved = not set(vocabulary.GUARDS).isdisjoint(classes) and values["correction"] != "true"
        shown.append(not reserved and ("if" not in asks or met) and ("unless" not in asks or not met))
    if not any(shown):
        yield Finding("CB116", "no edition shows this part", place, f".{asks[0]}")
    elif asks == ["unless"] and all(shown):
        yield Finding("CB116", "this `.unless` hides the part from no edition", place, ".unless")


def _unasked(
    kind: str, attributes: Any, names: Names, *, asks: bool, place: Place | None
) -> Iterator[Finding]:
    """Classes and keys that say who sees an element, were they written right."""
    identifier, classes, pairs = attributes
    if not identifier and not classes and [key for key, _ in pairs] == [MARK]:
        yield Finding("CB112", "the attributes are empty: they say nothing", place)
    if kind in ("Div", "Span") and vocabulary.fold(identifier) in vocabulary.GUARDS:
        message = f"`#{identifier}` hides nothing; did you mean `.{vocabulary.fold(identifier)}`?"
        yield Finding("CB113", message, place, f"#{identifier}")
    for name in classes:
        if meant := vocabulary.guard(name):
            yield Finding("CB113", f"`.{name}` hides nothing; did you mean `.{meant}`?", place, name)
        elif name not in vocabulary.ASKING and (
            vocabulary.fold(name.strip(".")) in vocabulary.ASKING or re.search(r"\.(?:if|unless)$", name)
        ):
            yield Finding(
                "CB113", f"`.{name}` asks nothing; did you mean `.{name.strip('.').lower()}`?", place, name
            )
    for key, value in pairs if not asks else ():
        if (
            vocabulary.fold(value) in vocabulary.GUARDS
            or key in vocabulary.ASKING
            or value in names.editions.keys() - {"student"}
        ):
            if key not in ("title", "alt", MARK):
                yield Finding("CB114", f'`{key}="{value}"` asks nothing', place, f"{key}=")
            continue
        decided = key not in ("format", "lang") and _value(value, names) in (names.keys.get(key) or ())
        said = _value(value, names) in ("true", "false") and not key.startswith("data-")
        nearly = said and vocabulary.guard(key) == "correction"
        if decided or nearly:
            yield Finding("CB114", f'`{key}="{value}"` without `.if` asks nothing', place, f"{key}=")
