"""Find MyST's directives: code blocks whose kind, or title, means an answer."""

import re
from collections.abc import Iterator, Sequence

from coursebuild.lint.translations.region import Edit, Region, heads
from coursebuild.lint.translations.terms import Terms, box_attributes
from coursebuild.model import Code, Reading

INFO = re.compile(r"\{(?P<kind>[\w:-]+)\}[ \t]*(?P<argument>.*)")
_OPTION = re.compile(r":[\w-]+:.*")
# Directives of boxes whose argument is a title; that of `{solution}` is the name of an exercise.
_TITLED = frozenset(
    "admonition dropdown toggle details spoiler note tip hint important warning attention caution danger "
    "error seealso".split()
)
_NOT_A_BOX = re.compile(r".*-(?:start|end|ref)|.*:.*")


def answer_title(kind: str, argument: str, terms: Terms) -> str | None:
    """Return the title of a directive that is an answer; None if it is not one."""
    if kind in _TITLED:
        return argument if terms.announce("", argument) else None
    return "" if terms.announce(kind) and not _NOT_A_BOX.fullmatch(kind) else None


def count_options(lines: Sequence[str]) -> int:
    """Return how many lines of options, `:key: value` or a block of YAML, a directive begins with."""
    texts = [line.strip(" \t>") for line in lines]
    if texts[:1] == ["---"] and "---" in texts[1:]:
        return texts.index("---", 1) + 1
    return next((n for n, text in enumerate(texts) if not _OPTION.fullmatch(text)), len(texts))


def has_translation(code: Code, terms: Terms) -> bool:
    """Whether a code block is such a directive: its text is not code."""
    found = INFO.fullmatch(code.info) if code.last else None
    return found is not None and answer_title(found["kind"], found["argument"], terms) is not None


def directive_edits(reading: Reading, terms: Terms) -> Iterator[Edit]:
    """Replace the fences of each directive by those of a correction, and drop its options."""
    codes = {code.line: code for code in reading.codes if has_translation(code, terms)}
    for head in heads(reading, ((line, reading.lines[line - 1]) for line in codes)):
        code = codes[head.number]
        found = INFO.fullmatch(code.info)
        if not found or code.column != len(head.prefix) + 1:
            continue  # it follows the marker of a list item
        title = answer_title(found["kind"], found["argument"], terms) or ""
        options = count_options(reading.lines[code.line : code.last - 1])
        body = {n: reading.lines[n - 1] for n in range(code.line + options + 1, code.last)}
        if "".join(body.values()).strip(" \t>"):
            yield from Region(code.line, code.last, head.prefix, box_attributes(title), body).edits(reading)
