"""Slips that the source's lines show: fences, code blocks, comments, definitions, headings, lists."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from coursebuild import near
from coursebuild.errors import Diagnostic
from coursebuild.lines import Code, Fence, Place, Reading, is_conditional, squeezed, without_code

_ATTRIBUTES = re.compile(
    r"""\{\s*(?:(?:[#.][^\s{}=.#"']+|-|=?[\w:.-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'{}]*))?)(?:\s+|(?=\})))*\}"""
)
_SPACED = re.compile(r"\s=|=\s")
_TAKEN_INFO = re.compile(r"[^\s{}]*\s*(?:\{[^{}]*\})?")
_NOTE = re.compile(r"[ \t>]*\[\^(?P<name>[^\]\s]+)\]:")
_REFERENCE = re.compile(r"[ \t>]*\[(?!\^)(?P<name>[^\[\]]+)\]:[ \t]*\S")
_NOTE_USE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_REFERENCE_USE = re.compile(r"\[(?!\^)(?P<name>[^\[\]]+)\](?!\(|\{|:|\[[^\]])")
_KEY = re.compile(r"([\w-]+)\s*=")
_OTHER_ASKS = frozenset({"format", "lang", "title"})  # conditions that hide nothing from students as such
ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)])(?P<space> +)\S")

_NO_COMMENT = re.compile(r"[ \t>]*<--+(?![->])")
_OTHER_BOX = re.compile(r"[ \t>]*(?P<marks>!!!|\?\?\?\+?)[ \t]+\S.*")

Range = tuple[int, int, str]  # first and last line of a conditional part, and its condition


def in_lines(
    name: str, reading: Reading, taken: Collection[Place], codes: Counter[str], headings: Collection[str]
) -> Iterator[Diagnostic]:
    """What the lines of a source show.

    `taken` are the marks that came back from pandoc, `codes` its code blocks' texts without white
    space, `headings` its headings' letters and digits.
    """
    found = [
        *_fences(reading, taken),
        *_codes(reading, codes),
        *_blocks(reading, taken),
        *_comments(reading),
        *_other_boxes(reading),
        *_definitions(reading),
        *_headings(reading, headings),
        *(_list_slip(line) for line in torn_lists(reading)),
    ]
    yield from (Diagnostic(name, line, column, code, message) for line, column, code, message in found)


Slip = tuple[int, int, str, str]  # line, column, rule, message


def _fences(reading: Reading, taken: Collection[Place]) -> Iterator[Slip]:
    for fence in reading.fences:
        if slip := _fence(reading, fence, taken):
            yield fence.line, fence.column, *slip


def _fence(reading: Reading, fence: Fence, taken: Collection[Place]) -> tuple[str, str] | None:
    shown = _short(fence.text)
    if fence.odd:
        return "CB105", f"`{_short(_visible(fence.text))}` holds {_named(fence.odd)}"
    if not fence.well_formed:
        return "CB106", f"`{shown}`: {_malformed(fence.text)}"
    if fence.doubles:
        return "CB109", f"`{shown}` stands in a division of the same kind, opened on line {fence.partner}"
    if fence.opens and (fence.line, fence.column) not in taken:
        return _refused(reading, fence, shown)
    if not fence.partner:
        return ("CB107", f"`{shown}` is never closed") if fence.opens else ("CB108", "`:::` closes nothing")
    return None


def _refused(reading: Reading, fence: Fence, shown: str) -> tuple[str, str]:
    if not readable(fence):
        return "CB106", f"`{shown}`: its attributes cannot be read"
    if lacks_blank_line(reading, fence.line):
        return "CB103", f"`{shown}` has no blank line before it"
    if fence.prefix:
        return "CB104", f"`{shown}` is not where a division can begin"
    return "CB106", f"`{shown}`: its attributes cannot be read"


def readable(fence: Fence) -> bool:
    """Whether pandoc can read the fence's attributes, as far as one line tells."""
    attributes = fence.text.lstrip(":").strip().rstrip(": ")
    return "{" not in attributes or "}" not in attributes or bool(_ATTRIBUTES.fullmatch(attributes))


def _malformed(text: str) -> str:
    colons = re.match(r"[:\s]+", text)
    if colons and colons[0].strip() != ":::" and len(colons[0].strip()) < 3:  # noqa: PLR2004 (pandoc's least)
        return "three colons begin a division"
    if "{" in text and "}" not in text:
        return "the closing brace is missing"
    if "}" in text and "{" not in text:
        return "the opening brace is missing"
    if "{" in text and (after := text.partition("}")[2].strip(" \t:")):
        return f"`{_short(after)}` stands after the attributes"
    if "{" in text:
        return "a word and attributes cannot stand side by side"
    return "attributes stand between braces"


def lacks_blank_line(reading: Reading, number: int) -> bool:
    """Whether the line continues a paragraph above it."""
    before = number - 1
    if reading.is_blank(before) or not reading.prose[before - 1]:
        return False
    return not any(f.line == before and f.well_formed for f in reading.fences) and not any(
        h.line == before for h in reading.headings
    )


def _codes(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    for code in reading.codes:
        if not code.last:
            yield code.line, code.column, "CB110", f"`{code.fence}{code.info}` is never closed"
            return  # what is code and what is text is in doubt from here on
        if inner := _begun_in(code):
            yield code.line, code.column, "CB110", f"another code block begins in it, on line {inner}"
            return
        if codes[text := squeezed(code.text)] > 0:
            codes[text] -= 1
        else:
            yield code.line, code.column, "CB111", f"`{_short(code.fence + code.info)}` begins no code block"


def _begun_in(code: Code) -> int:
    """The line of a code block that another holds, though its fence is no shorter; 0 where there is none."""
    begins = re.compile(rf"[ \t>]*{code.fence[0]}{{{len(code.fence)},}}[ \t]*[\w{{][^`~]*")
    lines = code.text.split("\n")
    return next((code.line + n for n, line in enumerate(lines, 1) if begins.fullmatch(line.rstrip())), 0)


def _blocks(reading: Reading, taken: Collection[Place]) -> Iterator[Slip]:
    for block in reading.blocks:
        if (block.line, block.column) not in taken:
            message = f"`{_short(_visible(block.text))}` is no attribute of anything"
            yield block.line, block.column, "CB112", message


def _comments(reading: Reading) -> Iterator[Slip]:
    if reading.comment_left_open:
        yield *reading.comment_left_open, "CB121", "the comment is never closed"
    inside = False
    for number, line in reading.prose_lines():
        if _NO_COMMENT.match(line):
            yield number, line.index("<") + 1, "CB121", "`<--` begins no comment"
    for number, line in enumerate(reading.lines, 1):
        if "<!--" not in line and "-->" not in line:
            continue
        plain = without_code(line) if reading.prose[number - 1] or inside else ""
        for found in re.finditer("<!--|-->", plain):
            if found[0] == "<!--" and inside:
                yield number, found.start() + 1, "CB121", "a comment begins in another"
            inside = found[0] == "<!--"


def _other_boxes(reading: Reading) -> Iterator[Slip]:
    """Boxes as other tools write them, `!!! correction` or `??? note "Solution"`, are text for pandoc."""
    for number, line in reading.prose_lines():
        if (found := _OTHER_BOX.fullmatch(line)) and any(map(near.guard, re.findall(r"\w+", line))):
            message = f"`{_short(line)}` is no box"
            yield number, found.start("marks") + 1, "CB120", message


def conditional_parts(reading: Reading) -> list[Range]:
    """The lines that not every edition shows: divisions, and headings' sections."""
    end = len(reading.lines)
    parts = [(f.line, f.partner or end, _condition(f.text)) for f in reading.fences if f.opens]
    for heading in reading.headings:
        braces = heading.text.rpartition("{")[2] if "{" in heading.text else ""
        inside = [f.partner for f in reading.fences if f.opens and f.line < heading.line < f.partner]
        next_ = [h.line - 1 for h in reading.headings if h.line > heading.line and h.level <= heading.level]
        last = min([*inside, *next_, end])
        parts.append((heading.line, last, _condition(f"{{{braces}") if braces else ""))
    return [part for part in parts if part[2]]


def _condition(text: str) -> str:
    """What a fence's or heading's attributes ask; nothing where everybody in doubt may see the part."""
    if not is_conditional(text):
        return ""
    keys = set(_KEY.findall(text))
    guarded = any(guard in text for guard in near.GUARDS)
    return "" if keys and not guarded and keys <= _OTHER_ASKS else "correction" if guarded else text


def _definitions(reading: Reading) -> Iterator[Slip]:
    """Notes and references that are defined in a conditional part and used outside of it."""
    parts = conditional_parts(reading)
    if not parts:
        return
    prose = [(n, without_code(line)) for n, line in reading.prose_lines()]
    for defines, uses, kind in ((_NOTE, _NOTE_USE, "note"), (_REFERENCE, _REFERENCE_USE, "link")):
        defined = {
            " ".join(found["name"].split()).casefold(): (n, part)
            for n, line in prose
            if (found := defines.match(line)) and (part := _innermost(parts, n))
        }
        for n, line in prose if defined else ():
            for found in uses.finditer(line):
                place = defined.get(" ".join(found["name"].split()).casefold())
                own = defines.match(line)
                if place and n != place[0] and not (own and own.end("name") == found.end("name")):
                    asked = {part[2] for part in parts if part[0] <= n <= part[1]}
                    if place[1][2] not in asked:
                        message = (
                            f"`{found[0]}` is defined on line {place[0]}, in a part that not everybody sees"
                        )
                        yield n, found.start() + 1, "CB122", f"the {kind} {message}"


def _innermost(parts: list[Range], number: int) -> Range | None:
    around = [part for part in parts if part[0] < number <= part[1]]
    return max(around, default=None)


def _headings(reading: Reading, taken: Collection[str]) -> Iterator[Slip]:
    parts = conditional_parts(reading)
    for heading in reading.headings:
        if not lacks_blank_line(reading, heading.line):
            continue
        if letters(heading.text.partition("{")[0]) in taken:
            continue
        hidden = any(first < heading.line <= last + 1 for first, last, _ in parts)
        code = "CB126" if hidden else "CB127"
        shown = _short(heading.text)
        yield heading.line, 1, code, f"the heading `{shown}` has no blank line before it"


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def torn_lists(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Lists that stand under an item without being nested: first line, spaces it has, spaces it takes."""
    item: re.Match[str] | None = None
    told = False  # once for each list
    for number, line in reading.prose_lines():
        found = ITEM.match(line)
        if not found:
            if line.strip() and not line.startswith(" "):
                item = None
            continue
        indent = len(found["indent"])
        if item and item["marker"][0].isdigit() and len(item["indent"]) < indent < item.end("space"):
            if not told:
                yield number, indent, item.end("space")
            told = True
        elif not item or indent <= len(item["indent"]) or indent >= item.end("space"):
            item, told = found, False


def _list_slip(torn: tuple[int, int, int]) -> Slip:
    line, has, takes = torn
    return line, has + 1, "CB128", f"{has} spaces do not nest the list: it takes {takes}"


def _named(character: str) -> str:
    name = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({name})"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() and not unicodedata.combining(c) else "·" for c in text)


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
