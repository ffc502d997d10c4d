"""Find inline code, between two runs of equally many backticks."""

import re

_RUN = re.compile("`+")


def code_ends(text: str) -> dict[int, int]:
    """Map the start of each run of backticks that may open inline code to the end of the run that closes it.

    A regular expression would look for the end of the text from each run that nothing closes.
    """
    ends: dict[int, int] = {}
    following: dict[int, int] = {}  # the end of the next run, by its length
    for run in reversed(list(_RUN.finditer(text))):
        length = run.end() - run.start()
        if length in following:
            ends[run.start()] = following[length]
        following[length] = run.end()
    return ends


def without_code(line: str) -> str:
    """Blank the inline code of a line, in which notation has no effect."""
    if "`" not in line:
        return line
    ends = code_ends(line)
    parts: list[str] = []
    at = 0
    for start in sorted(ends):
        if start >= at:
            parts += line[at:start], " " * (ends[start] - start)
            at = ends[start]
    return "".join([*parts, line[at:]])
