"""Refuse brackets that were meant to be braces, or that hide less than they seem to."""

import re
from collections.abc import Iterator

from coursebuild.lint.grammar.context import GUARD, WORDS, Context, Fault
from coursebuild.lint.slip import Slip
from coursebuild.model import Paragraph, Reading, short
from coursebuild.source import read_brackets

_END_OF_HEADING = re.compile(r"[ \t#]*+\Z")
_BRACKETS = re.compile(r"(?P<open>[(\[<])(?P<inside>[^()\[\]<>{}\n]{1,120})(?P<close>[)\]>}])")
_MARK_AT_NAME = re.compile(r"(?:^\W{0,3}?[.#:;,]\s?|\s[.#:])(?P<name>[^\W\d_][\w-]*)")
_CONDITION_IN_BRACKETS = re.compile(r"\.(?:if|unless)\s+[\w-]+\s*=")
_DATED = r"show[-_ ]?from"
_EQUALS_AT_NAME = re.compile(
    rf"(?i)(?<![?&/\w-]){GUARD}\s?=\s?[\"“”«'\u2019]|(?<![?&/\w-])(?:{GUARD}|{_DATED})=\w"
    rf"|(?<![?&/\w-]){_DATED}\s?=\s?[\"“”«'\u2019\d]"
)
_FRAGMENT = re.compile(r"<?#[^\s]*>?(?:\s+[\"'(][^\"']*[\"')])?\s*\Z")
_REFERENCE = re.compile(r"^[ \t>]*\[([^\]\n]+)\]:", re.MULTILINE)


def bracket_faults(paragraph: Paragraph, context: Context) -> Iterator[Fault]:
    """Report round, square and angle brackets that were meant to be braces."""
    text = paragraph.text
    is_heading = text.lstrip().startswith("#")
    for found in _BRACKETS.finditer(text):
        inside, start = found["inside"], found.start()
        follows = start > 0 and text[start - 1] == "]"
        is_address = (found["open"] == "(" and follows) or text.endswith("](", 0, start)
        if is_address and _FRAGMENT.match(inside):
            continue  # of a link within the page
        place = paragraph.place(start)
        if context.is_code(place[0]):
            continue
        marked = [name["name"] for name in _MARK_AT_NAME.finditer(inside)]
        alone = inside.strip(" \t.,:;!?#*_")
        ends_heading = is_heading and bool(_END_OF_HEADING.match(text, found.end()))
        if (
            any(map(context.restricts, marked))
            or _CONDITION_IN_BRACKETS.search(inside)
            or _EQUALS_AT_NAME.search(inside)
            or (
                (follows or ends_heading)
                and context.restricts(alone)
                and WORDS.fullmatch(alone)
                and not (found["open"] == "[" and _is_defined(alone, context.reading))
            )
        ):
            yield place, f"`{short(found[0])}` is text: attributes must be in braces", "CB117"


def _is_defined(label: str, reading: Reading) -> bool:
    """Whether a link reference definition has this label."""
    return label.casefold() in {name.casefold() for name in _REFERENCE.findall(reading.text)}


def literal_bracket_slips(paragraph: Paragraph, context: Context) -> Iterator[Slip]:
    """Report a guard in or behind brackets that are text: `[the answer `ls`{.correction}]`."""
    brackets = read_brackets(paragraph.text)
    if not (brackets.literal or brackets.unopened):
        return
    for block in context.blocks_in(paragraph):
        at = paragraph.offset((block.line, block.column)) if block.guard and block.attached else -1
        if at >= 0 and brackets.are_text_around(at):
            message = f"the bracket before `{short(block.text)}` is text: what stands in it is not hidden"
            yield Slip("CB112", message, (block.line, block.column))
