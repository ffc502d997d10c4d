"""Translate the notation of other tools to pandoc's, line by line."""

import re

from coursebuild.model import vocabulary, without_ignoring
from coursebuild.source.fences import LIST_MARKER

_TITLED_FENCE = re.compile(
    rf"(?P<indent>(?:[ \t>]|{LIST_MARKER}[ \t])*)"
    r"(?P<colons>:{3,})[ \t]*(?P<kind>[A-Za-z]+)[ \t]+(?P<title>[^\s{:].*)"
)


def rewrite(line: str) -> str:
    """Rewrite HackMD's `:::tip A title` as `::: {.tip title="A title"}`; return any other line unchanged."""
    plain = without_ignoring(line)
    found = _TITLED_FENCE.fullmatch(plain.rstrip()) if ":::" in line else None
    if not found or (kind := found["kind"].lower()) not in vocabulary.KINDS:
        return line
    title = found["title"].rstrip(": \t").replace("\\", "\\\\").replace('"', '\\"')
    return f'{found["indent"]}{found["colons"]} {{.{kind} title="{title}"}}{line[len(plain) :]}'
