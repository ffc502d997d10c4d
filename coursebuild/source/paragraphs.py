"""Join lines of prose to paragraphs, and blank what is no notation: code, formulas, comments, escapes."""

import re
from collections.abc import Collection, Iterator, Sequence

from coursebuild.model import Paragraph, vocabulary
from coursebuild.source.blocks import names_guard
from coursebuild.source.fences import LIST_MARKER
from coursebuild.source.inline_code import code_ends

_FULL_WIDTH = str.maketrans(
    "\uff5b\uff5d\uff08\uff09\uff3b\uff3d\uff1c\uff1e\uff0e\uff1d\uff0c", "{}()[]<>.=,"
)
_INERT = re.compile(
    # a backslash escapes a bracket with what it holds, so that notation can be shown
    r"\\(?:\{[^{}]*\}?|\[[^\[\]]*\]?|\([^()]*\)?|<[^<>]*>?|:+|[^\w\s])"
    r"|(?P<code>(?<!`)`+)"  # a run of backticks, which may open code
    r"|<!--(?:.*?-->|.*)"
    r"|\b[a-z][a-z0-9+.-]{1,20}://[^\s<>(){}\[\]\"']*"  # an address
    # pandoc's manual, `tex_math_dollars`: no space inside the dollars, no digit after the last
    r"|(?P<math>\$\$.+?\$\$|\$(?![\s$])(?:\\.|[^\\$])*?(?<!\s)\$(?!\d)"
    rf"|\\begin\{{(?P<name>(?:{'|'.join(vocabulary.ENVIRONMENTS)})\*?)\}}.*?\\end\{{(?P=name)\}})",
    re.DOTALL,
)
# an item of a list, or a row of a table, in which code and formulas end
_BEGINNING = re.compile(rf"[ \t>]*(?:{LIST_MARKER}[ \t]|\||:[ \t])")
_SUSPECT = re.compile(r"[\\`$]|<!--|://")
_NAME_IN_MATH = re.compile(r"\{\s*[.#:]\s*(?P<name>\w[\w-]*)")  # in braces, which TeX has for other things
_UNBROKEN = re.compile(r"[^\n]")


def paragraphs(
    lines: Sequence[str], prose: Sequence[bool], apart: Collection[int], ends: Collection[int] = ()
) -> Iterator[Paragraph]:
    """Yield the paragraphs of the prose; a line of `apart` (a heading) is one of its own.

    One of `ends` is the last of its paragraph. The characters of a paragraph are at the places that they
    have in the source.
    """
    first, joined = 1, list[str]()
    for number, line in enumerate(lines, 1):
        is_text = prose[number - 1] and line.strip(" \t>")
        begins = number in apart or number - 1 in apart or number - 1 in ends or _BEGINNING.match(line)
        if joined and (not is_text or begins):
            yield _paragraph(first, joined)
            joined = []
        if is_text:
            first = first if joined else number
            joined.append(line)
    if joined:
        yield _paragraph(first, joined)


def read_paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of a text that is all prose, such as the value of an attribute."""
    lines = text.split("\n")
    return paragraphs(lines, [True] * len(lines), ())


def _paragraph(first: int, lines: list[str]) -> Paragraph:
    text = "\n".join(lines)
    if not text.isascii():
        text = text.translate(_FULL_WIDTH)
    return Paragraph(first, _blanked(text) if _SUSPECT.search(text) else text, "\n".join(lines))


def _blanked(text: str) -> str:
    ends = code_ends(text)
    parts: list[str] = []
    done = at = 0
    while found := _INERT.search(text, at):
        start, at = found.span()
        if found["code"]:
            at = ends.get(start, 0)
            if not at:  # text
                at = found.end()
                continue
        parts += text[done:start], _blank(text[start:at], found)
        done = at
    return "".join([*parts, text[done:]])


def _blank(piece: str, found: re.Match[str]) -> str:
    """Blank a piece, but for the backticks around code, to which attributes may belong.

    A formula with notation in it is text between two dollars.
    """
    if found["math"] and any(map(names_guard, _NAME_IN_MATH.findall(piece))):
        return piece
    blank = _UNBROKEN.sub(" ", piece)
    return f"`{blank[1:-1]}`" if found["code"] else blank
