"""Words that are lost between a source and what pandoc made of it."""

import re
from collections.abc import Iterator

from coursebuild.lint.conditional_parts import NOTE, REFERENCE
from coursebuild.lint.slip import Slip
from coursebuild.model import Reading, fragments, squeezed, without_marks, words

_JSON_ESCAPE = re.compile(r"\\[bfnrtu\"\\/]")
_NOT_WORDS = re.compile(  # markup: what is read, and not shown
    r"<!--.*?-->|<[^>]*>|\{[^{}]*\}|\[\^[^\]]*\]|\]\[[^\]]*\]|@\w+|\S*&#?\w+;\S*"
    r"|^[ \t>]*(?:[-+*]|\(?\w{1,5}[.)])(?:\s+\[[xX]\])?(?=\s)|\[!\w+\]"
)
_USE = re.compile(r"\[([^\[\]]+)\](?!:)")
_ADDRESS = re.compile(r"[./#:@<]")


def dropped(reading: Reading, content: str) -> Iterator[Slip]:
    """Words that are nowhere in what pandoc made of a source's text, its JSON."""
    if r"\newcommand" in reading.text or r"\def" in reading.text:
        return  # macros: pandoc puts other words in the place of these
    fences = {fence.line for fence in reading.fences}
    shown = {word for text in fragments(without_marks(content)) for word in words(text)}
    everything = ""  # names and addresses too: asked where a word is not shown as one
    metadata = _later_metadata(reading)
    used = {_label(name) for name in _USE.findall(reading.text)}
    for number, line in reading.prose_lines():
        if number in fences or NOTE.match(line):
            continue
        if found := REFERENCE.match(line):
            if _label(found["name"]) not in used and not _ADDRESS.search(found["address"]):
                yield Slip("CB134", f"`{line.strip()}` is read as an address, and not shown", (number, 1))
            continue
        for word in words(_NOT_WORDS.sub(" ", line)):
            if word not in shown:
                everything = everything or squeezed(_JSON_ESCAPE.sub(" ", content.partition('"blocks":')[2]))
                if word not in everything:
                    code = "CB133" if number in metadata else "CB129" if "|" in line else "CB130"
                    yield Slip(code, f"`{word}` is not in what pandoc read", (number, 1))
                    break


def _label(name: str) -> str:
    return " ".join(name.split()).casefold()


def _later_metadata(reading: Reading) -> set[int]:
    """The lines between two `---` that are not at the document's beginning."""
    inside: list[int] = []
    found: set[int] = set()
    begun = False
    for number, line in reading.prose_lines():
        if begun and line.rstrip() in ("---", "..."):
            found.update(inside)
            begun = False
        elif line.rstrip() == "---" and reading.is_blank(number - 1) and not reading.is_blank(number + 1):
            begun, inside = True, []
        inside.append(number)
    return found
