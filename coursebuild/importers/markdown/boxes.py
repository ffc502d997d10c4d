"""Write the boxes of other tools, which coursebuild reads, as its own."""

import re

from coursebuild.importers import notation
from coursebuild.importers.draft import Draft, Line
from coursebuild.source import announces, read_lines

_TAB = re.compile(r"""(?P<before>[ \t>]*)===[!+]?[ \t]+["“«](?P<title>.+)["”»][ \t]*""")
_FENCE = re.compile(r"(?P<before>[ \t>]*:{3,})[ \t]*(?P<attributes>\{\.[a-z]+\}|[a-z]+)[ \t]*")


def turn_tabs(draft: Draft) -> None:
    """Write a tab of MkDocs whose title means an answer as a folded box, which `check --fix` knows."""
    prose = draft.read().prose
    for at, line in enumerate(draft.lines):
        found = _TAB.fullmatch(line.text) if prose[at] and "===" in line.text else None
        if found and announces(found["title"]):
            draft.lines[at] = line._replace(text=f'{found["before"]}??? solution "{found["title"]}"')


def turn_boxes(draft: Draft) -> None:
    """Write the fences that pandoc would get."""
    reading = read_lines(draft.text)
    before, after = reading.frames.before, reading.frames.after
    boxes = {box.line for box in reading.boxes}
    lines: list[Line] = []
    for at, line in enumerate(reading.lines):
        for text in (*before.get(at, (line,)), *after.get(at, ())):
            found = _FENCE.fullmatch(text)
            new = f"{found['before']} {notation.bare(found['attributes'])}" if found else text
            is_spare = not new.strip() and at in boxes and lines and ":::" in lines[-1].text
            if not is_spare:
                lines.append(Line(draft.lines[at].number, new))
    draft.lines = lines
