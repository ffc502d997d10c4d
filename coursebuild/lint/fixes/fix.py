"""Fix problems that have only one sensible fix: other tools' notation, blank lines, characters, indentation.

Code blocks are never changed, lines keep their endings, and fixing twice changes nothing more.
"""

import difflib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from coursebuild.lint.fixes.fences import fence_edits
from coursebuild.lint.fixes.places import blank_line_edits, fence_indent_edits, gap_edits, list_edits
from coursebuild.lint.translations import Terms, has_translation, translation_edits
from coursebuild.model import Course, Location
from coursebuild.source import read_lines

_END = re.compile(r"(\r\n|\n|\r)")
_BOM = b"\xef\xbb\xbf"
_PASSES = 10_000  # a fix may make another possible; a bound, as each pass fixes something
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
    old, new = (io.StringIO(content.decode("utf-8-sig")).readlines() for content in (before, after))
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
    of_fences = partial(fence_edits, kinds=terms.kinds)
    for kind in (of_fences, gap_edits, list_edits, fence_indent_edits, blank_line_edits):
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
