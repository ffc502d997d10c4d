"""A source line by line, as its author sees it: code, comments, fences, headings, attribute blocks.

What is found here is what the author meant; pandoc says what became of it. Each opening fence and
each attribute block of a condition is handed to pandoc with a mark, an attribute that holds its
place: where the mark comes back on an element, pandoc took it; where it does not, it is text.
"""

import re
from collections.abc import Iterator

from coursebuild.model import Block, Code, Heading, Place, Reading, vocabulary
from coursebuild.source import dialects
from coursebuild.source.fences import BRACED, LIST_MARKER, ODD, fence, is_conditional, paired

NEAR = 80  # characters before a brace that say whose it is
DEEPEST = 3  # spaces before a fence that is not yet indented code

_CODE_FENCE = re.compile(
    rf"(?P<prefix>[ \t>]*(?:(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)[ \t]+)*)"
    r"(?P<fence>`{3,}|~{3,})(?P<info>[ \t]*(?:[\w{.+][^`]*)?)"
)
_HEADING = re.compile(
    rf"(?P<before>[ {ODD}]{{0,3}}|[^\w#]{{0,8}}(?=##)|[^#]*[ \t](?=##+[ \t]))"
    r"(?P<marks>#{1,6})"
    rf"(?P<space>[ \t{ODD}]+|[^\w#]{{0,4}}(?=[^\W\d]))(?P<text>\S.*)"
)
_TAKEN_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_UNDERLINE = re.compile(r"(?:={2,}|-{3,})[ \t]*")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_BRACES = re.compile(BRACED)
_MATH = re.compile(r"(?<![\\$])\$[^$]+\$")
_TEX = re.compile(r"(?:[_^}\w]|\\[A-Za-z]+(?:\[[^\]]*\])?)$")  # before a brace that is not an attribute's
_PLAIN = str.maketrans("\uff5b\uff5d\uff0e\uff1d\uff0c", "{}.=,")  # full-width forms
_BRACE = re.compile("[{\uff5b]")
_CERTAIN = re.compile(r"\{\s*\.(?:correction|solution|if|unless)(?![\w-])")  # no formula, no TeX
_APART = re.compile(rf"[\s\x00-\x1f\x7f{ODD}]+")
_YAML_ENDS = ("---", "...")


def read_lines(text: str) -> Reading:
    """The text read, with the notation that pandoc does not know rewritten; lines keep their numbers."""
    lines = text.split("\n")
    prose, codes, left_open = _sorted(lines)
    lines = [dialects.rewrite(line) if prose[n] else line for n, line in enumerate(lines)]
    numbered = [(n, line) for n, line in enumerate(lines, 1) if prose[n - 1]]
    fences = paired([colons for n, line in numbered if (colons := fence(n, line))])
    told = {fence.line for fence in fences}
    openings = [(code.line, lines[code.line - 1]) for code in codes]
    blocks = tuple(block for n, line in (*numbered, *openings) for block in _blocks(n, line) if n not in told)
    headings = tuple(
        heading for n, line in numbered if (heading := _heading(n, line) or _underlined(lines, n))
    )
    parting = frozenset(f.line for f in fences if f.well_formed) | {h.line for h in headings if h.well_formed}
    return Reading(tuple(lines), tuple(prose), codes, left_open, fences, blocks, headings, parting)


def _heading(number: int, line: str) -> Heading | None:
    found = _HEADING.fullmatch(line)
    if not found:
        return None
    before, well_formed = found["before"].strip(), bool(_TAKEN_HEADING.match(line))
    return Heading(number, len(found["marks"]), found["text"], before, well_formed)


def _underlined(lines: list[str], number: int) -> Heading | None:
    """A title with a line of `=` or `-` below it; one that ends a paragraph is none for pandoc."""
    title = lines[number - 2] if number > 1 else ""
    if not _UNDERLINE.fullmatch(lines[number - 1]) or not title.strip() or title.lstrip().startswith("|"):
        return None
    parted = number == 2 or not lines[number - 3].strip()  # noqa: PLR2004 (the first line)
    return Heading(number - 1, 1 if "=" in lines[number - 1] else 2, title, "" if parted else "=", parted)


def front_matter_end(lines: list[str]) -> int:
    """How many lines the front matter takes; 0 where there is none, or where it is never closed."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if line.rstrip() in _YAML_ENDS), 0)


def _sorted(lines: list[str]) -> tuple[list[bool], tuple[Code, ...], Place | None]:
    """Which lines are prose, the code blocks, and the place of a comment that is never closed."""
    start = front_matter_end(lines)
    prose = [number >= start for number in range(len(lines))]
    codes: list[Code] = []
    left_open: Place | None = None
    number, never_closed = start, set[str]()
    while number < len(lines):
        last = number
        if found := _CODE_FENCE.fullmatch(lines[number].rstrip()):
            fence = found["fence"]
            last = 0 if fence in never_closed else _closing(lines, number, fence, found["prefix"])
            text = "\n".join(lines[number + 1 : last])
            column = found.start("fence") + 1
            codes.append(Code(number + 1, column, last and last + 1, fence, found["info"].strip(), text))
            if last:
                prose[number : last + 1] = [False] * (last + 1 - number)
            else:
                never_closed.add(fence)
        elif opened := _comment_opened(lines[number]):
            last = next((n for n in range(number + 1, len(lines)) if "-->" in lines[n]), 0)
            if last:
                prose[number + 1 : last + 1] = [False] * (last - number)
            else:
                left_open = left_open or (number + 1, opened)
        number = max(last, number) + 1
    return prose, tuple(codes), left_open


def _comment_opened(line: str) -> int:
    """The column of a comment that does not end on its line; 0 where there is none."""
    if "<!--" not in line:
        return 0
    at = without_code(line).rfind("<!--")
    return 0 if at < 0 or "-->" in line[at + 4 :] else at + 1


def _closing(lines: list[str], start: int, fence: str, prefix: str) -> int:
    """The line, from 0, that closes the code fence opened at `start`; 0 where none does."""
    closing = re.compile(rf"[ \t>]{{0,{len(prefix) + DEEPEST}}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    for number in range(start + 1, len(lines)):
        if ">" in prefix and not lines[number].lstrip().startswith(">"):
            return 0
        if closing.fullmatch(lines[number].rstrip("\r")):
            return number
    return 0


def _blocks(number: int, line: str) -> Iterator[Block]:
    if not _BRACE.search(line):
        return
    plain = _MATH.sub(_blank_formula, without_code(line.translate(_PLAIN)))
    for found in _BRACES.finditer(plain):
        before = plain[max(0, found.start() - NEAR) : found.start()]
        joined = _APART.sub("", found[0])  # a name may have been torn, by a character that nobody sees
        attached = before.endswith(("]", ")", "`", "].", "`.")) or line.endswith(
            ("`", "`."), 0, found.start()
        )
        guarded = attached and any(map(vocabulary.guard, re.findall(r"(?<![#\w:-])\w+", joined)))
        empty = attached and joined == "{}" and not before.endswith(("[]", ")", "."))
        asks = is_conditional(found[0]) or is_conditional(joined)
        beside = _TEX.search(before) or before.endswith("{")
        if ((guarded or empty or asks) and not beside) or _CERTAIN.match(joined):
            text = line[found.start() : found.end()]
            yield Block(number, found.start() + 1, text, certain=bool(_CERTAIN.match(text)))


def _blank_formula(found: re.Match[str]) -> str:
    """Blanked but for what is no formula's: two dollars may have made one of a text."""
    return found[0] if _CERTAIN.search(found[0]) else _blank(found)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def without_code(line: str) -> str:
    """The line with its inline code blanked: what stands there is shown, not read."""
    return _INLINE_CODE.sub(_blank, line) if "`" in line else line
