"""Notation that authors bring from elsewhere, rewritten as pandoc's, line for line."""

import re
from collections.abc import Iterator

TITLED = frozenset(
    "warning tip note info important caution danger exo exercise link correction solution".split()
)

_TITLED_FENCE = re.compile(
    r"(?P<indent>\s*)(?P<colons>:{3,})[ \t]*(?P<kind>[A-Za-z]+)[ \t]+(?P<title>[^\s{:].*)$"
)
_CODE_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-+*]|\(?(?:\d+|[A-Za-z]|#)[.)])[ \t]")


def rewrite(text: str) -> str:
    """HackMD's `:::tip A title` as `::: {.tip title="A title"}`; no line is added or taken away."""
    lines = [line + "\n" for line in text.split("\n")]
    for number, prose in enumerate(_prose_lines(lines)):
        if prose and (found := _TITLED_FENCE.match(lines[number].rstrip("\r\n"))):
            kind = found["kind"].lower()
            if kind in TITLED:
                title = found["title"].rstrip(": \t").replace("\\", "\\\\").replace('"', '\\"')
                end = lines[number][len(lines[number].rstrip("\r\n")) :]
                lines[number] = f'{found["indent"]}{found["colons"]} {{.{kind} title="{title}"}}{end}'
    return "".join(lines)[:-1]


def _prose_lines(lines: list[str]) -> Iterator[bool]:
    """For each line, whether it is neither front matter nor code."""
    skip_to, in_list = front_matter_end(lines), False
    never_closed: set[str] = set()
    for number, line in enumerate(lines):
        if number < skip_to:
            yield False
            continue
        opened = _CODE_FENCE.match(line.rstrip())
        if opened and opened["fence"] not in never_closed:
            if end := _closing(lines, number, opened["fence"]):
                skip_to = end + 1
                yield False
                continue
            never_closed.add(opened["fence"])
        indented = line.startswith(("    ", "\t"))
        if line.strip():
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and line.startswith((" ", "\t")))
        yield in_list or not indented


def front_matter_end(lines: list[str]) -> int:
    """How many lines the front matter takes; 0 where there is none, or where it is never closed."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((n + 1 for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)


def _closing(lines: list[str], start: int, fence: str) -> int:
    """The line that closes the code fence opened at `start`; 0 where none does (then it is prose)."""
    closing = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    return next((n for n in range(start + 1, len(lines)) if closing.match(lines[n].rstrip("\r\n"))), 0)
