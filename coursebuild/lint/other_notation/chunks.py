"""Warn of code that another tool runs, and of directives of MyST that are shown as they are typed."""

from collections.abc import Iterator

from coursebuild.lint.slip import Slip
from coursebuild.model import Reading, short
from coursebuild.source import DIRECTIVES, read_chunk


def chunk_slips(reading: Reading) -> Iterator[Slip]:
    """Yield a slip for the first block of code that is not run, and one for each that says more."""
    is_first = True
    for code in reading.codes:
        if not (chunk := read_chunk(code)):
            continue
        place, info = (code.line, code.column), short(code.info)
        if not chunk.language:
            message = f"`{info}` is shown as it is typed: a directive of MyST; {DIRECTIVES[chunk.name]}"
            yield Slip("CB171", message, place)
        elif chunk.options:
            yield Slip("CB171", f"the options in `{info}` are not used; delete them", place)
        elif is_first:
            message = f"`{info}` is code that is shown, and not run; write `{chunk.language}` without braces"
            yield Slip("CB171", f"{message}, here and below", place)
            is_first = False
        if chunk.option_line:
            option = short(reading.lines[chunk.option_line - 1].strip())
            message = f"`{option}` is shown in the code: an option of another tool; delete it"
            yield Slip("CB171", message, (chunk.option_line, 1))
