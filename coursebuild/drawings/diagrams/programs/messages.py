"""Read what programs of the author write when they cannot draw."""

import re
from typing import NamedTuple

# D2 names its standard input `-`; PlantUML counts the lines after `@startuml`, which may be left out
_D2 = re.compile(r"(?m)(?:^|[ ])-:(?P<line>\d+):(?P<column>\d+): (?P<said>.+)")
_PLANTUML = re.compile(r"(?m)^ERROR\s+^(?P<line>\d+)\s+^(?P<said>.+)")
_START = re.compile(r"(?m)^[ \t]*@start")


class Message(NamedTuple):
    """What is wrong with a diagram; the line and column, from 1, are 0 where the program says none."""

    said: str
    line: int = 0
    column: int = 0


def read(written: str, text: str) -> Message:
    """Read what a program wrote for the text of a diagram: its first message, and where that is."""
    if found := _D2.search(written):
        return Message(found["said"], int(found["line"]), int(found["column"]))
    if found := _PLANTUML.search(written):
        start = _START.search(text)
        above = text.count("\n", 0, start.start()) + 1 if start else 0
        return Message(found["said"], int(found["line"]) + above)
    lines = (line.strip() for line in written.splitlines())
    return Message(next((line for line in lines if line), "it says no reason"))
