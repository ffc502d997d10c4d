"""A source line by line, as its author sees it: code, comments, fences, headings, attribute blocks.

What is found here is what the author meant; pandoc says what became of it. Each opening fence and
each attribute block of a condition is handed to pandoc with a mark, an attribute that holds its
place: where the mark comes back on an element, pandoc took it; where it does not, it is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coursebuild import near, notation

MARK = "coursebuild-at"
MARKED = re.compile(rf'\["{MARK}","(\d+)\.(\d+)"\],?')  # in pandoc's JSON

Place = tuple[int, int]  # line and column, from 1

ODD = "\x0b\x0c\x1c-\x1f\x80-\x9f\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"
COLON = ":\uff1a\ufe55\ufe13\ua789\u2236\u02d0"
LIST_MARKER = r"(?:[-+*]|\(?(?:\d{1,9}|[A-Za-z]|#|@\w*)[.)])"
_FENCE = re.compile(
    rf"(?P<prefix>(?:[ \t>{ODD}]|(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)(?=[ \t]))*)"
    rf"(?P<colons>[{COLON}](?:[ \t{ODD}]?[{COLON}])+)(?P<rest>.*)"
)
_TAKEN = re.compile(r"[ \t]*(?:\{[^{}]*\}?|[^\s{}]+)[ \t]*:*[ \t]*")
_CODE_FENCE = re.compile(
    rf"(?P<prefix>[ \t>]*(?:(?:{LIST_MARKER}|\[\^[^\]\s]+\]:|:)[ \t]+)*)"
    r"(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)"
)
_HEADING = re.compile(
    rf"(?P<before>[ {ODD}]{{0,3}}|[^\w#]{{0,8}}(?=##)|[^#]*[ \t](?=##+[ \t]))"
    r"(?P<marks>#{1,6})"
    rf"(?P<space>[ \t{ODD}]+|(?<=##)[^\w#]{{0,4}}(?=[^\W\d]))(?P<text>\S.*)"
)
_TAKEN_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_INLINE_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_BRACES = re.compile(r"\{[^{}]*\}?")
_PLAIN = str.maketrans("\uff5b\uff5d\uff0e\uff1d\uff0c", "{}.=,")  # full-width forms
_APART = re.compile(rf"[\s\x00-\x1f\x7f{ODD}]+")
_ASKS = re.compile(r"(?i)\.\s*(?:if|unless)\b")
_NAMES = re.compile(r"[.#@]\W{0,3}?([\w\u200b-\u200f-]+)|([\w\u200b-\u200f-]+)\s*=")
_TEMPLATE = re.compile(r"\{[{%].*?\b(?:correction|solution)")
_YAML_ENDS = ("---", "...")


@dataclass(frozen=True, slots=True)
class Code:
    """A fenced code block, from its first fence's line to its last's (0 where it is never closed)."""

    line: int
    column: int
    last: int
    fence: str
    info: str
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """A line of colons; `partner` is the line of the one that closes or opens the same division, or 0."""

    line: int
    column: int
    text: str
    opens: bool
    well_formed: bool
    odd: str  # the first character that is not what it looks like
    prefix: str
    partner: int = 0
    doubles: bool = False

    @property
    def conditional(self) -> bool:
        return self.opens and is_conditional(self.text)


@dataclass(frozen=True, slots=True)
class Block:
    """An attribute block that seems to hold a condition."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is a heading, or was meant to be one; `well_formed` where pandoc can read it.

    `before` is what stands before its `#`.
    """

    line: int
    level: int
    text: str
    before: str
    well_formed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    lines: tuple[str, ...]
    prose: tuple[bool, ...]  # neither front matter, nor code, nor comment
    codes: tuple[Code, ...]
    comment_left_open: Place | None
    fences: tuple[Fence, ...]
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def marked(self) -> str:
        """The text for pandoc, with a mark in each opening fence and block."""
        lines = list(self.lines)
        # from right to left, so that columns stay true
        for place in sorted(self.places(), reverse=True):
            number, column = place
            if lines[number - 1][column - 1] not in ":{":
                continue  # what only looks like a brace is no attribute, marked or not
            before, after = lines[number - 1][: column - 1], lines[number - 1][column - 1 :]
            lines[number - 1] = before + _with_mark(after, place)
        return "\n".join(lines)

    def places(self) -> Iterator[Place]:
        """Where the marks are."""
        yield from ((fence.line, fence.column) for fence in self.fences if fence.opens and fence.well_formed)
        yield from ((block.line, block.column) for block in self.blocks)

    def prose_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of prose, with their numbers."""
        return (
            (n, line) for n, (line, prose) in enumerate(zip(self.lines, self.prose, strict=True), 1) if prose
        )

    def is_blank(self, number: int) -> bool:
        return not 1 <= number <= len(self.lines) or not self.lines[number - 1].strip(" \t>")


def read(text: str) -> Reading:
    """The text read, with the notation that pandoc does not know rewritten; lines keep their numbers."""
    lines = text.split("\n")
    prose, codes, left_open = _sorted(lines)
    lines = [notation.rewrite(line) if prose[n] else line for n, line in enumerate(lines)]
    numbered = [(n, line) for n, line in enumerate(lines, 1) if prose[n - 1]]
    fences = _paired([fence for n, line in numbered if (fence := _fence(n, line))])
    told = {fence.line for fence in fences}
    openings = [(code.line, lines[code.line - 1]) for code in codes]
    blocks = tuple(block for n, line in (*numbered, *openings) for block in _blocks(n, line) if n not in told)
    headings = tuple(
        Heading(
            n, len(found["marks"]), found["text"], found["before"].strip(), bool(_TAKEN_HEADING.match(line))
        )
        for n, line in numbered
        if (found := _HEADING.fullmatch(line))
    )
    return Reading(tuple(lines), tuple(prose), codes, left_open, fences, blocks, headings)


def front_matter_end(lines: list[str]) -> int:
    """How many lines the front matter takes; 0 where there is none, or where it is never closed."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if line.rstrip() in _YAML_ENDS), 0)


def is_conditional(text: str) -> bool:
    """Whether an attribute block, or a fence's text, says who sees it."""
    return bool(_ASKS.search(text) or _TEMPLATE.match(text)) or any(near.guard(name) for name in names(text))


def squeezed(code: str) -> str:
    """Code without white space and quotation marks of blocks: what stays the same in pandoc's tree."""
    return re.sub(r"[\s>]+", "", code)


def without_marks(json: str) -> str:
    return MARKED.sub("", json)


def names(text: str) -> Iterator[str]:
    """The classes and keys of an attribute block, or of a fence's text."""
    for found in _NAMES.finditer(text):
        yield found[1] or found[2]
    if word := re.fullmatch(r":*\s*([^\s{}]+)\s*:*", text):
        yield word[1]


def _with_mark(text: str, place: Place) -> str:
    mark = f"{{{MARK}={place[0]}.{place[1]} "
    if "{" in text:
        return text.replace("{", mark, 1)
    colons, word = re.match(r"(:+)[ \t]*(\S+?)[ \t]*:*[ \t]*$", text).groups()  # type: ignore[union-attr]
    return f"{colons} {mark}.{word}}}"


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
    closing = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*")
    for number in range(start + 1, len(lines)):
        if ">" in prefix and not lines[number].lstrip().startswith(">"):
            return 0
        if closing.fullmatch(lines[number].rstrip("\r")):
            return number
    return 0


def _fence(number: int, line: str) -> Fence | None:
    """The line as a fence, or as what was meant to be one; None where it is neither."""
    if not (found := _FENCE.fullmatch(line)):
        return None
    colons, rest = found["colons"], found["rest"]
    said = re.sub(f"[{ODD}]", " ", rest).strip()
    opens = bool(said)
    if colons.strip(":") or len(colons) < 3:  # noqa: PLR2004 (pandoc's least)
        word = re.match(r"[^\s{]*", said)
        meant = said.startswith("{") or (
            word and (near.guard(word[0]) or near.fold(word[0]) in notation.KINDS)
        )
        if not meant and (opens or not re.search(f"[{ODD}{COLON[1:]}]", colons)):
            return None
    outside = found["prefix"] + colons + re.sub(r'"[^"]*"', "", rest)
    odd = next(iter(re.findall(f"[{ODD}{COLON[1:]}]", outside)), "")
    taken = not opens or bool(_TAKEN.fullmatch(rest))
    well_formed = not odd and not colons.strip(":") and len(colons) > 2 and taken  # noqa: PLR2004 (the same)
    column = found.start("colons") + 1
    return Fence(number, column, line[column - 1 :].rstrip(), opens, well_formed, odd, found["prefix"])


def _paired(fences: list[Fence]) -> tuple[Fence, ...]:
    """Each with its partner.

    Where that leaves one without, a fence that repeats the condition it stands in is taken to close it.
    """
    paired = _pair(fences, repeating_closes=False)
    return paired if all(fence.partner for fence in paired) else _pair(fences, repeating_closes=True)


def _pair(fences: list[Fence], *, repeating_closes: bool) -> tuple[Fence, ...]:
    partners: dict[int, int] = {}
    doubles: set[int] = set()
    waiting: list[Fence] = []
    for fence in fences:
        if repeating_closes and waiting and fence.conditional and fence.text == waiting[-1].text:
            doubles.add(fence.line)
        elif fence.opens:
            waiting.append(fence)
            continue
        if waiting:
            opener = waiting.pop()
            partners |= {opener.line: fence.line, fence.line: opener.line}
    return tuple(replace(f, partner=partners.get(f.line, 0), doubles=f.line in doubles) for f in fences)


def _blocks(number: int, line: str) -> Iterator[Block]:
    plain = line.translate(_PLAIN)
    for found in _BRACES.finditer(without_code(plain)) if "{" in plain else ():
        before = line[: found.start()]
        joined = _APART.sub("", found[0])  # a name may have been torn, by a character that nobody sees
        attached = before.endswith(("]", ")", "`", "].", "`."))
        guarded = attached and any(map(near.guard, re.findall(r"\w+", joined)))
        empty = before.endswith(("]", "`")) and joined == "{}"
        if guarded or empty or is_conditional(found[0]) or is_conditional(joined):
            yield Block(number, found.start() + 1, line[found.start() : found.end()])


def without_code(line: str) -> str:
    """The line with its inline code blanked: what stands there is shown, not read."""
    return _INLINE_CODE.sub(lambda code: " " * len(code[0]), line) if "`" in line else line
