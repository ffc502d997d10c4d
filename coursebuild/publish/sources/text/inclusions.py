"""Code that is included from a file that students start from: in their sources, it is included as well."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from coursebuild.model import Source, shown
from coursebuild.publish.sources.text.conditions import tokens_of
from coursebuild.source import read_gaps

FILE = re.compile(r"\.file-(\d{1,6})")  # what inclusion adds to code of a file
_GIVEN = re.compile(r"""(?<![\w-])(?P<key>lines|region|from|to)=(?P<value>"[^"]*"|'[^']*'|[^\s}]+)""")
_NUMBERS = re.compile(r"(?P<first>\d{1,7})?[ \t]*(?P<to>[-:\u2013])?[ \t]*(?P<last>\d{1,7})?")


class Inclusions:
    """What lessons' code says of the files that it is from; `starters` are those that students get.

    These are the texts with their gaps, by the real paths of files.
    """

    def __init__(self, source: Source, starters: Mapping[str, str]) -> None:
        self._source, self._starters = source, starters
        self._files = {shown(Path(each.path)): Path(each.path) for each in source.inclusion.files}
        self._files[source.location.name] = source.location.path

    def of(self, line: int, attributes: str) -> str:
        """What includes the code with these attributes, which a line opens; "" if it stands in the text."""
        found = next(filter(None, map(FILE.fullmatch, tokens_of(attributes))), None)
        included = self._source.inclusion
        if not found or int(found[1]) >= len(included.files):
            return ""
        path, origin = included.files[int(found[1])].path, included.origins[line - 1]
        if path not in self._starters or origin.name not in self._files:
            return ""
        typed = self._files[origin.name].read_text(encoding="utf-8-sig").split("\n")[origin.line - 1]
        given = {each["key"]: each["value"].strip("\"'") for each in _GIVEN.finditer(typed)}
        folder = os.path.realpath(self._source.location.path.parent)
        chosen = {"include": Path(os.path.relpath(path, folder)).as_posix()}
        if region := given.get("region"):
            chosen["region"] = region
        if numbers := given.get("lines") or _between(given):
            chosen["lines"] = _counted(self._starters[path], path, numbers)
        return " ".join(f'{key}="{value}"' for key, value in chosen.items())


def _between(given: Mapping[str, str]) -> str:
    """The lines that `from` and `to` say; "" if they say none."""
    return f"{given.get('from', '')}-{given.get('to', '')}" if {"from", "to"} & given.keys() else ""


def _counted(text: str, path: str, numbers: str) -> str:
    """The same lines of a file as students count them, who have other lines in place of its gaps."""
    typed = list(range(1, text.removesuffix("\n").count("\n") + 2))
    for gap in reversed(read_gaps(text, "python" if Path(path).suffix == ".py" else "")):
        typed[gap.first : gap.last + 1] = [gap.first + 1] * len(gap.placeholder)
    found = _NUMBERS.fullmatch(numbers.strip())
    if not found:
        return numbers
    first = int(found["first"] or 1)
    last = int(found["last"] or (max(typed, default=first) if found["to"] else first))
    lines = [number for number, line in enumerate(typed, 1) if first <= line <= last]
    return f"{lines[0]}-{lines[-1]}" if lines else numbers
