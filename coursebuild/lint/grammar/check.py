"""Run the rules of grammar over the paragraphs of a source."""

from collections.abc import Iterator

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.grammar.braces import brace_slips
from coursebuild.lint.grammar.brackets import bracket_faults, literal_bracket_slips
from coursebuild.lint.grammar.context import Context
from coursebuild.lint.grammar.text import end_faults, tag_faults, text_faults
from coursebuild.lint.slip import Parsed, Slip
from coursebuild.model import Paragraph, Reading, short
from coursebuild.source import find_blocks


def grammar_slips(reading: Reading, names: Names, parsed: Parsed) -> Iterator[Slip]:
    """Yield the slips in the paragraphs of a source."""
    context = Context.of(reading, names, parsed)
    for block in reading.blocks:
        yield from brace_slips(block, context, parsed)
    yield from _code_slips(reading)
    for paragraph in (*reading.front_matter, *reading.paragraphs):
        if "[" in paragraph.text and "{" in paragraph.text:
            yield from literal_bracket_slips(paragraph, context)
        for place, message, code in (
            *bracket_faults(paragraph, context),
            *text_faults(paragraph, context),
            *tag_faults(paragraph, context),
            *end_faults(paragraph, context),
        ):
            yield Slip(code, message, place)


def _code_slips(reading: Reading) -> Iterator[Slip]:
    """Find attributes of code that stand in its first line."""
    for code in reading.codes:
        line = code.text.partition("\n")[0].strip()
        blocks = find_blocks(Paragraph.of_line(code.line + 1, line)) if line.startswith("{") else ()
        if any(block.guard and block.well_formed for block in blocks):
            message = f"`{short(line)}` is in the code: it belongs on the line above"
            yield Slip("CB112", message, (code.line + 1, 1))
