"""Slips that the source's lines show: fences, code blocks, comments, definitions, headings, lists."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from coursebuild import lines, near
from coursebuild.errors import Diagnostic
from coursebuild.fences import LIST_MARKER, Fence
from coursebuild.lines import Code, Heading, Place, Reading, without_code
from coursebuild.parts import NOTE, REFERENCE, carried_over, conditional_parts
from coursebuild.wording import fragments, squeezed, words

_ATTRIBUTES = re.compile(
    r"""\{\s*(?:(?:[#.][^\s{}=.#"']+|-|=\w+|[\w:.-]+=(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'{}]*))"""
    r"""(?:\s+|(?=\})))*\}"""
)
_BOXED_HEADING = re.compile(rf"[ \t]*(?:(?:{LIST_MARKER}|[>:])[ \t]*)+#{{1,6}}[ \t]")
_JSON_ESCAPE = re.compile(r"\\[bfnrtu\"\\/]")
_NOT_WORDS = re.compile(  # markup: what is read, and not shown
    r"<!--.*?-->|<[^>]*>|\{[^{}]*\}|\[\^[^\]]*\]|\]\[[^\]]*\]|@\w+|\S*&#?\w+;\S*"
    r"|^[ \t>]*\(?\w{1,5}[.)](?=\s)|\[!\w+\]"
)
ITEM = re.compile(r"(?P<indent> *)(?P<marker>[-+*]|\d{1,9}[.)])(?P<space> +)\S")

_NO_COMMENT = re.compile(r"[ \t>]*<--+(?![->]).*-->")
_OTHER_BOX = re.compile(r"[ \t>]*(?P<marks>!!!|\?\?\?\+?)[ \t]+[\w-]+(?:[ \t]+\"[^\"]*\")?[ \t]*")


def in_lines(
    name: str, reading: Reading, taken: Collection[Place], codes: Counter[str], headings: Counter[str]
) -> Iterator[Diagnostic]:
    """What the lines of a source show.

    `taken` are the marks that came back from pandoc, `codes` its code blocks' texts without white
    space, `headings` its headings' letters and digits.
    """
    if in_doubt := list(_codes(reading, codes)):  # what is code and what is text: nothing else can be told
        yield from _told(name, in_doubt)
        return
    found = [
        *_fences(reading, taken),
        *_blocks(reading, taken),
        *_comments(reading, codes),
        *_other_boxes(reading),
        *carried_over(reading),
        *_headings(reading, headings, codes),
        *(_list_slip(torn) for torn in torn_lists(reading)),
    ]
    yield from _told(name, found)


def in_words(name: str, reading: Reading, content: str) -> Iterator[Diagnostic]:
    """What is lost between the source and pandoc's JSON, its `content`."""
    yield from _told(name, _dropped(reading, content))


def _told(name: str, found: Iterable["Slip"]) -> Iterator[Diagnostic]:
    return (Diagnostic(name, line, column, code, message) for line, column, code, message in found)


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
        return f"`{_short(after)}` stands after the attributes"
    if "{" in text:
        return "a word and attributes cannot stand side by side"
    return "attributes stand between braces"


def unclosed(reading: Reading) -> Place:
    """Where the division probably is that pandoc closed by itself: its fences do not stand alike."""
    openers = {fence.line: fence for fence in reading.fences if fence.opens}
    for fence in reading.fences:
        opener = openers.get(fence.partner)
        if opener and not fence.opens and fence.prefix != opener.prefix:
            return fence.line, fence.column
    return next(((f.line, f.column) for f in openers.values()), (0, 0))


def lacks_blank_line(reading: Reading, number: int) -> bool:
    """Whether the line continues a paragraph above it."""
    before = number - 1
    if reading.is_blank(before) or not reading.prose[before - 1]:
        return False
    return not any(f.line == before and f.well_formed for f in reading.fences) and not any(
        h.line == before and h.well_formed for h in reading.headings
    )


def _codes(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    left = codes.copy()
    for code in reading.codes:
        if _is_shown(reading, code.line, code.last or code.line, codes):
            continue  # in a block that is indented, or raw HTML: the fence is text of it
        if not code.last:
            yield code.line, code.column, "CB110", f"the code fence {code.fence}{code.info} is never closed"
            return
        if inner := _begun_in(code):
            yield code.line, code.column, "CB110", f"another code block begins in it, on line {inner}"
            return
        if left[text := lines.squeezed(code.text)] > 0:
            left[text] -= 1
        else:
            yield (
                code.line,
                code.column,
                "CB111",
                f"the fence {_short(code.fence + code.info)} begins no code block",
            )


def _is_shown(reading: Reading, first: int, last: int, codes: Counter[str]) -> bool:
    """Whether pandoc has these lines in a block of code or raw HTML, as they stand."""
    text = lines.squeezed("\n".join(reading.lines[first - 1 : last]))
    return any(text in code for code in codes)


def _begun_in(code: Code) -> int:
    """The line of a code block that another holds, though its fence is no shorter; 0 where there is none."""
    deepest = code.column - 1 + lines.DEEPEST
    begins = re.compile(rf"[ \t>]{{0,{deepest}}}{code.fence[0]}{{{len(code.fence)},}}[ \t]*[\w{{][^`~]*")
    inside = enumerate(code.text.split("\n"), 1)
    return next((code.line + n for n, line in inside if begins.fullmatch(line.rstrip())), 0)


def _blocks(reading: Reading, taken: Collection[Place]) -> Iterator[Slip]:
    for block in reading.blocks:
        if (block.line, block.column) not in taken:
            message = f"`{_short(_visible(block.text))}` is no attribute of anything"
            yield block.line, block.column, "CB112", message
        elif _BOXED_HEADING.match(reading.lines[block.line - 1]):
            message = "a heading's condition goes no further than the list item or quotation it stands in"
            yield block.line, block.column, "CB112", message


def _comments(reading: Reading, codes: Counter[str]) -> Iterator[Slip]:
    if (place := reading.comment_left_open) and not _is_shown(reading, place[0], place[0], codes):
        yield *place, "CB121", "the comment is never closed"
    inside: Place | None = None
    begun: Place | None = None  # of a comment in another
    for number, line in enumerate(reading.lines, 1):
        if reading.prose[number - 1] and _NO_COMMENT.match(line):
            yield number, line.index("<") + 1, "CB121", "`<--` begins no comment"
        if "<!--" not in line and "-->" not in line:
            continue
        for found in re.finditer(
            "<!--|-->", without_code(line) if reading.prose[number - 1] or inside else ""
        ):
            place = (number, found.start() + 1)
            if found[0] == "-->" and not inside and begun:
                yield *begun, "CB121", f"a comment begins in another, which ends before line {number} does"
            begun = place if found[0] == "<!--" and inside else None if found[0] == "<!--" else begun
            inside = place if found[0] == "<!--" else None


def _other_boxes(reading: Reading) -> Iterator[Slip]:
    """Boxes as other tools write them, `!!! correction` or `??? note "Solution"`, are text for pandoc."""
    for number, line in reading.prose_lines():
        if (found := _OTHER_BOX.fullmatch(line)) and any(map(near.guard, re.findall(r"\w+", line))):
            message = f"`{_short(line)}` is no box"
            yield number, found.start("marks") + 1, "CB120", message


def _headings(reading: Reading, taken: Counter[str], codes: Counter[str]) -> Iterator[Slip]:
    parts = conditional_parts(reading)
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
            first < heading.line <= last + 1 and levels.get(first, 0) >= heading.level
            for first, last, _ in parts
        )
        taken[_letters(heading)] -= 1
        harmless = not hidden if heading.before else taken[_letters(heading)] >= 0
        if harmless or (not hidden and _is_shown(reading, heading.line, heading.line, codes)):
            continue
        fault = "is not written as pandoc reads it" if parted else "has no blank line before it"
        message = f"the heading `{_short(heading.text)}` {fault}"
        yield heading.line, 1, "CB126" if hidden else "CB127", message


def _dropped(reading: Reading, content: str) -> Iterator[Slip]:
    """Words of the source that are nowhere in what pandoc made of it, its JSON."""
    if r"\newcommand" in reading.text or r"\def" in reading.text:
        return  # macros: pandoc puts other words in the place of these
    fences = {fence.line for fence in reading.fences}
    shown = {word for text in fragments(lines.without_marks(content)) for word in words(text)}
    everything = ""  # names and addresses too: asked where a word is not shown as one
    for number, line in reading.prose_lines():
        if number in fences or REFERENCE.match(line) or NOTE.match(line):
            continue
        for word in words(_NOT_WORDS.sub(" ", line)):
            if word not in shown:
                everything = everything or squeezed(_JSON_ESCAPE.sub(" ", content))
                if word not in everything:
                    code = "CB129" if "|" in line else "CB130"
                    yield number, 1, code, f"`{word}` is not in what pandoc read"
                    break


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
    return line, has + 1, "CB128", f"{has} spaces do not nest the list: it takes {takes}"


def _named(character: str) -> str:
    name = unicodedata.name(character, "a control character").lower()
    return f"U+{ord(character):04X} ({name})"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() and not unicodedata.combining(c) else "·" for c in text)


def _short(text: str, most: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
