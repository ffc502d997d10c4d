"""Characters that none of a PDF's fonts has: printed as their code points, and told.

Pango would draw an empty box for each. What it draws as a space, or not at all, needs no font.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape

from coursebuild.model import Diagnostic, Source
from coursebuild.runtime import store

MOST = 5  # that are told of a document one by one

# All but what our fonts surely have: a page without any of these costs next to nothing.
RARE = re.compile(
    "[^\0-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u03f0-\u052f"
    "\u2000-\u2027\u2029-\u2064\u20a0-\u20c0\u2100-\u218b\u2190-\u2195\u21d0-\u21d4\u2500-\u259f\ufe00-\ufe0f\ufeff]"
)
# Control and format characters, spaces, variation selectors and what else Unicode calls ignorable
# (DerivedCoreProperties.txt, Default_Ignorable_Code_Point).
INVISIBLE = re.compile(
    "[\0-\x20\x7f-\xa0\xad\u061c\u1680\u180b-\u180e\u2000-\u200f\u2029-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_ASCII = bytes(range(128))
_INSTEAD = {"\u2028": "\u2029"}  # both break the line; of the former Pango draws a box as well
_NO_TEXT = (  # what is never closed goes on to the end, as in a browser
    r"<!--.*?(?:-->|\Z)|<(?P<raw>(?i:script|style|title))\b.*?(?:</(?i:(?P=raw))>|\Z)"
    r"|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
)
_KEPT = "1"  # the version of what is kept in the cache folder


def printable(html: str) -> tuple[str, tuple[str, ...]]:
    """A page in whose text a frame with code points stands for what no font has; and what that is."""
    beyond_ascii = html.encode("utf-8", "ignore").translate(None, _ASCII).decode("utf-8")
    rare = RARE.findall("".join(set(beyond_ascii)))
    printed = {character: text for character in rare if (text := _printed(character)) != character}
    if not printed:
        return html, ()
    seen: dict[str, None] = {}

    def put(found: re.Match[str]) -> str:
        if found["missing"]:
            seen.update(dict.fromkeys(found[0]))
            points = " ".join(f"U+{ord(character):04X}" for character in found[0])
            return f'<span class="missing-character">{points}</span>'
        return escape(printed[found[0]]) if found["equal"] else found[0]

    missing = _any_of(character for character, text in printed.items() if not text)
    equal = _any_of(character for character, text in printed.items() if text)
    html = re.sub(f"(?s:{_NO_TEXT})|(?P<missing>{missing}+)|(?P<equal>{equal})", put, html)
    return html, tuple(seen)


def told(source: Source, missing: Iterable[str]) -> Iterator[Diagnostic]:
    """The first few characters, each where it first stands, and how many more there are."""
    unknown = dict.fromkeys(missing)
    placed = [character for character in dict.fromkeys(source.text) if character in unknown]
    each = list(dict.fromkeys([*placed, *unknown]))
    yield from sorted(
        (_diagnostic(source, character) for character in each[:MOST]), key=lambda told: (not told.line, told)
    )
    if (more := len(each) - MOST) > 0:
        message = f"no font has {more} more {'character' if more == 1 else 'characters'}"
        yield Diagnostic(source.location.name, 0, 0, "CB213", message)


def _diagnostic(source: Source, character: str) -> Diagnostic:
    from unicodedata import name  # noqa: PLC0415 (nearly no document needs it)

    number = ord(character)
    shown = f"«{character}» " if character.isprintable() else ""
    message = f"no font has {shown}(U+{number:04X} {name(character, 'which has no name')})"
    spellings = (f"&#x{number:x};", f"&#x{number:X};", f"&#X{number:X};", f"&#{number};")
    or_at = next((spelling for spelling in spellings if spelling in source.text), "")
    return source.place(character, "CB213", message, or_at=or_at)


def _printed(character: str) -> str:
    """The character, or what Unicode calls its equal, or nothing where no font has either."""
    from unicodedata import normalize  # noqa: PLC0415 (nearly no document needs it)

    drawn = _drawn()
    if character in drawn or INVISIBLE.match(character):
        return _INSTEAD.get(character, character)
    parts = normalize("NFD", character)
    return parts if drawn.issuperset(parts) else ""


def _any_of(characters: Iterable[str]) -> str:
    return f"[{chosen}]" if (chosen := "".join(characters)) else "(?!)"


@cache
def _drawn() -> frozenset[str]:
    """All that any font has which a PDF may use: fontconfig lends what the font of a text lacks."""
    from coursebuild.config import fonts  # noqa: PLC0415 (nearly no document needs it)

    key = store.key(_KEPT, *(f"{name} {version}" for name, version in fonts.versions().items()))
    place = store.folder() / f"characters-{key[:16]}"
    if (kept := store.read_at(place)) is not None:
        return frozenset(kept.decode("utf-8"))
    found = "".join(map(chr, sorted(fonts.characters())))
    store.write_at(place, found.encode("utf-8", "ignore"))
    return frozenset(found)
