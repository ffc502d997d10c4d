"""Refuse what looks like notation and is none: brackets, names with a dot, and tags that were left as text.

Pandoc prints whatever it does not read, and what it should have hidden with it. Outside code, formulas and
escapes, a pair of braces that names a guard, an edition or an edition's key is therefore notation or an
error, and so is each other bracket that was probably meant as one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from coursebuild.lint.attributes.names import Names
from coursebuild.lint.attributes.shapes import typed_identifier_slips
from coursebuild.lint.slip import Parsed, Slip, visible
from coursebuild.model import STUDENT, Block, Paragraph, Place, Reading, Searched, short, unspaced, vocabulary
from coursebuild.source import LIST_MARKER, ODD_SPACES, find_blocks, read_brackets

_GUARD = r"(?:correction|solution)s?"
_WITHHOLDING = rf"(?:{_GUARD}|{vocabulary.BLANK})"
_GUARD_IDENTIFIER = re.compile(r"(?<![\w-])#(?:correction|solution)(?![\w:-])")
_BEGINS_AS_ATTRIBUTES = re.compile(r"\{[ \t]*[.#][^\W\d_]|\{[ \t]*[\w-]+=[\"\w]")
_BEFORE_QUOTE = re.compile(r"[\s\"'\u201c]")
_UNOPENED = re.compile(r"^[^\[]*(?:\[[^\[\]]*\][^\[]*)*\][ \t]*$")  # a bracket that closes none
_AFTER_BRACKET = re.compile(r"\][ \t\u00a0]+$")
_ODD_BETWEEN = re.compile(rf"\][{ODD_SPACES}]+\[[^\[\]]*\]\Z")
_END_OF_HEADING = re.compile(r"[ \t#]*+\Z")
_CAPTION = re.compile(r"[ \t]*(?::|[Tt]able:)[ \t]")
_NESTED_HEADING = re.compile(rf"[ \t]*(?:(?:{LIST_MARKER}|[>:|])[ \t]*)+#{{1,6}}[ \t]")
_NESTED = re.compile(rf"[ \t]*(?:{LIST_MARKER}[ \t]|[>:][ \t]|\|)")
_BRACKETS = re.compile(r"(?P<open>[(\[<])(?P<inside>[^()\[\]<>{}\n]{1,120})(?P<close>[)\]>}])")
_MARK_AT_NAME = re.compile(r"(?:^\W{0,3}?[.#:;,]\s?|\s[.#:])(?P<name>[^\W\d_][\w-]*)")
_CONDITION_IN_BRACKETS = re.compile(r"\.(?:if|unless)\s+[\w-]+\s*=")
_DATED = r"show[-_ ]?from"
_EQUALS_AT_NAME = re.compile(
    rf"(?i)(?<![?&/\w-]){_GUARD}\s?=\s?[\"“”«'\u2019]|(?<![?&/\w-])(?:{_GUARD}|{_DATED})=\w"
    rf"|(?<![?&/\w-]){_DATED}\s?=\s?[\"“”«'\u2019\d]"
)
_FRAGMENT = re.compile(r"<?#[^\s]*>?(?:\s+[\"'(][^\"']*[\"')])?\s*\Z")
_DOTTED = re.compile(
    rf"(?i)(?:(?<![\w/.\\-])\.[ \t]?{_WITHHOLDING}\b(?![\w/(-]|\.\w)|\.{_WITHHOLDING}\}}"
    r"|(?<![\w/.\\-])\.(?:if|unless)[ \t]+[\w-]+[ \t]*=)"
)
_KEY = re.compile(r"(?<![?&/\w-])(?P<key>[\w-]+)[ \t]?=[ \t]?[\"“”«'\u2019]?(?P<value>[\w-]*)")
_CLASS = re.compile(r"(?i)\bclass\s*=\s*[\"“«'\u2019]?(?P<value>[^\"'<>\n]{0,60})")
_TAG = re.compile(r"<(?P<bang>[/!]?\[?)(?P<name>[A-Za-z][\w-]*)(?P<rest>[^<>]{0,400})(?P<end>>?)")
_BARE_TAG = re.compile(r"<(?:div|span)[ \t]+>")  # which has lost its attributes
_BROKEN_END = re.compile(r"</(?:div|span)[^<>\n]{0,40}(?![^<>]*>)")
_WELL_FORMED_TAG = re.compile(
    r"""</?[A-Za-z][\w-]*(?:[ \t\n]+[A-Za-z_:@][\w:.@-]*(?:=(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*[ \t\n]*/?>"""
)
_WORDS = re.compile(r"[^\W\d_][\w\u00ad\u200b-\u200f\ufe00-\ufe0f\u0300-\u036f-]*")
_REFERENCE = re.compile(r"^[ \t>]*\[([^\]\n]+)\]:", re.MULTILINE)
_INDENT = 4


class _Rules(NamedTuple):
    """What the rules of this module need to know of a document."""

    reading: Reading
    names: Names
    is_code: Callable[[int], bool]  # whether a line is in an indented code block
    blocks: Mapping[int, Sequence[Block]]  # of each line
    headings: Collection[int]  # their lines

    def blocks_in(self, paragraph: Paragraph) -> Iterator[Block]:
        for line in range(paragraph.first, paragraph.last + 1):
            yield from self.blocks.get(line, ())

    @property
    def editions(self) -> frozenset[str]:
        return self.names.keys["edition"] or frozenset()

    def restricts(self, name: str) -> bool:
        """Whether a name is a guard, a near miss of one, or an edition that shows corrections."""
        return bool(vocabulary.nearest_guard(name)) or name in self.editions - {STUDENT.name}


def grammar_slips(reading: Reading, names: Names, parsed: Parsed) -> Iterator[Slip]:
    """Yield the slips in the paragraphs of a source."""
    blocks: defaultdict[int, list[Block]] = defaultdict(list)
    for block in reading.blocks:
        blocks[block.line].append(block)
    headings = frozenset(heading.line for heading in reading.headings)
    rules = _Rules(reading, names, _code_lines(reading, parsed.codes), blocks, headings)
    for block in reading.blocks:
        yield from _block_slips(block, rules, parsed)
    yield from _code_slips(reading)
    for paragraph in (*reading.front_matter, *reading.paragraphs):
        if "[" in paragraph.text and "{" in paragraph.text:
            yield from _literal_bracket_slips(paragraph, rules)
        for place, message, code in (
            *_bracket_faults(paragraph, rules),
            *_text_faults(paragraph, rules),
            *_tag_faults(paragraph, rules),
            *_end_faults(paragraph, rules),
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


def _code_lines(reading: Reading, codes: Counter[str]) -> Callable[[int], bool]:
    """Return a function that says whether pandoc has an indented line in a code block."""
    code = Searched("\0".join(codes))

    def is_code(number: int) -> bool:
        line = reading.lines[number - 1]
        if not line.startswith((" " * _INDENT, "\t")):
            return False
        return unspaced(line) in code

    return is_code


def _block_slips(block: Block, rules: _Rules, parsed: Parsed) -> Iterator[Slip]:
    place = block.line, block.column
    first_word = _BEFORE_QUOTE.split(block.text)[0]  # pandoc has what follows apart
    read = place in parsed.marked or not (block.is_marked or first_word in parsed.braces)
    if read and block.line in rules.headings:
        yield from typed_identifier_slips(block, rules.names)
    is_notation = block.attached and _BEGINS_AS_ATTRIBUTES.match(block.text)
    if not block.guard and (read or not (is_notation or _names_edition(block, rules))):
        return
    if rules.is_code(block.line) and not (block.certain or (block.guard and block.attached)):
        return  # a program's braces
    if "".join(block.text.split()) == "{}":
        yield Slip("CB112", "the attribute block is empty and has no effect", place)
    elif read:
        yield from _read_block_slips(block, rules.reading)
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


def _names_edition(block: Block, rules: _Rules) -> bool:
    """Whether braces hold an edition, or the key of one, as `{.instructor}` and `{edition=…}` do."""
    content = block.text.strip("{} \t\n")
    if block.text.startswith(("{{", "{%")):
        return False  # a template
    words = _WORDS.findall(content)
    known = rules.editions | (rules.names.decided - {"format"})
    if any(f".{name}" in content.split() for name in rules.editions):
        return True
    if any(found["key"] in rules.names.decided for found in _KEY.finditer(content)):
        return True
    before = rules.reading.before((block.line, block.column))
    return bool(words) and set(words) <= known and not before.endswith(("/", "=", "&", "?", "{"))


def _between_tables(reading: Reading, number: int) -> bool:
    """Whether a caption has a table above it and a table below it."""
    above = next((n for n in range(number - 1, 0, -1) if not reading.is_blank(n)), 0)
    below = next((n for n in range(number + 1, len(reading.lines) + 1) if not reading.is_blank(n)), 0)
    return all(n and reading.lines[n - 1].lstrip().startswith(("|", "+", "--")) for n in (above, below))


Fault = tuple[Place, str, str]  # a place, a message and a code


def _bracket_faults(paragraph: Paragraph, rules: _Rules) -> Iterator[Fault]:
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
        if rules.is_code(place[0]):
            continue
        marked = [name["name"] for name in _MARK_AT_NAME.finditer(inside)]
        alone = inside.strip(" \t.,:;!?#*_")
        ends_heading = is_heading and bool(_END_OF_HEADING.match(text, found.end()))
        if (
            any(map(rules.restricts, marked))
            or _CONDITION_IN_BRACKETS.search(inside)
            or _EQUALS_AT_NAME.search(inside)
            or (
                (follows or ends_heading)
                and rules.restricts(alone)
                and _WORDS.fullmatch(alone)
                and not (found["open"] == "[" and _is_defined(alone, rules.reading))
            )
        ):
            yield place, f"`{short(found[0])}` is text: attributes must be in braces", "CB117"


def _is_defined(label: str, reading: Reading) -> bool:
    """Whether a link reference definition has this label."""
    return label.casefold() in {name.casefold() for name in _REFERENCE.findall(reading.text)}


def _text_faults(paragraph: Paragraph, rules: _Rules) -> Iterator[Fault]:
    """Report names with a dot, and conditions, that stand outside any bracket."""
    text, raw = paragraph.text, paragraph.source
    tags = [tag.span() for tag in _TAG.finditer(text) if _WELL_FORMED_TAG.fullmatch(raw[slice(*tag.span())])]
    found = list(_DOTTED.finditer(text))
    found += [
        match
        for match in (_CLASS.finditer(text) if "class" in text else ())
        if any(map(vocabulary.nearest_guard, _WORDS.findall(match["value"])))
        and not any(first <= match.start() < end for first, end in tags)
    ]
    found += [
        match
        for match in _KEY.finditer(text)
        if match["key"] in ("edition", vocabulary.SHOW_FROM, *vocabulary.GUARDS)
        and (
            match["value"] in {*rules.editions, "true", "false"}
            or match[0][-1] in "\"“”«'\u2019"
            or (match["key"] == vocabulary.SHOW_FROM and match["value"])
        )
        and (" " not in match[0] or match["key"] == "edition")
    ]
    if not found:
        return
    in_blocks = [(block.line, block.column, len(block.text)) for block in rules.blocks_in(paragraph)]
    for match in found:
        line, column = paragraph.place(match.start())
        covered = any(
            number == line and start <= column < start + length for number, start, length in in_blocks
        )
        if not covered and not rules.is_code(line):
            yield (line, column), f"pandoc reads `{match[0].strip()}` as text", "CB117"


def _tag_faults(paragraph: Paragraph, rules: _Rules) -> Iterator[Fault]:
    """Report tags that name a guard, and are no tags for pandoc."""
    raw = paragraph.source
    for tag in _TAG.finditer(paragraph.text) if "<" in paragraph.text else ():
        if "://" in tag["rest"] or "@" in tag["rest"].partition(" ")[0]:
            continue  # an address
        if _BARE_TAG.fullmatch(tag[0]) and not rules.is_code((place := paragraph.place(tag.start()))[0]):
            yield place, f"`{tag[0]}` has no attributes: it does not hide anything", "CB118"
            continue
        unbalanced = tag["end"] and tag["rest"].count('"') % 2 and "=" in tag["rest"]
        if not unbalanced and not any(map(vocabulary.nearest_guard, _WORDS.findall(tag["rest"]))):
            continue
        place = paragraph.place(tag.start())
        if not tag["end"] and not re.search(r"(?i)class|[\"“”=]", tag["rest"]):
            continue
        if _WELL_FORMED_TAG.fullmatch(raw[slice(*tag.span())]) and not rules.is_code(place[0]):
            continue  # the rules of the tree know whether it hides anything
        yield place, f"`{short(visible(tag[0]))}` is text or code: it does not hide anything", "CB118"


def _end_faults(paragraph: Paragraph, rules: _Rules) -> Iterator[Fault]:
    """Report end tags without their last bracket: what they should end goes on."""
    for tag in _BROKEN_END.finditer(paragraph.text) if "</" in paragraph.text else ():
        if not rules.is_code((place := paragraph.place(tag.start()))[0]):
            yield place, f"`{short(visible(tag[0]))}` is not closed with `>`: it ends no element", "CB131"


def _literal_bracket_slips(paragraph: Paragraph, rules: _Rules) -> Iterator[Slip]:
    """Report a guard in or behind brackets that are text: `[the answer `ls`{.correction}]`."""
    brackets = read_brackets(paragraph.text)
    if not (brackets.literal or brackets.unopened):
        return
    for block in rules.blocks_in(paragraph):
        at = paragraph.offset((block.line, block.column)) if block.guard and block.attached else -1
        if at >= 0 and brackets.are_text_around(at):
            message = f"the bracket before `{short(block.text)}` is text: what stands in it is not hidden"
            yield Slip("CB112", message, (block.line, block.column))
