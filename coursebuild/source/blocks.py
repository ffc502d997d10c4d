"""Find the pairs of braces in paragraphs: attribute blocks, and what was meant to be one."""

import re
from collections.abc import Iterator

from coursebuild.model import Block, Paragraph, answer_words, vocabulary
from coursebuild.source.attributes import is_well_formed
from coursebuild.source.fences import BRACED, ODD_SPACES, is_conditional

CONTEXT = 80  # characters before a brace that show what it belongs to

_PAIR = re.compile(rf"\{{*{BRACED}")
_AFTER_ELEMENT = re.compile(r"(?:\]|\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|`)\.?\Z")
_MAY_BE_EMPTY = re.compile(r"(?:\[\]|\.)\Z")  # `[]{}`, and a dot that only seems to be attached
_END_OF_LINE = re.compile(r"[^\S\n]*+(?:\n|\Z)")
_TEX = re.compile(r"(?:[_^]|\\[A-Za-z]+(?:\[[^\]]*\]|\{[^{}]*\})*)\Z")  # before a brace that TeX uses
_FIRST_NAME = re.compile(r"\{\s*[.#:]\s*(?P<name>\w[\w-]*)")
_GAPS = re.compile(rf"[\s\x00-\x1f\x7f\\{ODD_SPACES}]+")
_VALUE = re.compile(r"=\s*(?:\"[^\"]*\"?|“[^”]*”?|'[^']*'|[^\s}]*)")
_DOTTED = re.compile(r"[.@]\W{0,3}?([^\W\d_][\w-]*)|([\w-]+)\s*=")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]\w*")
_BARE = re.compile(r"(?<=[\s{])[^\W\d_][\w-]*(?=[\s}]|$)")
_UNFINISHED = re.compile(r"\{\s*[.#:]\s*[\w-]*\s*")
_IDENTIFIER = re.compile(r"#\s*([\w:.-]+)")
_END_OF_PART = re.compile(r"\{(?:\{[<%]/|%-?end)")  # in templates: its beginning is reported
_DATED = re.compile(r"\bshow[\W_]{0,3}from\b")
_BARE_CONDITION = re.compile(r"\W*(?:if|unless)\b|[.\s](?:if|unless)\s+[\w-]+\s*=")
_LINE_WITH_BLOCK = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|:[ \t]|[Tt]able:|(?:`{3,}|~{3,}))")


def find_blocks(paragraph: Paragraph) -> Iterator[Block]:
    """Yield the pairs of braces of a paragraph; a brace that is never closed ends with it."""
    text = paragraph.text
    if "{" not in text:
        return
    for found in _PAIR.finditer(text):
        line_start = text.rfind("\n", 0, found.start()) + 1
        before = text[max(line_start, found.start() - CONTEXT) : found.start()]
        ends_line = bool(_END_OF_LINE.match(text, found.end()))
        attached = bool(
            _AFTER_ELEMENT.search(before)
            or (ends_line and _LINE_WITH_BLOCK.match(text, line_start, found.start()))
        )
        block = found[0]
        first = _FIRST_NAME.match("{" + block.lstrip("{"))
        certain = first is not None and names_guard(first["name"])
        if not certain and _TEX.search(before):
            continue  # a command's argument
        guard = certain or _restricts(block, before, attached=attached)
        yield Block(*paragraph.place(found.start()), block, attached, guard, certain, is_well_formed(block))


def names_guard(name: str) -> bool:
    """Whether a name is a guard's or a condition's, or nearly a guard's."""
    return name in vocabulary.CONDITION_CLASSES or bool(vocabulary.nearest_guard(name))


def _restricts(block: str, before: str, *, attached: bool) -> bool:
    """Whether a block names a guard or a condition, or is empty where it can have one."""
    joined = _GAPS.sub("", block)  # an invisible character, or the end of a line, may split a name
    if _END_OF_PART.match(joined):
        return False
    if joined == "{}":
        return attached and not _MAY_BE_EMPTY.search(before)
    if is_conditional(block) or is_conditional(joined):
        return True
    folded = vocabulary.fold(_VALUE.sub("=", block[1:]))
    squeezed = _GAPS.sub("", folded)
    names = [name for pair in _DOTTED.findall(f"{folded} {squeezed}") for name in pair if name]
    identifiers = _IDENTIFIER.findall(folded)
    names += _WORD.findall(_IDENTIFIER.sub(" ", folded)) + _WORD.findall(_IDENTIFIER.sub(" ", squeezed))
    return bool(
        any(map(vocabulary.nearest_guard, names))
        or _DATED.search(folded)
        or any(map(vocabulary.names_date, names))
        or any(name in vocabulary.GUARDS for name in identifiers)
        or _BARE_CONDITION.match(folded)
        or (attached and _UNFINISHED.fullmatch(block))
        or (attached and any(answer_words.mentions(name) for name in _BARE.findall(block)))
        or (attached and set(names) & set(vocabulary.CONDITION_CLASSES))
    )
