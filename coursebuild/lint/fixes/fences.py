"""Rewrite the fences of divs that pandoc would not read: their colons, characters, braces and quotes."""

import re
from collections.abc import Iterator

from coursebuild.lint.source_rules import has_readable_attributes
from coursebuild.model import Fence, Reading, vocabulary
from coursebuild.source import COLONS, ODD_SPACES, read_lines

_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u3000]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_COLONS = re.compile(f"[{COLONS}]")
# quotation marks of keyboards and word processors
_DOUBLE, _SINGLE = '"\u201c\u201d\u201e\u00ab\u00bb', "'\u2018\u2019"
_QUOTED = re.compile(
    rf"=\s*(?:[{_DOUBLE}]\s*([^{_DOUBLE}]*?)\s*[{_DOUBLE}]|[{_SINGLE}]([^{_SINGLE}]*)[{_SINGLE}])"
)
_WORD_AND_BRACES = re.compile(r"([\w-]+)\s*\{\s*(.*)")
_CLASSES = re.compile(r"\.([^\s{}=\"']+)")


def fence_edits(reading: Reading, kinds: frozenset[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that replace a fence, with its number."""
    for fence in reading.fences:
        if reading.cell_of((fence.line, fence.column)):
            continue  # the table's columns would move
        line = reading.lines[fence.line - 1]
        new = _rewrite_fence(line, fence)
        if new != line and _is_valid_fence(new, kinds):
            yield fence.line, [new]


def _rewrite_fence(line: str, fence: Fence) -> str:
    prefix = _HIDDEN.sub("", _SPACES.sub(" ", fence.prefix))
    text = _COLONS.sub(":", line[fence.column - 1 :])
    colons = re.match(r"[:\s" + ODD_SPACES + "]+", text)
    rest = text[colons.end() :] if colons else text
    count = max(3, colons[0].count(":") if colons else 0)
    if fence.odd:  # quoted values may contain such characters on purpose
        parts = re.split(r'("[^"]*")', rest)
        parts[::2] = [_HIDDEN.sub("", _SPACES.sub(" ", part)) for part in parts[::2]]
        rest = "".join(parts)
    if not rest.strip():
        return f"{prefix}{':' * count}" if fence.odd or not fence.well_formed else line
    if "{" not in rest and "}" not in rest and not rest.lstrip().startswith("."):
        word = vocabulary.fold(rest.strip())
        name = word if word in vocabulary.GUARDS else rest.strip()
        return (
            line
            if name == rest.strip() and fence.well_formed and not fence.odd
            else f"{prefix}{':' * count} {name}"
        )
    attributes = _rewrite_attributes(rest.strip())
    return (
        line
        if attributes == rest.strip() and not fence.odd and fence.well_formed
        else f"{prefix}{':' * count} {attributes}"
    )


def _rewrite_attributes(text: str) -> str:
    if found := _WORD_AND_BRACES.fullmatch(text):
        text = f"{{.{found[1]} {found[2]}"
    text = text if text.startswith("{") else f"{{{text}"
    text = text if "}" in text else f"{text}}}"
    text = _QUOTED.sub(lambda quoted: f'="{quoted[1] or quoted[2] or ""}"', text)
    text = re.sub(r"\s+=(?=[\"'\w])", "=", text)
    inside, brace, after = text.partition("}")
    outside_quotes = re.split(r'("[^"]*")', inside)
    outside_quotes[::2] = [_CLASSES.sub(_rewrite_classes, part) for part in outside_quotes[::2]]
    return "".join(outside_quotes) + brace + after


def _rewrite_classes(found: re.Match[str]) -> str:
    """Rewrite `.Correction.IF` as `.correction .if`: separate classes, and correct their case."""
    names = found[1].split(".")
    folded = [vocabulary.fold(name) for name in names]
    known = {*vocabulary.GUARDS, *vocabulary.CONDITION_CLASSES}
    if len(names) > 1 and not known.intersection(folded):
        return found[0]
    return " ".join(f".{new if new in known else name}" for name, new in zip(names, folded, strict=True))


def _is_valid_fence(line: str, kinds: frozenset[str]) -> bool:
    found = read_lines(line, kinds).fences
    return bool(found) and found[0].well_formed and not found[0].odd and has_readable_attributes(found[0])
