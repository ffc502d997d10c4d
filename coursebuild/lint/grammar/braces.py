"""Refuse braces that pandoc does not read, or gives to another element than the author meant."""

import re
from collections.abc import Iterator

from coursebuild.lint.attributes.shapes import typed_identifier_slips
from coursebuild.lint.grammar.context import KEY, WORDS, Context
from coursebuild.lint.slip import Parsed, Slip, visible
from coursebuild.model import Block, Reading, short
from coursebuild.source import LIST_MARKER, ODD_SPACES

_GUARD_IDENTIFIER = re.compile(r"(?<![\w-])#(?:correction|solution)(?![\w:-])")
_BEGINS_AS_ATTRIBUTES = re.compile(r"\{[ \t]*[.#][^\W\d_]|\{[ \t]*[\w-]+=[\"\w]")
_BEFORE_QUOTE = re.compile(r"[\s\"'\u201c]")
_UNOPENED = re.compile(r"^[^\[]*(?:\[[^\[\]]*\][^\[]*)*\][ \t]*$")  # a bracket that closes none
_AFTER_BRACKET = re.compile(r"\][ \t\u00a0]+$")
_ODD_BETWEEN = re.compile(rf"\][{ODD_SPACES}]+\[[^\[\]]*\]\Z")
_CAPTION = re.compile(r"[ \t]*(?::|[Tt]able:)[ \t]")
_NESTED_HEADING = re.compile(rf"[ \t]*(?:(?:{LIST_MARKER}|[>:|])[ \t]*)+#{{1,6}}[ \t]")
_NESTED = re.compile(rf"[ \t]*(?:{LIST_MARKER}[ \t]|[>:][ \t]|\|)")


def brace_slips(block: Block, context: Context, parsed: Parsed) -> Iterator[Slip]:
    place = block.line, block.column
    first_word = _BEFORE_QUOTE.split(block.text)[0]  # pandoc has what follows apart
    read = place in parsed.marked or not (block.is_marked or first_word in parsed.braces)
    if read and block.line in context.headings:
        yield from typed_identifier_slips(block, context.names)
    is_notation = block.attached and _BEGINS_AS_ATTRIBUTES.match(block.text)
    if not block.guard and (read or not (is_notation or _names_edition(block, context))):
        return
    if context.is_code(block.line) and not (block.certain or (block.guard and block.attached)):
        return  # a program's braces
    if "".join(block.text.split()) == "{}":
        yield Slip("CB112", "the attribute block is empty and has no effect", place)
    elif read:
        yield from _read_block_slips(block, context.reading)
    else:
        yield Slip("CB112", f"`{short(visible(block.text))}` is not attached to any element", place)


def _read_block_slips(block: Block, reading: Reading) -> Iterator[Slip]:
    """Check a block that pandoc read: it may belong to another element than the author meant."""
    code, message = "CB112", ""
    place = block.line, block.column
    before, line = reading.before(place), reading.lines[block.line - 1]
    after = line[block.column - 1 + len(block.text) :]
    inside = "|" if reading.cell_of(place) else ""
    is_heading = before.lstrip(" >").startswith("#")
    if block.text.startswith("{{"):
        message = f"`{short(block.text)}` has a brace too many"
    elif is_heading and _UNOPENED.search(before):
        message = f"`{short(block.text)}` hides the whole section: its bracket is never opened"
    elif is_heading and (identifier := _GUARD_IDENTIFIER.search(block.text)):
        message = f"`{identifier[0]}` does not hide anything; did you mean `.{identifier[0][1:]}`?"
        code = "CB113"
    elif after.startswith("("):
        message = "attributes must follow a link's address, not precede it"
    elif _CAPTION.match(line) and _between_tables(reading, block.line):
        message = "pandoc gives the caption to the table above; put each caption under its own table"
    elif _NESTED_HEADING.match(inside + before) or (
        _NESTED.match(inside + before) and block.line in _underlined(reading)
    ):
        message = "a heading's condition ends with the list item, block quote or table cell around it"
    elif is_heading and _AFTER_BRACKET.search(before) and not after.strip(" \t#"):
        message = f"`{short(block.text)}` hides the whole section, not the bracketed words before it"
        code = "CB150"
    elif _ODD_BETWEEN.search(before):
        code, message = "CB105", "an invisible character parts the bracketed words from their address or name"
    if message:
        yield Slip(code, message, place)


def _underlined(reading: Reading) -> frozenset[int]:
    """Return the lines of setext headings."""
    return frozenset(
        h.line for h in reading.headings if not reading.lines[h.line - 1].lstrip(" >").startswith("#")
    )


def _names_edition(block: Block, context: Context) -> bool:
    """Whether braces hold an edition, or the key of one, as `{.instructor}` and `{edition=…}` do."""
    content = block.text.strip("{} \t\n")
    if block.text.startswith(("{{", "{%")):
        return False  # a template
    words = WORDS.findall(content)
    known = context.editions | (context.names.decided - {"format"})
    if any(f".{name}" in content.split() for name in context.editions):
        return True
    if any(found["key"] in context.names.decided for found in KEY.finditer(content)):
        return True
    before = context.reading.before((block.line, block.column))
    return bool(words) and set(words) <= known and not before.endswith(("/", "=", "&", "?", "{"))


def _between_tables(reading: Reading, number: int) -> bool:
    """Whether a caption has a table above it and a table below it."""
    above = next((n for n in range(number - 1, 0, -1) if not reading.is_blank(n)), 0)
    below = next((n for n in range(number + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    return all(n and reading.lines[n - 1].lstrip().startswith(("|", "+", "--")) for n in (above, below))
