"""Translate tabs as in Quarto, whose headings are the titles of its tabs, to boxes."""

import re
from collections.abc import Iterator, MutableSequence, Sequence

from coursebuild.model import Box, Fence, Frames, vocabulary
from coursebuild.source.dialects import kinds
from coursebuild.source.dialects.blocks import Region, frame
from coursebuild.source.fences import pair_fences, parse_fence

_NAMES = rf"(?:{'|'.join(sorted(vocabulary.TAB_GROUPS, key=len, reverse=True))})"
_TABSET = re.compile(
    rf"(?P<colons>:{{3,}})[ \t]*(?:{_NAMES}|\{{\.{_NAMES}(?P<more>[ \t][^{{}}]*)?\}})[ \t]*:*[ \t]*"
)
_LOOKS = re.compile(r"[ \t]*(?:group=\S+[ \t]*)?")  # attributes that mean nothing here
_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]+(?P<title>[^{}\[\]<>*_$\\]*?)[ \t]*#*[ \t]*")
_MARKS = re.compile(r"[ \t>]*(?P<marks>#{1,6})[ \t]")


def translate_tabs(lines: list[str], prose: Sequence[bool], frames: Frames) -> None:
    """Translate the tabsets in place, and note their tabs in `frames`.

    One stays as it is if a title has markup, as a condition has, or means an answer: nobody sees a heading as
    a tab that others do not see.
    """
    if not any("::" in line and "tab" in line for line in lines):
        return
    numbered = ((n, line) for n, line in enumerate(lines, 1) if prose[n - 1] and "::" in line)
    fences = pair_fences([fence for n, line in numbered if (fence := parse_fence(n, line))])
    partners = {fence.line: fence.partner for fence in fences if fence.opens}
    for fence in fences:
        found = _TABSET.fullmatch(fence.text) if fence.opens and fence.partner else None
        tabs = list(_tabs(lines, prose, fence, partners)) if found else []
        if found and tabs:
            if _LOOKS.fullmatch(found["more"] or ""):  # all others stay: one may be a condition
                head = lines[fence.line - 1][: fence.column - 1]
                lines[fence.line - 1] = f"{head}{found['colons']} {{.tabset}}"
            for tab in tabs:
                frame(lines, tab, frames)


def _tabs(
    lines: MutableSequence[str], prose: Sequence[bool], fence: Fence, partners: dict[int, int]
) -> Iterator[Region]:
    """Yield the tabs of a tabset; none if it has another form."""
    inside = list(_own_lines(prose, fence, partners))
    filled = [n for n in inside if lines[n - 1].strip(" \t>")]
    headings = [n for n in filled if _MARKS.match(lines[n - 1])]
    level = len(_level(lines[filled[0] - 1])) if filled else 0
    wanted = [n for n in headings if len(_level(lines[n - 1])) <= level]
    found = [_HEADING.fullmatch(lines[n - 1]) for n in wanted]
    titles = [heading["title"] if heading else "" for heading in found]
    if not level or not all(titles) or any(map(kinds.announces, titles)):
        return
    for number, end, title in zip(wanted, [*wanted[1:], fence.partner], titles, strict=True):
        last = next(n for n in range(end - 1, number - 1, -1) if lines[n - 1].strip(" \t>"))
        line = lines[number - 1]
        prefix = line[: len(line) - len(line.lstrip(" \t>"))]
        box = Box(number, len(prefix) + 1, "tab", title, line.strip(" \t>"))
        yield Region(box, kinds.attributes("tab", title), prefix, last - 1, {})


def _own_lines(prose: Sequence[bool], fence: Fence, partners: dict[int, int]) -> Iterator[int]:
    """Yield the numbers of the lines of prose in a fenced div that are in no other one inside."""
    number = fence.line + 1
    while number < fence.partner:
        if partners.get(number):
            yield number
            number = partners[number]
        elif prose[number - 1]:
            yield number
        number += 1


def _level(line: str) -> str:
    found = _MARKS.match(line)
    return found["marks"] if found else ""
