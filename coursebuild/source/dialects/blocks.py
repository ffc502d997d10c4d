"""Translate other tools' boxes that do not end with a line of colons: indented, quoted, or like code.

The fences that pandoc gets stand in `Frames`, and not in the lines: there, a box is its text, without the
indentation or the quotation marks, so that all rules read it as they read any text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from coursebuild.model import Box, Code, Frames
from coursebuild.source.dialects import kinds
from coursebuild.source.fences import parse_fence

_MAX_INDENT = 3  # spaces before a block, beside those of a list item
_ITEM = re.compile(r"(?P<before>[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+)\S")
_PREFIX = re.compile(r"[ \t>]*")
_INDENTED = re.compile(  # MkDocs
    r"(?P<fold>!!!|\?\?\?\+?)[ \t]*(?P<kind>[^\W\d_][\w-]*)(?P<classes>(?:[ \t]+[\w-]+)*)"
    r"""[ \t]*(?:["“«](?P<title>.*)["”»])?"""
)
_TAB = re.compile(r"""===[!+]?[ \t]+["“«](?P<title>.+)["”»]""")
_SPACES = " \u00a0\u202f"  # inside quotation marks
_LAYOUT = frozenset("inline end annotate".split())  # MkDocs's classes that place a box
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)(?:\|[^\]]*)?\](?P<fold>[-+]?)[ \t]*(?P<title>.*)")  # Obsidian
_ALERTS = frozenset("note tip important warning caution".split())  # which pandoc reads, without a title
_DIRECTIVE = re.compile(r"\{(?P<kind>[\w:-]+)\}[ \t]*(?P<title>.*)")  # MyST
_STEP = re.compile(r" {4}|\t")
_QUOTE = re.compile(r">[ ]?")
_BLOCK = re.compile(r"#{1,6}[ \t]|:{3}|[?!/=]{3}|`{3}|~{3}|>|<|\||[-+*][ \t]|\d{1,9}[.)][ \t]")

FOLDS = {"!!!": "", "???": "-", "???+": "+"}


class Region(NamedTuple):
    """A box from its first to its last line, by index; `body` are its lines, and `removed` what they lose."""

    box: Box
    attributes: str
    prefix: str
    last: int
    body: dict[int, tuple[str, str]]


class _Text(NamedTuple):
    """The lines as translated so far.

    `ends` are the last lines of the boxes found before, `own` the author's own kinds of boxes.
    """

    lines: list[str]
    prose: Sequence[bool]
    codes: dict[int, Code]  # by the index of the first line
    ends: frozenset[int]
    own: frozenset[str]

    def kind_of(self, name: str) -> str:
        return kinds.kind_of(name, self.own)

    def prefix_and_text(self, at: int) -> tuple[str, str]:
        prefix = _PREFIX.match(self.lines[at])
        end = prefix.end() if prefix else 0
        return self.lines[at][:end], self.lines[at][end:].rstrip()

    def following(self, at: int, prefix: str) -> Iterator[tuple[int, str]]:
        """Yield the lines after one, in the same quotation, list item and box, without their prefix."""
        for number in range(at + 1, len(self.lines)):
            if number - 1 in self.ends:
                return
            line = self.lines[number]
            if line.startswith(prefix):
                yield number, line[len(prefix) :]
            elif line.strip(" \t>") or line.count(">") != prefix.count(">"):
                return
            else:
                yield number, ""


def translate_blocks(
    lines: list[str], prose: Sequence[bool], codes: Sequence[Code], frames: Frames, own: frozenset[str]
) -> bool:
    """Translate the outermost boxes in place, and note them in `frames`; return whether there was any.

    `own` are the author's own kinds of boxes.
    """
    text = _Text(lines, prose, {code.line - 1: code for code in codes}, frozenset(frames.ends), own)
    done, found = -1, False
    items: list[int] = []  # the columns of the list items around a line
    for at in range(len(lines)):
        prefix, content = text.prefix_and_text(at)
        if not content:
            continue
        indent = len(prefix.rpartition(">")[2].expandtabs(4)) - (">" in prefix)
        while items and items[-1] > indent:
            items.pop()
        is_aligned = indent - (items[-1] if items else 0) <= _MAX_INDENT
        if prose[at] and (item := _ITEM.match(lines[at])):
            items.append(len(item["before"].rpartition(">")[2].expandtabs(4)) - (">" in prefix))
            continue
        if at <= done or not is_aligned:
            continue
        region = _find(text, at, prefix, content)
        if region and _is_whole(text, at, region.last):
            is_known = bool(text.kind_of(region.box.kind))
            frame(lines, region._replace(box=region.box._replace(is_known=is_known)), frames)
            done, found = region.last, True
    return found


def _find(text: _Text, at: int, prefix: str, content: str) -> Region | None:
    if at in text.codes:
        return _directive(text, at, prefix)
    if not text.prose[at]:
        return None
    if content[:3] in ("!!!", "???", "==="):
        return _indented(text, at, prefix, content)
    if content.startswith("[!") and ">" in prefix:
        return _quoted(text, at, prefix, content)
    return None


def _indented(text: _Text, at: int, prefix: str, content: str) -> Region | None:
    """Read a box of MkDocs: it ends before the first line that is not indented."""
    if found := _TAB.fullmatch(content):
        kind, title = "tab", found["title"].strip(_SPACES)
        block = kinds.attributes("tab", title)
    elif found := _INDENTED.fullmatch(content):
        kind, others = found["kind"], [w for w in found["classes"].split() if w not in _LAYOUT]
        title = (found["title"] or "").strip(_SPACES) or " ".join(others)
        if kinds.may_be_withheld(" ".join((kind, *others))):
            return None
        block = _block(text, kind, title, FOLDS[found["fold"]])
    else:
        return None
    body: dict[int, tuple[str, str]] = {}
    last, after_blank = 0, False
    for number, line in text.following(at, prefix):
        step = _STEP.match(line)
        if not line.strip():
            after_blank = True
            continue
        if not step:
            if line[0] in " \t" and not after_blank:
                return None  # inside or outside?
            break
        body[number] = prefix + line[step.end() :], step[0]
        last, after_blank = number, False
    if not last or kinds.announces(title):
        return None
    return Region(_box(at, prefix, kind, title, content), block, prefix, last, body)


def _quoted(text: _Text, at: int, prefix: str, content: str) -> Region | None:
    """Read a callout: a quotation that begins with its kind, which may have a title."""
    found = _CALLOUT.fullmatch(content)
    if not found or kinds.may_be_withheld(found["kind"], found["title"]):
        return None
    kind, fold, title = found["kind"], found["fold"], found["title"]
    outer = prefix[: prefix.rindex(">")]
    above = text.lines[at - 1] if at else ""
    if (not (fold or title) and kind.lower() in _ALERTS) or (
        above.startswith(f"{outer}>") and above.strip(" \t>")
    ):
        return None
    body: dict[int, tuple[str, str]] = {}
    last = 0
    for number, line in text.following(at, outer):
        if mark := _QUOTE.match(line):
            body[number] = outer + line[mark.end() :], mark[0]
        elif line.strip() and not _BLOCK.match(line.lstrip()) and last == number - 1:
            body[number] = outer + line, ""  # it continues the paragraph
        else:
            break
        last = number if line.strip(" \t>") else last
    if not last:
        return None
    body = {number: line for number, line in body.items() if number <= last}
    block = _block(text, kind, title, fold)
    return Region(_box(at, prefix, kind, title, content), block, outer, last, body)


def _directive(text: _Text, at: int, prefix: str) -> Region | None:
    """Read a directive of MyST, a code block in whose place a box is meant."""
    code = text.codes[at]
    found = _DIRECTIVE.fullmatch(code.info) if code.last and code.column == len(prefix) + 1 else None
    if not found or not text.kind_of(found["kind"]):
        return None
    options = _options(code.text.split("\n"))
    classes = " ".join(value for key, value in options if key == "class")
    kind, title = found["kind"], found["title"]
    block = kinds.of_directive(kind, title, classes, text.own)
    if not block:
        return None
    body = dict.fromkeys(range(at + 1, at + 1 + len(options)), ("", "")) | {code.last - 1: ("", "")}
    info = f"{code.fence}{code.info}"
    return Region(Box(at + 1, code.column, kind, title, info), block, prefix, code.last - 1, body)


def _options(lines: list[str]) -> list[tuple[str, str]]:
    """Return the options at the beginning of a directive, one for each line: `:key: value`, or YAML."""
    texts = [line.strip(" \t>") for line in lines]
    if texts[:1] == ["---"] and "---" in texts[1:]:
        pairs = [text.partition(":")[::2] for text in texts[: texts.index("---", 1) + 1]]
        return [(key.strip(), value.strip()) for key, value in pairs]
    options: list[tuple[str, str]] = []
    for text in texts:
        if not (found := kinds.OPTION.fullmatch(text)):
            break
        options.append((found["key"], found["value"]))
    return options


def _box(at: int, prefix: str, kind: str, title: str, content: str) -> Box:
    return Box(at + 1, len(prefix) + 1, kind, title, content)


def _block(text: _Text, kind: str, title: str, fold: str) -> str:
    ours = text.kind_of(kind)
    return kinds.attributes(ours or kinds.DEFAULT, title or ("" if ours else kind.capitalize()), fold=fold)


def _is_whole(text: _Text, first: int, last: int) -> bool:
    """Whether each code block, comment and fenced div that begins in these lines ends there."""
    depth = 0
    number = first + 1
    while number <= last:
        if code := text.codes.get(number):
            if code.last - 1 > last:
                return False
            number = max(number, code.last - 1) + 1
            continue
        fence = parse_fence(number + 1, text.lines[number]) if "::" in text.lines[number] else None
        if fence and text.prose[number]:
            depth += 1 if fence.opens else -1
            if depth < 0:
                return False
        number += 1
    goes_on = last + 1 < len(text.lines) and not text.prose[last + 1] and last + 1 not in text.codes
    return depth == 0 and not goes_on


def frame(lines: list[str], region: Region, frames: Frames) -> None:
    """Take a box out of the lines, and note the fences that pandoc gets in their place."""
    at = region.box.line - 1
    blank = region.prefix[: region.prefix.rfind(">") + 1]
    is_apart = at == 0 or not lines[at - 1].strip(" \t>")
    frames.boxes.append(region.box)
    frames.before[at] = [*([] if is_apart else [blank]), f"{region.prefix}::: {region.attributes}"]
    lines[at] = ""
    for number, (line, removed) in region.body.items():
        lines[number] = line if line.strip(" \t>") else ""
        frames.removed[number] = frames.removed.get(number, "") + removed
    goes_on = region.last + 1 < len(lines) and lines[region.last + 1].strip(" \t>")
    closing = [f"{region.prefix}:::", *([blank] if goes_on else [])]
    frames.after[region.last] = closing + frames.after.get(region.last, [])
    frames.ends.add(region.last)
