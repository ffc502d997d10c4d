"""Report the links of a page that lead nowhere, each where the source has it."""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from urllib.parse import unquote

from coursebuild.lint.links import targets
from coursebuild.lint.links.targets import Kind, Target
from coursebuild.model import Diagnostic, Place, Source, short, vocabulary

# What stands before an address: of a link, a definition, an attribute of HTML, or an address in brackets.
_BEFORE = r"(?:\]\([ \t]*<?|\]:[ \t]*<?|=[\"']?|<)"
_RUN = re.compile(r"[\w./-]+")
_SPACE = r"(?:\s|%20)+"  # which pandoc writes in one way
TOP = "top"  # where every page begins (HTML, 7.4.6.4)
_IDENTIFIER = re.compile(r'\bid="([^"]+)"')


def dead_links(
    source: Source,
    found: Iterable[Target],
    own: frozenset[str],
    parts_of: Callable[[Target], frozenset[str] | None],
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link that leads nowhere, as often as the source has it.

    `own` are the identifiers of the page, and `parts_of` tells those of another lesson; None if unknown.
    """
    for target in found:
        if message := _message(target, own, parts_of):
            for line, column in places(source, target.address):
                yield Diagnostic(source.location.name, line, column, "CB172", message)


def _message(target: Target, own: frozenset[str], parts_of: Callable[[Target], frozenset[str] | None]) -> str:
    address = short(unquote(target.address))
    if target.kind is Kind.NOTHING:
        what = "lesson" if target.path.suffix in (targets.LESSON, *targets.PAGES) else "file"
        return f"`{address}`: there is no such {what}{_hint(target)}"
    if not target.part or target.kind is Kind.FILE:
        return ""
    parts = own if target.kind is Kind.PART else parts_of(target)
    if parts is None or target.part in parts or target.part == TOP:
        return ""
    meant = vocabulary.nearest(target.part, sorted(parts))
    where = "this page" if target.kind is Kind.PART else f"`{target.path.name}`"
    return f"`{address}`: {where} has no such part" + (f"; did you mean `#{meant}`?" if meant else "")


def _hint(target: Target) -> str:
    if not target.meant:
        return ""
    hint = f"; did you mean `{target.meant}`?"
    if targets.is_same_in_other_form(target.path.name, target.meant.rpartition("/")[2]):
        hint += " (its accents are written in another form of Unicode)"
    return hint


def identifiers(html: str) -> frozenset[str]:
    """Return the identifiers of a page."""
    return frozenset(map(unescape, _IDENTIFIER.findall(html)))


def places(source: Source, address: str) -> list[Place]:
    """Return each place of an address in the source; (0, 0) if it is not there as it was read."""
    written = dict.fromkeys((address, unquote(address), escape(address)))
    forms = "|".join(re.escape(form).replace(r"\ ", _SPACE).replace("%20", _SPACE) for form in written)
    certain = re.compile(rf"{_BEFORE}(?P<address>{forms})(?=[\s)>\"'{{]|$)")
    anywhere = re.compile(rf"(?<![\w/#{{-])(?P<address>{forms})(?![\w/-])")
    lines = list(source.reading.prose_lines())
    longest = max(_RUN.findall(unquote(address)), key=len, default="")  # what quotation marks may interrupt
    for pattern in (certain, anywhere, re.compile(rf"(?P<address>{re.escape(longest)})")):
        found = [(n, each.start("address") + 1) for n, line in lines for each in pattern.finditer(line)]
        if found:
            return found
    return [(0, 0)]
