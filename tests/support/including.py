"""A lesson that includes files, as it is read, and what is wrong with these."""

from pathlib import Path, PurePosixPath

from coursebuild import source
from coursebuild.model import Location, Source

APP = """import socket

# region parse
def parse(line):
    # ANCHOR: split
    key, value = line.split("=")
    # ANCHOR_END: split
    return key, value
# endregion
"""
SETUP = """## Setting up {#setup}

Look at ![the disk](disk.png), or at [the next lesson](../next.md#part?).

Underlined
----------

```sh
# no heading, and ![no image](disk.png)
```

::: correction
SECRET of the part.
:::
"""


def location_of(folder: Path, name: str = "lab.md") -> Location:
    return Location(folder / name, f"course/{name}", PurePosixPath(name).with_suffix(""), (folder.resolve(),))


def read_lesson(folder: Path, text: str) -> Source:
    return source.read_text(text, location_of(folder))


def problems_of(folder: Path, text: str) -> list[tuple[str, int, int, str]]:
    """The name of the file, line, column and code of each problem."""
    found = read_lesson(folder, text).inclusion.problems
    return [(Path(each.path).name, each.line, each.column, each.code) for each in found]


def code_from(attributes: str) -> str:
    return f"```{{{attributes}}}\n```\n"


def part_from(attributes: str) -> str:
    return f"::: {{{attributes}}}\n:::\n"
