"""Slips that the source's lines show: fences, code blocks, comments, definitions, headings, lists."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from coursebuild.lint.conditional_parts import carried_over, conditional_parts
from coursebuild.lint.slip import Slip
from coursebuild.model import Audiences, Code, Fence, Heading, Place, Reading, short, unspaced, vocabulary
from coursebuild.source import DEEPEST, LIST_MARKER, without_code

_ATTRIBUTES = re.compile(
    r"""\{\s*(?:(?:[#.][^\s{}=.#"']+|-|=\w+|[\w:.-]+=(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'{}]*))"""
    r"""(?:\s+|(?=\})))*\}"""
)
_CAPTION = re.compile(r"[ \t]*(?::|[Tt]able:)[ \t]")
_BOXED_HEADING = re.compile(rf"[ \t]*(?:(?:{LIST_MARKER}|[>:])[ \t]*)+#{{1,6}}[ \t]")
ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)])(?P<space> +)\S")

_ANSWERS = frozenset(
    "answer correction corrections corrige corriges reponse reponses solution solutions".split()
)
_FOREIGN = re.compile(  # a line of Hugo, reStructuredText, AsciiDoc, Org, Obsidian… that names a correction
    r"[ \t>]*(?P<marks>[/;%.=~+|-]{2,4}|\{\{[<%#]?|#\+(?:BEGIN|begin)_|ifn?def::|\[[!/]?)[ \t]*"
    r"(?:correction|corrig[ée]|solution)s?\b[^.?!]{0,30}",
    re.IGNORECASE,
)
_NO_COMMENT = re.compile(r"[ \t>]*<--+(?![->]).*-->")
_OTHER_BOX = re.compile(r"[ \t>]*(?P<marks>!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+\"[^\"]*\")?[ \t]*")


def in_lines(
    reading: Reading,
    audiences: Audiences,
    taken: Collection[Place],
    codes: Counter[str],
    headings: Counter[str],
) -> list[Slip]:
    """What the lines of a source show.

    `taken` are the marks that came back from pandoc, `codes` its code blocks' texts without white
    space, `headings` its headings' letters and digits.
    """
    if in_doubt := list(_codes(reading, codes)):  # what is code and what is text: nothing else can be told
        return in_doubt
    return [
        *_fences(reading, taken),
        *_blocks(reading, taken),
        *_comments(reading, codes),
        *_other_boxes(reading),
        *carried_over(reading, audiences),
        *_headings(reading, audiences, headings, codes),
        *(_list_slip(torn) for torn in torn_lists(reading)),
    ]


def _fences(reading: Reading, taken: Collection[Place]) -> Iterator[Slip]:
    for fence in reading.fences:
        if slip := _fence(reading, fence, taken):
            yield Slip(*slip, (fence.line, fence.column))


def _fence(reading: Reading, fence: Fence, taken: Collection[Place]) -> tuple[str, str] | None:
    shown = short(fence.text)
    if fence.odd:
        return "CB105", f"`{short(_visible(fence.text))}` holds {_named(fence.odd)}"
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
    if "{" in fence.text and "}" not in fence.text:
        return "CB106", f"`{shown}`: the closing brace is missing"
    if not readable(fence):
        return "CB106", f"`{shown}`: its attributes cannot be read"
    if lacks_blank_line(reading, fence.line):
        return "CB103", f"`{shown}` has no blank line before it"
    return "CB104", f"`{shown}` is not where a division can begin"


def readable(fence: Fence) -> bool:
    """Whether pandoc can read the fence's attributes, as far as one line tells."""
    attributes = fence.text.lstrip(":").strip().rstrip(": ")
    return "{" not in attributes or "}" not in attributes or bool(_ATTRIBUTES.fullmatch(attributes))


def _malformed(text: str) -> str:
    colons = re.match(r"[:\s]+", text)
    if colons and colons[0].strip() != ":::" and len(colons[0].strip()) < 3:  # noqa: PLR2004 (pandoc's least)
        return "three colons begin a division"
    if "}" in text and "{" not in text:
        return "the opening brace is missing"
    if "{" in text and (after := text.partition("}")[2].strip(" \t:")):
        return f"`{short(after)}` stands after the attributes"
    if "{" in text:
        return "a word and attributes cannot stand side by side"
    return "attributes stand between braces"


def unclosed(reading: Reading) -> Place | None:
    """The closing line that pandoc did not take, where a fence does not stand as the one it closes."""
    openers = {fence.line: fence for fence in reading.fences if fence.opens}
    for fence in reading.fences:
        opener = openers.get(fence.partner)
        if opener and not fence.opens and fence.prefix != opener.prefix:
            return fence.line, fence.column
    return None


def lacks_blank_line(reading: Reading, number: int) -> bool:
    """Whether the line continues a paragraph above it."""
    before = number - 1
    return not reading.is_blank(before) and reading.prose[before - 1] and before not in reading.parting


def _codes(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    left = codes.copy()
    for code in reading.codes:
        text = unspaced(code.text)
        inner = _begun_in(code) if code.last else 0
        if code.last and not inner and left[text] > 0:
            left[text] -= 1
        elif _is_shown(reading, code.line, code.last or code.line, codes):
            continue  # in a block that is indented, or raw HTML: the fence is text of it
        elif not code.last:
            yield Slip(
                "CB110", f"the code fence {code.fence}{code.info} is never closed", (code.line, code.column)
            )
            return
        elif inner:
            yield Slip("CB110", f"another code block begins in it, on line {inner}", (code.line, code.column))
            return
        else:
            message = f"the fence {short(code.fence + code.info)} begins no code block"
            yield Slip("CB111", message, (code.line, code.column))


def _is_shown(reading: Reading, first: int, last: int, codes: Counter[str]) -> bool:
    """Whether pandoc has these lines in a block of code or raw HTML, as they stand."""
    text = unspaced("\n".join(reading.lines[first - 1 : last]))
    return any(text in code for code in codes)


def _begun_in(code: Code) -> int:
    """The line of a code block that another holds, though its fence is no shorter; 0 where there is none."""
    deepest = code.column - 1 + DEEPEST
    begins = re.compile(rf"[ \t>]{{0,{deepest}}}{code.fence[0]}{{{len(code.fence)},}}[ \t]*[\w{{][^`~]*")
    inside = enumerate(code.text.split("\n"), 1)
    return next((code.line + n for n, line in inside if begins.fullmatch(line.rstrip())), 0)


def _blocks(reading: Reading, taken: Collection[Place]) -> Iterator[Slip]:
    for block in reading.blocks:
        if (block.line, block.column) not in taken:
            message = f"`{short(_visible(block.text))}` is no attribute of anything"
            yield Slip("CB112", message, (block.line, block.column))
        elif reading.lines[block.line - 1][block.column - 1 + len(block.text) :].startswith("("):
            message = "attributes come after a link's address, not before it"
            yield Slip("CB112", message, (block.line, block.column))
        elif _CAPTION.match(reading.lines[block.line - 1]) and _between_tables(reading, block.line):
            message = "pandoc takes the caption for the table above; put each caption under its own table"
            yield Slip("CB112", message, (block.line, block.column))
        elif _BOXED_HEADING.match(reading.lines[block.line - 1]):
            message = "a heading's condition goes no further than the list item or quotation it stands in"
            yield Slip("CB112", message, (block.line, block.column))


def _between_tables(reading: Reading, number: int) -> bool:
    """Whether tables stand above and below a caption, the lower one without a caption of its own."""
    above = next((n for n in range(number - 1, 0, -1) if not reading.is_blank(n)), 0)
    below = next((n for n in range(number + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    return all(n and reading.lines[n - 1].lstrip().startswith(("|", "+", "--")) for n in (above, below))


def _comments(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    if (place := reading.comment_left_open) and not _is_shown(reading, place[0], place[0], codes):
        yield Slip("CB121", "the comment is never closed", place)
    inside: Place | None = None
    begun: Place | None = None  # of a comment in another
    for number, line in enumerate(reading.lines, 1):
        if reading.prose[number - 1] and _NO_COMMENT.match(line):
            yield Slip("CB121", "`<--` begins no comment", (number, line.index("<") + 1))
        if "<!--" not in line and "-->" not in line:
            continue
        for found in re.finditer(
            "<!--|-->", without_code(line) if reading.prose[number - 1] or inside else ""
        ):
            place = (number, found.start() + 1)
            if found[0] == "-->" and not inside and begun:
                yield Slip(
                    "CB121", f"a comment begins in another, which ends before line {number} does", begun
                )
            if found[0] == "<!--" and inside and inside[0] < number:
                yield Slip("CB121", f"the comment goes on into another, on line {number}", inside)
            begun = place if found[0] == "<!--" and inside else None if found[0] == "<!--" else begun
            inside = place if found[0] == "<!--" else None


def _other_boxes(reading: Reading) -> Iterator[Slip]:
    """Boxes as other tools write them, `!!! correction` or `??? note "Solution"`, are text for pandoc."""
    for number, line in reading.prose_lines():
        found = _OTHER_BOX.fullmatch(line) or _FOREIGN.fullmatch(line)
        if found and any(vocabulary.fold(word) in _ANSWERS for word in re.findall(r"[^\W_]+", line)):
            message = f"`{short(line)}` is no box"
            yield Slip("CB120", message, (number, found.start("marks") + 1))


def _headings(
    reading: Reading, audiences: Audiences, taken: Counter[str], codes: Counter[str]
) -> Iterator[Slip]:
    parts = conditional_parts(reading, audiences)
    levels = {heading.line: heading.level for heading in reading.headings}
    doubtful = []
    for heading in reading.headings:
        parted = not lacks_blank_line(reading, heading.line)
        if parted and heading.well_formed:
            taken[_letters(heading)] -= 1
        else:
            doubtful.append((heading, parted))
    for heading, parted in doubtful:
        # the heading's own section would end here, or take it in
        hidden = any(
            part.first[0] < heading.line <= part.last[0] + 1 and levels.get(part.first[0], 0) >= heading.level
            for part in parts
        )
        taken[_letters(heading)] -= 1
        doubtful_at_best = heading.before or not (heading.well_formed or heading.level > 1)  # `#include`
        harmless = not hidden if doubtful_at_best else taken[_letters(heading)] >= 0
        if harmless or (not hidden and _is_shown(reading, heading.line, heading.line, codes)):
            continue
        fault = "is not written as pandoc reads it" if parted else "has no blank line before it"
        message = f"the heading `{short(heading.text)}` {fault}"
        yield Slip("CB126" if hidden else "CB127", message, (heading.line, 1))


def _letters(heading: Heading) -> str:
    return re.sub(r"\W", "", heading.text.partition("{")[0])


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
    return Slip("CB128", f"{has} spaces do not nest the list: it takes {takes}", (line, has + 1))


def _named(character: str) -> str:
    name = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({name})"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() and not unicodedata.combining(c) else "·" for c in text)
