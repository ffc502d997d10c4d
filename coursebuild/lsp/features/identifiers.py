"""The identifiers of a lesson: those that are typed, and those that pandoc makes of headings."""

import re

from coursebuild.lsp.lessons import Lesson

_IDENTIFIER = re.compile(r"""\{(?:"[^"]*"|'[^']*'|[^{}"'])*?(?<=[\s{])#([^\s{}=.#"']+)""")
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}[ \t]*$|[ \t]+#+[ \t]*$")
_MARKUP = re.compile(
    r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?(?:\{[^{}]*\})?|[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}"
)


def plain(text: str) -> str:
    """The text of a heading without attributes and markup."""
    before = None
    while before != text:
        before, text = text, _ATTRIBUTES.sub("", text)
    return _MARKUP.sub(r"\1", text).strip()


def identifiers(lesson: Lesson) -> dict[str, int]:
    """The lines of the headings, and of other elements with an identifier of their own, by identifier.

    Those that pandoc makes of a heading's text are made as its manual says (`auto_identifiers`).
    """
    found: dict[str, int] = {}
    for heading in lesson.reading.headings:
        typed = _IDENTIFIER.search(heading.text)
        name = typed[1] if typed else _unique(automatic(heading.text), found)
        found.setdefault(name, heading.line)
    opening = [(code.line, lesson.text.line(code.line)) for code in lesson.reading.codes]
    for number, line in (*lesson.reading.prose_lines(), *opening):
        for typed in _IDENTIFIER.finditer(line):
            found.setdefault(typed[1], number)
    return found


def automatic(text: str) -> str:
    """The identifier that pandoc makes of a heading's text."""
    words = re.sub(r"[^\w\s.-]", "", plain(text).lower()).split()
    return re.sub(r"^[\W\d_]+", "", "-".join(words)) or "section"


def _unique(base: str, taken: dict[str, int]) -> str:
    number, name = 0, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name
