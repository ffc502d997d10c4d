"""Characters that no font of a PDF has: print their code points instead, and report them.

Pango would draw an empty box for each. Characters that it draws as a space, or not at all, need no font.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from coursebuild.model import BuildError, Diagnostic, Source
from coursebuild.runtime import store

MAX_REPORTED = 5  # characters of a document that are reported one by one

# All characters except those that the built-in fonts have: a page without any of these needs no look-up.
RARE = re.compile(
    "[^\0-\u0377\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03e1\u03f0-\u052f"
    "\u2000-\u2027\u2029-\u2064\u20a0-\u20c0\u2100-\u218b\u2190-\u2195\u21d0-\u21d4\u2500-\u259f\ufe00-\ufe0f\ufeff]"
)
# Control and format characters, spaces, variation selectors and other ignorable characters (Unicode,
# DerivedCoreProperties.txt, Default_Ignorable_Code_Point).
INVISIBLE = re.compile(
    "[\0-\x20\x7f-\xa0\xad\u061c\u1680\u180b-\u180e\u2000-\u200f\u2029-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f"
    "\ufeff\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

_ASCII = bytes(range(128))
_REPLACEMENTS = {"\u2028": "\u2029"}  # both break the line, but Pango also draws a box for the former
_MARKUP = (  # an unclosed element continues to the end, as in a browser
    r"<!--.*?(?:-->|\Z)|<(?P<raw>(?i:script|style|title))\b.*?(?:</(?i:(?P=raw))>|\Z)"
    r"|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>"
)
_KEPT = "1"  # the version of what is kept in the cache folder


def replace_missing(html: str) -> tuple[str, tuple[str, ...]]:
    """Replace characters in a page's text that no font has by their code points; return both.

    Raises BuildError if a font cannot be read.
    """
    beyond_ascii = html.encode("utf-8", "ignore").translate(None, _ASCII).decode("utf-8")
    rare = RARE.findall("".join(set(beyond_ascii)))
    printed = {character: text for character in rare if (text := _printable(character)) != character}
    if not printed:
        return html, ()
    seen: dict[str, None] = {}

    def replacement(found: re.Match[str]) -> str:
        if found["missing"]:
            seen.update(dict.fromkeys(found[0]))
            points = " ".join(f"U+{ord(character):04X}" for character in found[0])
            return f'<span class="missing-character">{points}</span>'
        return printed[found[0]] if found["alike"] else found[0]

    missing = _any_of(character for character, text in printed.items() if not text)
    alike = _any_of(character for character, text in printed.items() if text)
    html = re.sub(f"(?s:{_MARKUP})|(?P<missing>{missing}+)|(?P<alike>{alike})", replacement, html)
    return html, tuple(seen)


def report_missing(source: Source, missing: Iterable[str]) -> Iterator[Diagnostic]:
    """Report the first few characters, each at its first position, and the number of the others."""
    unknown = dict.fromkeys(missing)
    placed = [character for character in dict.fromkeys(source.text) if character in unknown]
    each = list(dict.fromkeys([*placed, *unknown]))
    yield from sorted(
        (_diagnostic(source, character) for character in each[:MAX_REPORTED]),
        key=lambda diagnostic: (not diagnostic.line, diagnostic),
    )
    if (more := len(each) - MAX_REPORTED) > 0:
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


def _printable(character: str) -> str:
    """The character, or one that is drawn alike; empty if no font has it."""
    is_drawn = character in _available() or INVISIBLE.match(character)
    return _REPLACEMENTS.get(character, character) if is_drawn else ""


def _any_of(characters: Iterable[str]) -> str:
    return f"[{chosen}]" if (chosen := "".join(characters)) else "(?!)"


@cache
def _available() -> frozenset[str]:
    """All characters of the installed fonts: fontconfig takes from any of them what a text's font lacks.

    Raises BuildError if a font cannot be read.
    """
    from coursebuild.config import fonts  # noqa: PLC0415 (nearly no document needs it)

    key = store.key(_KEPT, *(f"{name} {version}" for name, version in fonts.versions().items()))
    path = store.derived() / f"characters-{key[:16]}"
    if (cached := store.read_at(path)) is not None:
        return frozenset(cached.decode("utf-8"))
    try:
        found = "".join(map(chr, sorted(fonts.characters())))
    except OSError as error:
        name, reason = str(error.filename or "fonts"), f"a font cannot be read: {error.strerror}"
        raise BuildError(Diagnostic(name, 0, 0, "CB013", reason)) from error
    store.write_at(path, found.encode("utf-8", "ignore"))
    return frozenset(found)
