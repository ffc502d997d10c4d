"""What the keys of coursebuild.toml do, and which may be typed."""

import json
import re
from collections.abc import Iterator, Sequence

from lsprotocol import types
from lsprotocol.types import CompletionItemKind as Kinds

from coursebuild.config import keys
from coursebuild.config.keys import Key
from coursebuild.lsp.features.offers import Offer, item
from coursebuild.lsp.positions import Text
from coursebuild.model import Place

_TABLE = re.compile(r"[ \t]*\[(?P<name>[^\[\]]*)(?P<end>\])?")
_ENTRY = re.compile(r"[ \t]*(?P<key>[^=#\[\]]*?)[ \t]*(?P<equals>=)[ \t]*(?P<value>.*)")
_BEGINNING = re.compile(r"[ \t]*[\w-]*$")
_ANY = "*"


def explain(text: Text, place: Place) -> types.Hover | None:
    """The explanation of the key or table on a line."""
    line = text.line(place[0])
    found = _TABLE.match(line) or _ENTRY.match(line)
    if not found or place[1] > found.end(1) + 1:
        return None
    path = _parts(found[1]) if found.re is _TABLE else (*_table_above(text, place[0]), *_parts(found[1]))
    key = _find(path)
    if key is None:
        return None
    parts = [f"`{'.'.join(path)}`", key.description]
    parts += [f"By default: `{json.dumps(key.default, ensure_ascii=False)}`"] if key.default else []
    parts += [f"For example: `{json.dumps(key.example, ensure_ascii=False)}`"] if key.example else []
    contents = types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(parts))
    first, last = ((place[0], index + 1) for index in found.span(1))
    return types.Hover(contents, text.range(first, last))


def complete(text: Text, place: Place) -> list[types.CompletionItem]:
    """The keys, tables or values that may be typed at a place."""
    before = text.line(place[0])[: place[1] - 1]
    return [item(text, place, offer) for offer in _offers(before, _table_above(text, place[0]))]


def _offers(before: str, above: Sequence[str]) -> Iterator[Offer]:
    """What may follow on a line of the table `above`."""
    if (table := _TABLE.fullmatch(before)) and not table["end"]:
        for name, key in keys.KEYS.items():
            if dict in key.types and _ANY not in name:
                new = f"{name}." if dict in _types(f"{name}.{_ANY}") else name
                yield Offer(table.start("name"), name, Kinds.Module, key.description, new)
    elif entry := _ENTRY.match(before):
        for value in _values(_find((*above, *_parts(entry["key"])))):
            yield Offer(entry.start("value"), value, Kinds.Value)
    elif _BEGINNING.fullmatch(before):
        start = len(before) - len(before.lstrip())
        for name, key in keys.inside("".join(f"{part}." for part in _known(above))).items():
            if name != _ANY and dict not in key.types:
                yield Offer(start, name, Kinds.Property, key.description, f"{name} = ")


def _types(name: str) -> tuple[type, ...]:
    return keys.KEYS[name].types if name in keys.KEYS else ()


def _values(key: Key | None) -> Iterator[str]:
    if key is None:
        return
    yield from ("true", "false") if bool in key.types else ()
    yield from (json.dumps(value) for value in key.allowed if value not in ("true", "false"))


def _table_above(text: Text, number: int) -> tuple[str, ...]:
    """The table to which a line belongs."""
    for line in reversed(text.lines[: number - 1]):
        if table := _TABLE.match(line):
            return _parts(table["name"])
    return ()


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a dotted name; a quoted one may have dots, and is then no key of the table."""
    return tuple(part.strip(" \t\"'") for part in name.split(".") if part.strip())


def _known(path: Sequence[str]) -> tuple[str, ...]:
    """A path as the table of all keys has it: with `*` for a name of the author's."""
    found: tuple[str, ...] = ()
    for part in path:
        own = ".".join((*found, part))
        found = (*found, part if own in keys.KEYS else _ANY)
    return found


def _find(path: Sequence[str]) -> Key | None:
    return keys.KEYS.get(".".join(_known(path)))
