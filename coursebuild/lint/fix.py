"""Repairs what has one sensible reading: blank lines, characters, attributes, the indentation of lists.

Code blocks are never touched, lines keep their endings, and a second repair changes nothing.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from coursebuild.lint import source_rules
from coursebuild.model import Fence, Location, Reading, vocabulary
from coursebuild.source import COLON, ODD, read_lines

_END = re.compile(r"(\r\n|\n|\r)")
_BOM = b"\xef\xbb\xbf"
_PASSES = 10_000  # one repair may make another possible; each mends something
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028-\u2029\u202f\u205f\u3000]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_COLONS = re.compile(f"[{COLON}]")
_DOUBLE, _SINGLE = (
    '"\u201c\u201d\u201e\u00ab\u00bb',
    "'\u2018\u2019",
)  # as keyboards and word processors have them
_QUOTED = re.compile(
    rf"=\s*(?:[{_DOUBLE}]\s*([^{_DOUBLE}]*?)\s*[{_DOUBLE}]|[{_SINGLE}]([^{_SINGLE}]*)[{_SINGLE}])"
)
_WORD_AND_BRACES = re.compile(r"([\w-]+)\s*\{\s*(.*)")
_CLASSES = re.compile(r"\.([^\s{}=\"']+)")
_NUMBER = re.compile(r"(\d{1,9})([.)])( +)\S")
_PLAIN_LINE = re.compile(r"[^\W\d_][^|]*$")
_GAP = re.compile(r"(?<=[\]`)])[ \t]+(?=\{)")


def fix(location: Location) -> tuple[bytes, bytes]:
    """The source's bytes, and what they become; the same where nothing is repaired, or it cannot be read."""
    try:
        before = location.path.read_bytes()
        text = before.removeprefix(_BOM).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return b"", b""
    return before, before[: len(before) - len(before.removeprefix(_BOM))] + fix_text(text).encode("utf-8")


def diff(location: Location, before: bytes, after: bytes) -> str:
    """The change, as `diff -u` shows it."""
    old, new = (content.decode("utf-8-sig").splitlines(keepends=True) for content in (before, after))
    name = Path(location.name).as_posix()
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(old, new, name, name)
    )


def fix_text(text: str) -> str:
    """The text repaired; as it is where a repair would change its code blocks."""
    parts = _END.split(text)
    plain, ends = parts[::2], parts[1::2]
    end = max(set(ends), key=ends.count, default="\n")
    result = [*zip(plain, [*ends, ""], strict=True)]
    for _ in range(_PASSES):
        reading = read_lines("\n".join(line for line, _ in result))
        changed = _applied(result, _edits(reading), end)
        if changed == result:
            break
        result = changed
    codes, kept = ([code.text for code in read_lines(t).codes] for t in ("\n".join(plain), _joined(result)))
    return "".join(line + ending for line, ending in result) if codes == kept else text


def _joined(result: list[tuple[str, str]]) -> str:
    return "\n".join(line for line, _ in result)


Edits = Mapping[int, list[str]]  # what takes the place of a line


def _applied(result: list[tuple[str, str]], edits: Edits, end: str) -> list[tuple[str, str]]:
    changed: list[tuple[str, str]] = []
    for number, (line, ending) in enumerate(result, 1):
        *above, last = edits.get(number, [line])
        changed += [(text, ending or end) for text in above]
        changed.append((last, ending))
    return changed


def _edits(reading: Reading) -> Edits:
    """The repairs of one pass: the first kind that has any."""
    for kind in (_rewritten_fences, _closed_gaps, _nested_lists, _dedented_fences, _blank_lines):
        if edits := dict(kind(reading)):
            return edits
    return {}


def _rewritten_fences(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    for fence in reading.fences:
        line = reading.lines[fence.line - 1]
        new = _fence_line(line, fence)
        if new != line and _reads_well(new):
            yield fence.line, [new]


def _fence_line(line: str, fence: Fence) -> str:
    prefix = _HIDDEN.sub("", _SPACES.sub(" ", fence.prefix))
    said = _COLONS.sub(":", line[fence.column - 1 :])
    colons = re.match(r"[:\s" + ODD + "]+", said)
    rest = said[colons.end() :] if colons else said
    count = max(3, colons[0].count(":") if colons else 0)
    if fence.odd:  # in a quoted value they may be meant
        parts = re.split(r'("[^"]*")', rest)
        parts[::2] = [_HIDDEN.sub("", _SPACES.sub(" ", part)) for part in parts[::2]]
        rest = "".join(parts)
    if not rest.strip():
        return f"{prefix}{':' * count}" if fence.odd or not fence.well_formed else line
    if "{" not in rest and "}" not in rest and not rest.lstrip().startswith("."):
        word = vocabulary.fold(rest.strip())
        known = word if word in vocabulary.GUARDS else rest.strip()
        return (
            line
            if known == rest.strip() and fence.well_formed and not fence.odd
            else f"{prefix}{':' * count} {known}"
        )
    attributes = _attributes(rest.strip())
    return (
        line
        if attributes == rest.strip() and not fence.odd and fence.well_formed
        else f"{prefix}{':' * count} {attributes}"
    )


def _attributes(text: str) -> str:
    if found := _WORD_AND_BRACES.fullmatch(text):
        text = f"{{.{found[1]} {found[2]}"
    text = text if text.startswith("{") else f"{{{text}"
    text = text if "}" in text else f"{text}}}"
    text = _QUOTED.sub(lambda quoted: f'="{quoted[1] or quoted[2] or ""}"', text)
    text = re.sub(r"\s+=(?=[\"'\w])", "=", text)
    inside, brace, after = text.partition("}")
    outside_quotes = re.split(r'("[^"]*")', inside)
    outside_quotes[::2] = [_CLASSES.sub(_known_classes, part) for part in outside_quotes[::2]]
    return "".join(outside_quotes) + brace + after


def _known_classes(found: re.Match[str]) -> str:
    """`.Correction.IF` as `.correction .if`: a name that differs in capitals alone, two that touch."""
    names = found[1].split(".")
    folded = [vocabulary.fold(name) for name in names]
    known = {*vocabulary.GUARDS, *vocabulary.ASKING}
    if len(names) > 1 and not known.intersection(folded):
        return found[0]
    return " ".join(f".{new if new in known else name}" for name, new in zip(names, folded, strict=True))


def _reads_well(line: str) -> bool:
    found = read_lines(line).fences
    return bool(found) and found[0].well_formed and not found[0].odd and source_rules.readable(found[0])


def _closed_gaps(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """`[words] {.if …}` as `[words]{.if …}`."""
    for block in reading.blocks:
        line = reading.lines[block.line - 1]
        before = line[: block.column - 1]
        if "<!--" in before or before.startswith(("    ", "\t")) or not reading.prose[block.line - 1]:
            continue  # a comment, or code that is indented
        if _GAP.search(before + "{") and before.rstrip().endswith(("]", "`")):
            yield block.line, [before.rstrip() + line[block.column - 1 :]]
            return


def _nested_lists(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    for first, has, takes in source_rules.torn_lists(reading):
        last = first
        while last < len(reading.lines) and (
            reading.is_blank(last + 1) or _indent(reading.lines[last]) >= has
        ):
            last += 1
        if all(reading.prose[first - 1 : last]):
            for number in range(first, last + 1):
                if not reading.is_blank(number):
                    yield number, [" " * (takes - has) + reading.lines[number - 1]]
            return


def _dedented_fences(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """A division put where it can begin: under its item's text, or, outside of lists, at the margin."""
    for fence in reading.fences:
        if not (fence.opens and fence.partner and fence.prefix and not fence.prefix.strip()):
            continue
        takes, has = _item_column(reading, fence.line), len(fence.prefix.expandtabs(4))
        inside = range(fence.line, fence.partner + 1)
        if takes == has or "\t" in fence.prefix or not all(reading.prose[n - 1] for n in inside):
            continue
        if any(not reading.is_blank(n) and _indent(reading.lines[n - 1]) < min(has, takes) for n in inside):
            continue
        for number in inside:
            line = reading.lines[number - 1]
            if not reading.is_blank(number):
                yield number, [" " * max(0, _indent(line) + takes - has) + line.lstrip(" ")]
        return


def _item_column(reading: Reading, number: int) -> int:
    """Where the text of the list item that holds a line begins; 0 outside of lists."""
    for before in range(number - 1, 0, -1):
        line = reading.lines[before - 1]
        if reading.is_blank(before) or not reading.prose[before - 1]:
            continue
        if found := source_rules.ITEM.match(line):
            return found.end("space") if _indent(reading.lines[number - 1]) > len(found["indent"]) else 0
        if not line.startswith(" "):
            return 0
    return 0


def _blank_lines(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Before what opens a division, and before a heading; the list that this parts goes on counting."""
    for fence in reading.fences:
        if fence.opens and not fence.doubles and source_rules.lacks_blank_line(reading, fence.line):
            blank = fence.prefix[: fence.prefix.rfind(">") + 1]
            yield fence.line, [blank, reading.lines[fence.line - 1]]
            after = fence.partner + 1
            if (
                fence.partner
                and not fence.prefix
                and not reading.is_blank(after)
                and reading.prose[after - 1]
            ):
                yield after, [blank, _numbered_on(reading, fence.line - 1, reading.lines[after - 1])]
            return
    for heading in reading.headings:
        if heading.well_formed and _ends_a_paragraph(reading, heading.line):
            yield heading.line, ["", reading.lines[heading.line - 1]]
            return


def _ends_a_paragraph(reading: Reading, number: int) -> bool:
    """Whether all above the line, up to a blank one, is plain text: no table, list, formula, HTML or YAML."""
    above = number - 1
    while not reading.is_blank(above):
        if not reading.prose[above - 1] or not _PLAIN_LINE.match(reading.lines[above - 1]):
            return False
        above -= 1
    return above < number - 1


def _numbered_on(reading: Reading, before: int, line: str) -> str:
    """The first item after a division with the number that follows the last one before it."""
    following = _NUMBER.match(line)
    count = 0
    while before > 0 and not reading.is_blank(before) and not any(f.line == before for f in reading.fences):
        if found := _NUMBER.match(reading.lines[before - 1]):
            count, first = count + 1, int(found[1])
        before -= 1
    if not following or not count or following[1] != "1":
        return line
    return f"{first + count}{line[following.end(1) :]}"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
