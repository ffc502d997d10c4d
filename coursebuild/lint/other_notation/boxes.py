"""Warn of other tools' boxes whose kind is unknown, and of those that are not read as boxes."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from coursebuild.lint.slip import Slip
from coursebuild.model import Reading, Searched, short, unspaced, vocabulary
from coursebuild.source import LIST_MARKER

_BEFORE = rf"(?:[ \t>]|{LIST_MARKER}[ \t])*+"
_INDENTED = re.compile(rf"{_BEFORE}(?P<box>(?:!!!|\?\?\?\+?)[ \t]*[^\W\d_].*|===[!+]?[ \t]+[\"“«].*)")
_NEARLY = re.compile(rf"{_BEFORE}(?P<box>(?:!{{1,6}}|\?{{1,6}}\+?)[ \t]*[^\W\d_][\w-]*[ \t]+[\"“«].*[\"”»])")
_CALLOUT = re.compile(rf"{_BEFORE}(?<=[> \t])(?P<box>\[!\w[\w-]*\](?:[-+]|[-+]?[ \t]+\S.*))")


def box_slips(reading: Reading, codes: Counter[str], kinds: Collection[str]) -> Iterator[Slip]:
    """Yield a slip for each such box; `codes` are the texts that pandoc read as code."""
    for box in reading.boxes:
        if not box.is_known:
            hint = vocabulary.suggest(box.kind, kinds)
            message = f"`{box.kind}` is not a kind of box that coursebuild knows: it is shown as a note{hint}"
            yield Slip("CB165", message, (box.line, box.column))
    code = Searched("\0".join(codes))
    for paragraph in reading.paragraphs:
        for number, line in enumerate(paragraph.text.split("\n"), paragraph.first):
            if not ("!" in line or "?" in line or "==" in line):
                continue
            found = _INDENTED.fullmatch(line) or _NEARLY.fullmatch(line.rstrip())
            found = found or (_CALLOUT.fullmatch(line) if ">" in line else None)
            if found and unspaced(line) not in code:
                start = paragraph.starts[number - paragraph.first] if paragraph.starts else 0
                place = number, start + found.start("box") + 1
                yield Slip("CB166", f"`{short(found['box'].strip())}` is printed as text", place)
