"""Check the lines of a source: fences, code blocks, comments, definitions, headings and lists."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from coursebuild.lint.answers.gaps import gap_slips
from coursebuild.lint.attributes.names import Names
from coursebuild.lint.conditional_parts import conditional_parts, definitions_used_outside
from coursebuild.lint.grammar.check import grammar_slips
from coursebuild.lint.lists import list_slips
from coursebuild.lint.slip import Parsed, Slip, visible
from coursebuild.model import Audiences, Code, Fence, Heading, Place, Reading, short, unspaced
from coursebuild.source import MAX_INDENT, is_well_formed, without_code

_NOTE_CALL = re.compile(r"\[\^(?P<label>[^\]\s]+)\]")
_NOTE_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
_MALFORMED_COMMENT = re.compile(r"[ \t>]*<--+(?![->]).*-->")


def source_slips(reading: Reading, names: Names, parsed: Parsed) -> list[Slip]:
    """Return the slips in the lines of a source."""
    if slips := list(_code_slips(reading, parsed.codes)):
        return slips  # other rules need to know which lines are code
    return [
        *_fence_slips(reading, parsed.marked),
        *grammar_slips(reading, names, parsed),
        *gap_slips(reading, parsed),
        *_comment_slips(reading, parsed.codes),
        *_undefined_note_slips(reading),
        *definitions_used_outside(reading, names.audiences),
        *_heading_slips(reading, names.audiences, parsed.headings, parsed.codes),
        *list_slips(reading, parsed.tree),
    ]


def _undefined_note_slips(reading: Reading) -> Iterator[Slip]:
    """Report calls of notes that no line defines: pandoc reads them as text.

    If a paragraph begins with such a call, it was probably meant to be the note: what it says is shown.
    """
    defined = {label.casefold() for p in reading.paragraphs for label in _NOTE_DEFINITION.findall(p.text)}
    calls = [
        (paragraph.place(found.start()), found["label"], found.start() == 0)
        for paragraph in reading.paragraphs
        if "[^" in paragraph.text
        for found in _NOTE_CALL.finditer(paragraph.text)
        if found["label"].casefold() not in defined
    ]
    labels = Counter(label for _, label, _ in calls)
    for place, label, begins in calls:
        if begins and labels[label] > 1:
            message = f"`[^{label}]` is called, and this line is not its note: a colon is missing"
            yield Slip("CB117", message, place)
        elif not any(other == label and first for _, other, first in calls):
            yield Slip("CB207", f"no line defines the note `[^{label}]`", place)


def _fence_slips(reading: Reading, marked: Collection[Place]) -> Iterator[Slip]:
    for fence in reading.fences:
        if slip := _fence_fault(reading, fence, marked):
            yield Slip(*slip, (fence.line, fence.column))


def _fence_fault(reading: Reading, fence: Fence, marked: Collection[Place]) -> tuple[str, str] | None:
    shown = short(fence.text)
    if fence.odd:
        return "CB105", f"`{short(visible(fence.text))}` contains {_character_name(fence.odd)}"
    if not fence.well_formed:
        return "CB106", f"`{shown}`: {_malformed(fence.text)}"
    if fence.repeats_opener:
        return "CB109", f"`{shown}` is inside an identical fenced div, opened on line {fence.partner}"
    if fence.opens and (fence.line, fence.column) not in marked:
        return _why_unread(reading, fence, shown)
    if not fence.partner:
        return (
            ("CB107", f"`{shown}` is never closed")
            if fence.opens
            else ("CB108", "`:::` does not close any fenced div")
        )
    return None


def _why_unread(reading: Reading, fence: Fence, shown: str) -> tuple[str, str]:
    if "{" in fence.text and "}" not in fence.text:
        return "CB106", f"`{shown}`: the closing brace is missing"
    if not has_readable_attributes(fence) or not re.search(r"\w", fence.text):
        return "CB106", f"`{shown}`: the attributes cannot be read"
    in_cell = reading.cell_of((fence.line, fence.column))
    if not in_cell and lacks_blank_line(reading, fence.line):
        return "CB103", f"`{shown}` has no blank line before it"
    return "CB104", f"`{shown}` cannot open a fenced div here"


def has_readable_attributes(fence: Fence) -> bool:
    """Whether the fence's attributes are valid, or it has none."""
    attributes = fence.text.lstrip(":").strip().rstrip(": ")
    return "{" not in attributes or "}" not in attributes or is_well_formed(attributes)


def _malformed(text: str) -> str:
    colons = re.match(r"[:\s]+", text)
    if colons and colons[0].strip() != ":::" and len(colons[0].strip()) < 3:  # noqa: PLR2004 (pandoc's least)
        return "a fenced div needs three colons"
    if "}" in text and "{" not in text:
        return "the opening brace is missing"
    if "{" in text and (after := text.partition("}")[2].strip(" \t:")):
        return f"`{short(after)}` follows the attributes"
    if "{" in text:
        return "a class before the braces belongs inside them"
    return "attributes must be in braces"


def mismatched_closing(reading: Reading) -> Place | None:
    """Find a closing fence whose indentation or quotation differs from its opening fence's."""
    openers = {fence.line: fence for fence in reading.fences if fence.opens}
    for fence in reading.fences:
        opener = openers.get(fence.partner)
        if opener and not fence.opens and fence.prefix != opener.prefix:
            return fence.line, fence.column
    return None


def lacks_blank_line(reading: Reading, number: int) -> bool:
    """Whether the line would continue a paragraph above it."""
    before = number - 1
    return not reading.is_blank(before) and reading.prose[before - 1] and before not in reading.block_ends


def _code_slips(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    remaining = codes.copy()
    for code in reading.codes:
        text = unspaced(code.text)
        inner = _nested_code_line(code) if code.last else 0
        if code.last and not inner and remaining[text] > 0:
            remaining[text] -= 1
        elif _is_verbatim(reading, code.line, code.last or code.line, codes):
            continue  # the fence is text in an indented code block or raw HTML
        elif not code.last:
            yield Slip(
                "CB110", f"the code fence {code.fence}{code.info} is never closed", (code.line, code.column)
            )
            return
        elif inner:
            yield Slip(
                "CB110",
                f"another code block begins inside this one, on line {inner}",
                (code.line, code.column),
            )
            return
        else:
            message = f"the fence {short(code.fence + code.info)} does not open a code block"
            yield Slip("CB111", message, (code.line, code.column))


def _is_verbatim(reading: Reading, first: int, last: int, codes: Counter[str]) -> bool:
    """Whether pandoc has these lines in a code block or raw HTML, unchanged."""
    text = unspaced("\n".join(reading.lines[first - 1 : last]))
    return any(text in code for code in codes)


def _nested_code_line(code: Code) -> int:
    """Return the line where a second code block begins in a code block, or 0.

    Its fence is at least as long as the first one's: the first was probably never closed.
    """
    deepest = code.column - 1 + MAX_INDENT
    begins = re.compile(rf"[ \t>]{{0,{deepest}}}{code.fence[0]}{{{len(code.fence)},}}[ \t]*[\w{{][^`~]*")
    inside = enumerate(code.text.split("\n"), 1)
    return next((code.line + n for n, line in inside if begins.fullmatch(line.rstrip())), 0)


def _comment_slips(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    if (place := reading.open_comment) and not _is_verbatim(reading, place[0], place[0], codes):
        yield Slip("CB121", "the comment is never closed", place)
    inside: Place | None = None  # where the open comment begins
    nested: Place | None = None  # where a comment begins inside another
    for number, line in enumerate(reading.lines, 1):
        if reading.prose[number - 1] and _MALFORMED_COMMENT.match(line):
            yield Slip("CB121", "`<--` does not begin a comment", (number, line.index("<") + 1))
        if "<!--" not in line and "-->" not in line:
            continue
        for found in re.finditer(
            "<!--|-->", without_code(line) if reading.prose[number - 1] or inside else ""
        ):
            place = (number, found.start() + 1)
            if found[0] == "-->" and not inside and nested:
                message = f"this comment begins inside another, and the `-->` on line {number} is text"
                yield Slip("CB121", message, nested)
            if found[0] == "<!--" and inside and inside[0] < number:
                message = f"the comment is still open where another begins, on line {number}"
                yield Slip("CB121", message, inside)
            nested = place if found[0] == "<!--" and inside else None if found[0] == "<!--" else nested
            inside = place if found[0] == "<!--" else None


def _heading_slips(
    reading: Reading, audiences: Audiences, remaining: Counter[str], codes: Counter[str]
) -> Iterator[Slip]:
    parts = conditional_parts(reading, audiences)
    levels = {heading.line: heading.level for heading in reading.headings}
    doubtful = []
    for heading in reading.headings:
        starts_block = not lacks_blank_line(reading, heading.line)
        if starts_block and heading.well_formed:
            remaining[_letters(heading)] -= 1
        else:
            doubtful.append((heading, starts_block))
    for heading, starts_block in doubtful:
        # the part would end at this heading, or include it
        hidden = any(
            part.first[0] < heading.line <= part.last[0] + 1 and levels.get(part.first[0], 0) >= heading.level
            for part in parts
        )
        remaining[_letters(heading)] -= 1
        barely_a_heading = heading.before or not (heading.well_formed or heading.level > 1)  # `#include`
        harmless = not hidden if barely_a_heading else remaining[_letters(heading)] >= 0
        if harmless or (not hidden and _is_verbatim(reading, heading.line, heading.line, codes)):
            continue
        text = short(heading.text)
        if starts_block:
            message = f"pandoc does not read `{text}` as a heading"
        else:
            message = f"the heading `{text}` has no blank line before it"
        yield Slip("CB126" if hidden else "CB127", message, (heading.line, 1))


def _letters(heading: Heading) -> str:
    return re.sub(r"\W", "", heading.text.partition("{")[0])


def _character_name(character: str) -> str:
    name = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({name})"
