"""Fix problems that have only one sensible fix: other tools' notation, blank lines, characters, indentation.

Code blocks are never changed, lines keep their endings, and fixing twice changes nothing more.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from coursebuild.lint import lists, source_rules
from coursebuild.lint.translations import Terms, has_translation, translation_edits
from coursebuild.model import Course, Fence, Location, Reading, vocabulary
from coursebuild.source import COLONS, ODD_SPACES, read_lines

_END = re.compile(r"(\r\n|\n|\r)")
_BOM = b"\xef\xbb\xbf"
_PASSES = 10_000  # a fix may make another possible; a bound, as each pass fixes something
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
_NUMBER = re.compile(r"(\d{1,9})([.)])( +)\S")
_PLAIN_LINE = re.compile(r"[^\W\d_][^|]*$")
_GAP = re.compile(r"(?<=[\]`)])[ \t]+(?=\{)")
_BLANK = re.compile(r"(?m)^[ \t]+$")
_TERMS = Terms()


def fix(location: Location, course: Course) -> tuple[bytes, bytes]:
    """Return the source's bytes before and after fixing; both are empty if it cannot be read as UTF-8."""
    try:
        before = location.path.read_bytes()
        text = before.removeprefix(_BOM).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return b"", b""
    fixed = fix_text(text, Terms.of(course))
    return before, before[: len(before) - len(before.removeprefix(_BOM))] + fixed.encode("utf-8")


def diff(location: Location, before: bytes, after: bytes) -> str:
    """Return the change as a unified diff."""
    old, new = (content.decode("utf-8-sig").splitlines(keepends=True) for content in (before, after))
    name = Path(location.name).as_posix()
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(old, new, name, name)
    )


def fix_text(text: str, terms: Terms = _TERMS) -> str:
    """Return the fixed text, or the text itself if the fixes would change its code blocks."""
    parts = _END.split(text)
    plain, ends = parts[::2], parts[1::2]
    end = max(set(ends), key=ends.count, default="\n")
    fixed = fix_lines(plain, terms)
    following = [number for number, _ in fixed[1:]]
    endings = [*ends, ""]
    return "".join(
        line + (end if number == after else endings[number - 1])
        for (number, line), after in zip(fixed, [*following, 0], strict=True)
    )


def fix_lines(lines: Sequence[str], terms: Terms = _TERMS) -> list[tuple[int, str]]:
    """Return the fixed lines, each with the number of the line that it comes from.

    They are the lines themselves if the fixes would change their code blocks.
    """
    result = [*enumerate(lines, 1)]
    for _ in range(_PASSES):
        changed = _apply(result, _next_edits(_text_of(result), terms))
        if changed == result:
            break
        result = changed
    codes, kept = (list(_codes(t, terms)) for t in ("\n".join(lines), _text_of(result)))
    return result if codes == kept else [*enumerate(lines, 1)]


def _codes(text: str, terms: Terms) -> Iterator[str]:
    """Yield the code blocks of a text without their indentation, also those in another tool's directives.

    Spaces in a blank line do not count: outside of a box, there may be fewer.
    """
    for code in read_lines(text, boxes=False).codes:
        if has_translation(code, terms):
            yield from _codes(code.text, terms)
        else:
            yield _BLANK.sub("", re.sub(rf"(?m)^[ \t>]{{0,{code.column - 1}}}", "", code.text))


def _text_of(result: Sequence[tuple[int, str]]) -> str:
    return "\n".join(line for _, line in result)


Edits = Mapping[int, list[str]]  # the lines that replace a line, by its number; none if it is removed


def _apply(result: Sequence[tuple[int, str]], edits: Edits) -> list[tuple[int, str]]:
    return [(number, text) for at, (number, line) in enumerate(result, 1) for text in edits.get(at, [line])]


def _next_edits(text: str, terms: Terms) -> Edits:
    """Return the edits of one pass: those of the first kind that finds any."""
    if translated := translation_edits(read_lines(text, boxes=False), terms):
        return translated
    reading = read_lines(text, terms.kinds)
    fence_edits = partial(_fence_edits, kinds=terms.kinds)
    for kind in (fence_edits, _gap_edits, _list_edits, _fence_indent_edits, _blank_line_edits):
        if edits := dict(kind(reading)):
            lines = text.split("\n")
            return {
                number: [_as_typed(line, reading.lines[number - 1], lines[number - 1]) for line in new]
                for number, new in edits.items()
            }
    return {}


def _as_typed(new: str, read: str, typed: str) -> str:
    """Return a new line with what the typed one, in another tool's box, begins with beside what was read."""
    content = read.lstrip(" \t>")
    head, typed_head = read[: len(read) - len(content)], typed[: len(typed) - len(content)]
    if len(head) == len(typed_head) or not typed.endswith(content):
        return new
    if not new.strip(" \t>"):
        return typed_head.rstrip()
    removed = typed_head.replace(head, "", 1)
    return typed_head + new.removeprefix(head) if new.startswith(head) else removed + new


def _fence_edits(reading: Reading, kinds: frozenset[str]) -> Iterator[tuple[int, list[str]]]:
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
    return (
        bool(found)
        and found[0].well_formed
        and not found[0].odd
        and source_rules.has_readable_attributes(found[0])
    )


def _gap_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Rewrite `[words] {.if …}` as `[words]{.if …}`."""
    for block in reading.blocks:
        if not block.guard or block.attached:  # it may be a heading's or a caption's
            continue
        line = reading.lines[block.line - 1]
        before = line[: block.column - 1]
        if "<!--" in before or before.startswith(("    ", "\t")) or not reading.prose[block.line - 1]:
            continue  # a comment, or indented code
        if reading.cell_of((block.line, block.column)):
            continue  # the table's columns would move
        if _GAP.search(before + "{") and before.rstrip().endswith(("]", "`")):
            yield block.line, [before.rstrip() + line[block.column - 1 :]]
            return


def _list_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    for first, has, needs in lists.unnested_lists(reading):
        last = first
        while last < len(reading.lines) and (
            reading.is_blank(last + 1) or lists.indent(reading.lines[last]) >= has
        ):
            last += 1
        if all(reading.prose[first - 1 : last]):
            for number in range(first, last + 1):
                if not reading.is_blank(number):
                    yield number, [" " * (needs - has) + reading.lines[number - 1]]
            return


def _fence_indent_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Move an indented fenced div under the text of its list item, or to the margin outside lists."""
    for fence in reading.fences:
        if not (fence.opens and fence.partner and fence.prefix and not fence.prefix.strip()):
            continue
        needed, has = lists.item_column(reading, fence.line), len(fence.prefix.expandtabs(4))
        inside = range(fence.line, fence.partner + 1)
        if needed == has or "\t" in fence.prefix or not all(reading.prose[n - 1] for n in inside):
            continue
        if any(
            not reading.is_blank(n) and lists.indent(reading.lines[n - 1]) < min(has, needed) for n in inside
        ):
            continue
        for number in inside:
            line = reading.lines[number - 1]
            if not reading.is_blank(number):
                yield number, [" " * max(0, lists.indent(line) + needed - has) + line.lstrip(" ")]
        return


def _blank_line_edits(reading: Reading) -> Iterator[tuple[int, list[str]]]:
    """Put a blank line before an opening fence or a heading; a list that this splits keeps counting."""
    for fence in reading.fences:
        in_cell = bool(reading.cell_of((fence.line, fence.column)))
        lacks_blank_line = not in_cell and source_rules.lacks_blank_line(reading, fence.line)
        if fence.opens and not fence.repeats_opener and lacks_blank_line:
            blank = fence.prefix[: fence.prefix.rfind(">") + 1]
            yield fence.line, [blank, reading.lines[fence.line - 1]]
            after = fence.partner + 1
            if (
                fence.partner
                and not fence.prefix
                and not reading.is_blank(after)
                and reading.prose[after - 1]
            ):
                yield after, [blank, _continue_numbering(reading, fence.line - 1, reading.lines[after - 1])]
            return
    for heading in reading.headings:
        if heading.well_formed and _ends_a_paragraph(reading, heading.line):
            yield heading.line, ["", reading.lines[heading.line - 1]]
            return


def _ends_a_paragraph(reading: Reading, number: int) -> bool:
    """Whether the lines above, up to a blank one, are plain text: no table, list, formula, HTML or YAML."""
    above = number - 1
    while not reading.is_blank(above):
        if not reading.prose[above - 1] or not _PLAIN_LINE.match(reading.lines[above - 1]):
            return False
        above -= 1
    return above < number - 1


def _continue_numbering(reading: Reading, before: int, line: str) -> str:
    """Number the first item after a fenced div after the last item before it."""
    following = _NUMBER.match(line)
    count = 0
    while before > 0 and not reading.is_blank(before) and not any(f.line == before for f in reading.fences):
        if found := _NUMBER.match(reading.lines[before - 1]):
            count, first = count + 1, int(found[1])
        before -= 1
    if not following or not count or following[1] != "1":
        return line
    return f"{first + count}{line[following.end(1) :]}"
