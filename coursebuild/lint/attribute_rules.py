"""What an element's attributes ask: conditions, classes, and names that are nearly right."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from coursebuild.lint import amounts
from coursebuild.lint.slip import Slip
from coursebuild.model import MARK, Audience, Audiences, Place, vocabulary

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
    """What a document's attributes may name.

    `keys` are those that a condition may ask for, each with its values, or None where any will do;
    `decided` the keys of which each edition says the value; `own` the attributes that are no conditions.
    """

    audiences: Audiences
    keys: Mapping[str, frozenset[str] | None]
    decided: frozenset[str]
    own: frozenset[str]
    classes: frozenset[str]
    amounts: amounts.Readers

    @property
    def everyone(self) -> Audience:
        return self.audiences.everyone

    def audience(self, attributes: Any) -> Audience:
        """Who sees an element by its own conditions."""
        return self.audiences.of(attributes[1], attributes[2])

    def is_for_students(self, audience: Audience) -> bool:
        """Whether an edition shows it that shows no corrections."""
        return not audience.isdisjoint(self.audiences.students)


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


def in_attributes(
    kind: str, attributes: Any, names: Names, outer: Audience, place: Place | None
) -> Iterator[Slip]:
    """The slips in an element's attributes; `outer` is who sees the part that it stands in."""
    _, classes, pairs = attributes
    asks = [c for c in classes if c in vocabulary.ASKING]
    if asks:
        yield from _asked(asks, attributes, names, outer, place)
    elif not set(vocabulary.GUARDS).isdisjoint(classes):
        yield from _vain(asks, names.audience(attributes), names, outer, place)
    seen = outer & names.audience(attributes)
    if names.is_for_students(seen):
        yield from _unasked(kind, attributes, names, asks=bool(asks), place=place)
        if "hidden" in dict(pairs) or HIDES.search(dict(pairs).get("style", "")):
            yield Slip(
                "CB118",
                "`hidden` and `display: none` do not hide from who reads the source",
                place,
                "display",
                "hidden",
            )
        if kind == "Div" and announces_an_answer(dict(pairs).get("title", "")):
            title = dict(pairs)["title"]
            yield Slip("CB125", f"the box `{title}` is one that everybody sees", place, title)
    yield from amounts.doubts(kind, attributes, names.amounts, place, asks=bool(asks))
    if kind == "Div":
        known = names.classes | KNOWN_CLASSES | {*vocabulary.ASKING}
        for name in classes:
            if name not in known and not (vocabulary.guard(name) and names.is_for_students(seen)):
                meant = vocabulary.known(name, known)
                hint = f"; did you mean `.{meant}`?" if meant else ""
                yield Slip("CB124", f"nothing knows the class `.{name}`{hint}", place, name)


def _asked(
    asks: list[str], attributes: Any, names: Names, outer: Audience, place: Place | None
) -> Iterator[Slip]:
    ask = asks[0]
    conditions = names.audiences.conditions_of(attributes[2])
    if not conditions:
        yield Slip("CB102", f"`.{ask}` has no condition", place, f".{ask}")
    keys = [key for key, _ in attributes[2]]
    faults = False
    for key, value in conditions.items():
        if keys.count(key) > 1:
            faults = True
            yield Slip("CB135", f"`.{ask}` asks for `{key}` {keys.count(key)} times", place, f"{key}=")
        elif key not in names.keys:
            faults = True
            meant = (
                vocabulary.known(key, names.keys) or vocabulary.guard(key) or vocabulary.known(key, names.own)
            )
            hint = f"; did you mean `{meant}`?" if meant else ""
            yield Slip("CB115", f"nothing sets `{key}`, which `.{ask}` asks for{hint}", place, f"{key}=")
        elif (allowed := names.keys[key]) is not None and names.audiences.as_text(value) not in allowed:
            faults = True
            listed = ", ".join(f"`{v}`" for v in sorted(allowed))
            message = f'`{key}="{value}"` holds in no edition: `{key}` is {listed}'
            yield Slip("CB116", message, place, f"{key}=")
    if conditions and conditions.keys() <= names.decided and not faults:
        yield from _vain(asks, names.audience(attributes), names, outer, place)


def _vain(
    asks: list[str], own: Audience, names: Names, outer: Audience, place: Place | None
) -> Iterator[Slip]:
    """A part that no edition shows, or that `.unless` hides from none."""
    quote = f".{asks[0]}" if asks else ""
    if not own:
        yield Slip("CB116", "no edition shows this part", place, quote)
    elif outer and not own & outer:
        message = "no edition shows both this part and the part that it stands in"
        yield Slip("CB116", message, place, quote)
    elif asks == ["unless"] and own == names.everyone:
        yield Slip("CB116", "this `.unless` hides the part from no edition", place, ".unless")


def _unasked(kind: str, attributes: Any, names: Names, *, asks: bool, place: Place | None) -> Iterator[Slip]:
    """Classes and keys that say who sees an element, were they written right."""
    identifier, classes, pairs = attributes
    if not identifier and not classes and [key for key, _ in pairs] == [MARK]:
        yield Slip("CB112", "the attributes are empty: they say nothing", place)
    if kind in ("Div", "Span") and vocabulary.fold(identifier) in vocabulary.GUARDS:
        message = f"`#{identifier}` hides nothing; did you mean `.{vocabulary.fold(identifier)}`?"
        yield Slip("CB113", message, place, f"#{identifier}")
    for name in classes:
        if meant := vocabulary.guard(name):
            yield Slip("CB113", f"`.{name}` hides nothing; did you mean `.{meant}`?", place, name)
        elif name not in vocabulary.ASKING and (
            vocabulary.fold(name.strip(".")) in vocabulary.ASKING or re.search(r"\.(?:if|unless)$", name)
        ):
            yield Slip(
                "CB113", f"`.{name}` asks nothing; did you mean `.{name.strip('.').lower()}`?", place, name
            )
    for key, value in pairs if not asks else ():
        if (
            vocabulary.fold(value) in vocabulary.GUARDS
            or key in vocabulary.ASKING
            or value in (names.keys["edition"] or frozenset()) - {"student"}
        ):
            if key not in ("title", "alt", MARK):
                yield Slip("CB114", f'`{key}="{value}"` asks nothing', place, f"{key}=")
            continue
        decided = key not in ("format", "lang") and names.audiences.as_text(value) in (
            names.keys.get(key) or ()
        )
        said = names.audiences.as_text(value) in ("true", "false") and not key.startswith("data-")
        nearly = said and vocabulary.guard(key) == "correction"
        if decided or nearly:
            yield Slip("CB114", f'`{key}="{value}"` without `.if` asks nothing', place, f"{key}=")
